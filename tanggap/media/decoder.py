"""The child process that opens a stranger's picture. Run as a file, never imported.

It reads the picture from standard input, under limits it sets for itself before it touches a
byte, and writes one line of JSON and the cleaned JPEGs to standard output. It imports only
Pillow and pi-heif, so it starts in about a tenth of a second, and whatever a hostile file
does to it ends with it.
"""

from __future__ import annotations

import io
import json
import math
import resource
import sys
import warnings
from importlib import import_module
from typing import Any

MEGABYTE = 2**20
MEMORY = 1200 * MEGABYTE  # address space, libraries included
CPU_SECONDS = 20
PIXELS = 64_000_000
JPEG_PIXELS = 210_000_000  # a 200-megapixel phone; libjpeg scales it down while reading
SIDES = (2048, 960, 320)
QUALITY = {2048: 85, 960: 80, 320: 75}
# The blurred copy keeps this many squares along its longest side: the colours of a street, no
# letter of a plate and no feature of a face, not even of one that fills the picture.
SQUARES = 16
# Pillow's names of the allowed formats, and of the modules that read them. A JPEG with a
# second picture inside comes back as MPO; its first one is taken.
FORMATS = {
    "JPEG": "Jpeg",
    "PNG": "Png",
    "WEBP": "WebP",
    "GIF": "Gif",
    "TIFF": "Tiff",
}
HASH_SIDE, HASH_KEEP = 32, 8
FLAT = 2.0  # standard deviation of grey below which there is nothing to compare


class Refused(Exception):
    """The picture can't be used; the argument is a code of `refusals.MESSAGES`."""


def limit() -> None:
    """Take the means away before reading: memory, time, files to write, core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer for one picture. Every failure is a refusal, never a passed-on original."""
    try:
        facts, files = clean(sys.stdin.buffer.read())
    except Refused as refusal:
        facts, files = {"refused": str(refusal)}, []
    except MemoryError:
        facts, files = {"refused": "too_many_pixels"}, []
    except Exception:  # whatever a parser of a foreign format may raise
        facts, files = {"refused": "broken"}, []
    out = sys.stdout.buffer
    out.write(json.dumps({**facts, "lengths": [len(file) for file in files]}).encode() + b"\n")
    for file in files:
        out.write(file)
    out.flush()


