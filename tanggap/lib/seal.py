"""A seal at the end of a file: what the file is a copy of, signed together with all its bytes.

PDF readers skip a comment after the end, ZIP archives (and so spreadsheets) have a place for one,
and a table of text may end with a line more: the same seal fits all three, needs no register, and
tells a changed byte for as long as the key is known.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from tanggap.lib import signing

REFERENCE = re.compile(r"[a-z0-9:+-]{1,200}")
_SEAL = re.compile(rb"tanggap-seal:1:([a-z0-9:+-]{1,200}):([0-9a-f]{128})\s*\Z")
_LONGEST = 400  # a seal and what may stand behind it
# The last part of a ZIP archive: a mark, eighteen bytes, and the length of the comment.
_ZIP_END, _ZIP_END_BYTES = b"PK\x05\x06", 22


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file says it is, and whether that and its bytes are as they were signed."""

    reference: str
    is_whole: bool


def close(content: bytes, reference: str, *, secret: str) -> bytes:
    """The file with its seal. `reference` says what it is a copy of."""
    assert REFERENCE.fullmatch(reference), reference
    sample = _write(reference, bytes(signing.SIGNATURE_BYTES))
    content = _with_room(content, len(sample))
    return content + _write(reference, signing.sign(_text(content, reference), secret=secret))


def read(content: bytes, *, public: bytes) -> Seal | None:
    """The seal at the end of a file; None where there is none."""
    start = max(0, len(content) - _LONGEST)
    found = _SEAL.search(content, start)
    if found is None:
        return None
    reference = found[1].decode()
    text = _text(content[: found.start()], reference)
    signature = bytes.fromhex(found[2].decode())
    return Seal(reference, signing.is_signed(text, signature, public=public))


def _text(content: bytes, reference: str) -> str:
    return f"tanggap file seal 1\n{reference}\n{hashlib.sha256(content).hexdigest()}"


def _write(reference: str, signature: bytes) -> bytes:
    return f"tanggap-seal:1:{reference}:{signature.hex()}".encode()


def _with_room(content: bytes, length: int) -> bytes:
    """The file as it stands before its seal: a comment begun, an archive told its length."""
    if content.startswith(b"%PDF-"):
        return content.rstrip(b"\r\n") + b"\n%"
    if content[-_ZIP_END_BYTES:].startswith(_ZIP_END):
        return content[:-2] + length.to_bytes(2, "little")
    return content.rstrip(b"\r\n") + b"\n#"
