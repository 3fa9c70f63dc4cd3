"""The file and the headers of an answer. Who may see it is decided before, by the interface."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tanggap.media import paths, storage

_SAFE = {
    "X-Content-Type-Options": "nosniff",
    # Nothing in the file may run or load, should a browser ever take it for a page.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
}
_FOR_EVERYBODY = "public, max-age=31536000, immutable"
# Asked for again each time, by its tag: after a logout, or a right taken back, nothing shows it.
_FOR_ONE = "private, no-cache"


@dataclass(frozen=True, slots=True)
class Served:
    """A local file and the complete headers to send it with."""

    path: Path
    headers: dict[str, str]


def photo(*, sha256: str, size: int, public: bool) -> Served | None:
    """One size (320, 960, 2048) of a photograph; None when there is no such file.

    `public` only after publication has approved the hash: it allows shared caches.
    """
    try:
        key = paths.photo_key(sha256, size=size)
    except ValueError:
        return None
    return _served(key, mime="image/jpeg", disposition="inline", public=public)


def blurred(*, sha256: str) -> Served | None:
    """The blurred copy of a photograph; None when there is no such file. Never shared."""
    try:
        key = paths.blurred_key(sha256)
    except ValueError:
        return None
    return _served(key, mime="image/jpeg", disposition="inline", public=False)


def document(*, sha256: str, public: bool = False) -> Served | None:
    """A document, always as a download; None when there is no such file."""
    try:
        key = paths.document_key(sha256)
    except ValueError:
        return None
    name = f'attachment; filename="berkas-{sha256[:8]}.pdf"'
    return _served(key, mime="application/pdf", disposition=name, public=public)


def _served(key: str, *, mime: str, disposition: str, public: bool) -> Served | None:
    path = storage.default().path(key)
    if path is None:
        return None
    headers = {
        "Content-Type": mime,
        "Content-Length": str(path.stat().st_size),
        "Content-Disposition": disposition,
        "Cache-Control": _FOR_EVERYBODY if public else _FOR_ONE,
        # The name is made of the content, so the name is the tag.
        "ETag": f'"{path.name}"',
        **_SAFE,
    }
    return Served(path, headers)