def clean(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Facts of the picture, and JPEGs made from its pixels alone: each of `SIDES`, blurred."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = JPEG_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    image = _opened(data, _formats())
    facts = _camera(image)
    pixels = _pixels(image)
    files = [_jpeg(pixels, side) for side in SIDES]
    files.append(_jpeg(_blurred(pixels), SIDES[-1]))
    size = {"width": pixels.width, "height": pixels.height}
    return {**facts, **size, "phash": _phash(pixels)}, files


def _formats() -> list[str]:
    """The allowed formats, their readers loaded: these, and not the forty others of Pillow."""
    for module in (*FORMATS.values(), "Mpo"):
        import_module(f"PIL.{module}ImagePlugin")
    try:
        pi_heif = import_module("pi_heif")
    except ImportError:  # an optional library; without it HEIF is refused as unreadable
        return list(FORMATS)
    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    return [*FORMATS, "HEIF"]


def _opened(data: bytes, formats: list[str]) -> Any:
    from PIL import Image, UnidentifiedImageError

    try:
        image = Image.open(io.BytesIO(data), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused("too_many_pixels") from error
    except UnidentifiedImageError as error:
        raise Refused("not_a_photo") from error
    is_jpeg = image.format in ("JPEG", "MPO")
    if image.width * image.height > (JPEG_PIXELS if is_jpeg else PIXELS):
        raise Refused("too_many_pixels")
    if min(image.size) < 1:
        raise Refused("broken")
    if is_jpeg:
        image.draft("RGB", (SIDES[0], SIDES[0]))
    return image


def _pixels(image: Any) -> Any:
    """The first frame: upright, at most 2048 pixels long, RGB on white, nothing else on it."""
    from PIL import Image, ImageOps

    image.load()
    orientation = image.getexif().get(0x0112)
    if image.mode not in ("RGB", "RGBA", "L", "LA", "CMYK"):
        image = image.convert("RGBA" if _is_transparent(image) else "RGB")
    image.thumbnail((SIDES[0], SIDES[0]), Image.Resampling.LANCZOS)
    if image.mode in ("RGBA", "LA"):
        image = _on_white(image.convert("RGBA"))
    image = image.convert("RGB")
    if isinstance(orientation, int) and 2 <= orientation <= 8:
        image = _upright(ImageOps, image, orientation)
    return Image.frombytes("RGB", image.size, image.tobytes())


def _upright(ops: Any, image: Any, orientation: int) -> Any:
    image.getexif()[0x0112] = orientation
    return ops.exif_transpose(image)


def _is_transparent(image: Any) -> bool:
    return "transparency" in image.info or image.mode.endswith(("A", "a"))


def _on_white(image: Any) -> Any:
    from PIL import Image

    sheet = Image.new("RGBA", image.size, "white")
    sheet.alpha_composite(image)
    return sheet


def _jpeg(pixels: Any, side: int) -> bytes:
    from PIL import Image

    small = pixels.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    small.save(out, format="JPEG", quality=QUALITY[side], optimize=True, exif=b"")
    return out.getvalue()


def _blurred(pixels: Any) -> Any:
    """A copy in which nobody is recognised: a few squares, their edges smoothed away.

    What the squares don't hold is gone: no sharpening brings it back.
    """
    from PIL import Image, ImageFilter

    shape = _fitted(pixels.size, SIDES[-1])
    squares = pixels.resize(_fitted(pixels.size, SQUARES), Image.Resampling.BOX)
    smooth = ImageFilter.GaussianBlur(SIDES[-1] / SQUARES / 2)
    return squares.resize(shape, Image.Resampling.NEAREST).filter(smooth)


def _fitted(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size with `side` as its longest side."""
    width, height = size
    longest = max(width, height)
    return max(1, round(width * side / longest)), max(1, round(height * side / longest))


def _camera(image: Any) -> dict[str, Any]:
    """What the camera wrote: local time as text, its offset from UTC, position in degrees."""
    try:
        exif = image.getexif()
        shot, place = exif.get_ifd(0x8769), exif.get_ifd(0x8825)
    except Exception:  # a broken header must not cost us the picture
        return {}
    taken = shot.get(0x9003) or shot.get(0x9004) or exif.get(0x0132)
    offset = shot.get(0x9011) or shot.get(0x9010)
    lat, lng = _degrees(place, 1, "S", 90), _degrees(place, 3, "W", 180)
    if lat is None or lng is None or (lat == 0 and lng == 0):
        lat = lng = None
    return {"taken": _text(taken), "offset": _text(offset), "lat": lat, "lng": lng}


def _degrees(place: Any, tag: int, negative: str, most: int) -> float | None:
    try:
        parts = [float(part) for part in place[tag + 1]]
        value = sum(part / 60**power for power, part in enumerate(parts[:3]))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    if _text(place.get(tag)).strip().upper() == negative:
        value = -value
    return round(value, 7) if math.isfinite(value) and abs(value) <= most else None


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value[:40].strip("\0 ") if isinstance(value, str) else ""


def _phash(pixels: Any) -> int | None:
    """64 bits of the low frequencies of a 32 x 32 grey copy; None if it is all one grey."""
    from PIL import Image

    grey = pixels.convert("L").resize((HASH_SIDE, HASH_SIDE), Image.Resampling.BOX)
    values = list(grey.tobytes())
    mean = sum(values) / len(values)
    if math.sqrt(sum((v - mean) ** 2 for v in values) / len(values)) < FLAT:
        return None
    waves = _low_frequencies([values[i : i + HASH_SIDE] for i in range(0, len(values), HASH_SIDE)])
    middle = sorted(waves[1:])[len(waves) // 2]
    bits = sum(1 << i for i, wave in enumerate(waves) if wave > middle)
    return bits - 2**64 if bits >= 2**63 else bits


def _low_frequencies(rows: list[list[int]]) -> list[float]:
    """The first 8 x 8 terms of the cosine transform."""
    angle = math.pi / (2 * HASH_SIDE)
    basis = [
        [math.cos((2 * x + 1) * u * angle) for x in range(HASH_SIDE)] for u in range(HASH_KEEP)
    ]
    across = [
        [sum(v * w for v, w in zip(row, wave, strict=True)) for wave in basis] for row in rows
    ]
    return [
        sum(across[y][u] * wave[y] for y in range(HASH_SIDE))
        for wave in basis
        for u in range(HASH_KEEP)
    ]


if __name__ == "__main__":
    limit()
    main()
