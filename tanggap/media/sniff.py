"""What the first bytes say a file is: only for the right words, never for trust.

A file counts as a photo because it was decoded, not because of its beginning.
"""

from __future__ import annotations

from typing import Literal

Guess = Literal["photo", "pdf", "drawing", "video", "archive", "program", "unknown"]

_PHOTOS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_OFFICE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)  # office files before 2007
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_SOUNDS = (b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xfb", b"\x00\x00\x01\xba")
_MARKUP = (b"<svg", b"<!doctype", b"<html", b"<?xml", b"<script", b"<head", b"<body", b"<!--")
_STILLS = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc", b"avif")


def guess(data: bytes) -> Guess:
    """The kind of file by its first bytes."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(_PHOTOS) or _riff(data) == b"WEBP" or _brand(data) in _STILLS:
        return "photo"
    if data.startswith(_ARCHIVES + _OFFICE):
        return "archive"
    if data.startswith(_PROGRAMS):
        return "program"
    if data.startswith(_SOUNDS) or _brand(data) or _riff(data) in (b"AVI ", b"WAVE"):
        return "video"
    return "drawing" if _is_markup(data) else "unknown"


def _is_markup(data: bytes) -> bool:
    return data[:512].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").lower().startswith(_MARKUP)


def _riff(data: bytes) -> bytes:
    return data[8:12] if data[:4] == b"RIFF" else b""


def _brand(data: bytes) -> bytes:
    return data[8:12] if data[4:8] == b"ftyp" else b""
