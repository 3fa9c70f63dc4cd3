"""Where a file lies in storage, and its address on the web. Needs only the content hash."""

from __future__ import annotations

import re

FULL = 2048
MEDIUM = 960
SMALL = 320
SIZES = (FULL, MEDIUM, SMALL)  # longest side in pixels
PREFIX = "/media/"

_SHA256 = re.compile(r"[0-9a-f]{64}")


def photo_url(sha256: str, *, size: int = FULL) -> str:
    """Address of one size of a photograph."""
    return f"{PREFIX}{_checked(sha256)}/{_known(size)}.jpg"


def blurred_url(sha256: str) -> str:
    """Address of the blurred copy of a photograph; the permission to see it is another."""
    return f"{PREFIX}{_checked(sha256)}/samar.jpg"


def document_url(sha256: str) -> str:
    """Address of a document, always served as a download."""
    return f"{PREFIX}{_checked(sha256)}/berkas.pdf"


def photo_key(sha256: str, *, size: int = FULL) -> str:
    """Storage key of one size of a photograph; the full size carries the bare hash."""
    suffix = "" if _known(size) == FULL else f".{size}"
    return f"{_folder(sha256)}{suffix}.jpg"


def blurred_key(sha256: str) -> str:
    """Storage key of the blurred copy."""
    return f"{_folder(sha256)}.blurred.jpg"


def document_key(sha256: str) -> str:
    """Storage key of a document."""
    return f"{_folder(sha256)}.pdf"


def _folder(sha256: str) -> str:
    _checked(sha256)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def _checked(sha256: str) -> str:
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a sha256 in lower-case hex")
    return sha256


def _known(size: int) -> int:
    if size not in SIZES:
        raise ValueError(f"size must be one of {SIZES}")
    return size
