"""Pictures made for the tests: with secrets in every corner, and hostile ones."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, PngImagePlugin

SECRETS = (b"SECRETCAM", b"SECRETXMP", b"SECRETCOMMENT", b"SECRETTRAILER", b"SECRETARTIST")
LAT, LNG = -6.2087222, 106.827
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "HEIF")
_XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf='
    b'"http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>SECRETXMP'
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def exif() -> Image.Exif:
    """A camera's notes: name, artist, time with zone, position, lying on its side."""
    notes = Image.Exif()
    notes[0x010F], notes[0x013B], notes[0x0112] = "SECRETCAM", "SECRETARTIST", 6
    shot = notes.get_ifd(0x8769)
    shot[0x9003], shot[0x9011] = "2026:11:23 10:00:00", "+07:00"
    place = notes.get_ifd(0x8825)
    place[1], place[2] = "S", (6.0, 12.0, 31.4)
    place[3], place[4] = "E", (106.0, 49.0, 37.2)
    return notes


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """A picture with something in it: bright at the left, two dark blocks."""
    image = Image.linear_gradient("L").rotate(90).resize((width, height)).convert("RGB")
    image.paste((200, 30, 30), (width // 10, height // 10, width // 3, height // 2))
    image.paste((20, 20, 90), (width // 2, height // 2, width - 5, height - 9))
    return image


def with_secrets(kind: str) -> bytes:
    """The scene in a format, with metadata wherever the format has room, and a trailer."""
    if kind == "HEIF":  # our library only reads it: a file made from this very scene
        return Path(__file__).with_name("secrets.heic").read_bytes() + b"SECRETTRAILER"
    out, options = io.BytesIO(), _options(kind)
    scene().save(out, format=kind, **options)
    return out.getvalue() + b"SECRETTRAILER"


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    """The image as a file."""
    out = io.BytesIO()
    image.save(out, format=kind, **options)
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """A valid black one-bit PNG of side x side pixels in a few kilobytes."""
    squeeze, row = zlib.compressobj(9), b"\0" * (side // 8 + 2)
    body = b"".join(squeeze.compress(row) for _ in range(side)) + squeeze.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND")


def gif_bomb(frames: int) -> bytes:
    """A small GIF of very many frames."""
    pictures = [Image.new("P", (64, 64), number % 255) for number in range(frames)]
    return encoded(pictures[0], "GIF", save_all=True, append_images=pictures[1:], duration=20)


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _options(kind: str) -> dict[str, Any]:
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Comment", "SECRETCOMMENT")
        info.add_itxt("XML:com.adobe.xmp", _XMP.decode())
        return {"pnginfo": info, "exif": exif().tobytes()}
    if kind == "GIF":
        return {"comment": b"SECRETCOMMENT"}
    if kind == "TIFF":
        return {"exif": exif().tobytes()}
    extra = {"comment": b"SECRETCOMMENT"} if kind == "JPEG" else {}
    return {"exif": exif().tobytes(), "xmp": _XMP, **extra}
