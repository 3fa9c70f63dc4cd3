"""Turns a stranger's bytes into clean JPEGs and facts, in a child process with limits.

The only way for a picture into the system, whichever door it came through. It fails closed:
what can't be decoded is refused, never stored as it came.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from django.utils import timezone as zones

from tanggap.media import paths
from tanggap.media.refusals import MESSAGES, Refused

DECODER = Path(__file__).with_name("decoder.py")
SECONDS = 30.0
WAIT_SECONDS = 20.0
# Each child may take a gigabyte; so few at once, however many threads the server has.
AT_ONCE = 2
MAX_OUTPUT = 16 * 1024 * 1024
_JPEG = b"\xff\xd8\xff"

_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the camera wrote into one upload; for checks of proof, never published.

    `taken_at` is aware; a camera without a time zone is believed to run on ours.
    `lat` and `lng` are both given or both None, WGS 84 degrees.
    """

    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Picture:
    """A cleaned picture: JPEGs of `paths.SIZES` and a blurred one, and what it measures."""

    files: dict[int, bytes]
    blurred: bytes
    width: int
    height: int
    phash: int | None
    facts: Facts


def clean(data: bytes) -> Picture:
    """Decode, strip and shrink a picture. Raises `Refused`."""
    with _turn():
        output = _output(data)
    try:
        return _picture(output)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        # Not the answer of our decoder: something inside it has taken over, or died.
        raise Refused("broken") from error


def _picture(output: bytes) -> Picture:
    """The decoder's answer, trusted no further than it can be checked."""
    line, _, rest = output.partition(b"\n")
    header: dict[str, Any] = json.loads(line)
    if (code := header.get("refused")) is not None:
        raise Refused(code if code in MESSAGES else "broken")
    *sharp, blurred = _files(header["lengths"], rest)
    return Picture(
        files=dict(zip(paths.SIZES, sharp, strict=True)),
        blurred=blurred,
        width=int(header["width"]),
        height=int(header["height"]),
        phash=header["phash"],
        facts=facts(header),
    )


def facts(header: dict[str, Any]) -> Facts:
    """The decoder's words made into values; what makes no sense is left out."""
    taken_at = _moment(str(header.get("taken") or ""), str(header.get("offset") or ""))
    return Facts(taken_at=taken_at, lat=header.get("lat"), lng=header.get("lng"))


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Refused("busy")
    try:
        yield
    finally:
        _turns.release()


def _output(data: bytes) -> bytes:
    # Isolated, with an empty environment: no user site, no startup files, no secrets.
    command = [sys.executable, "-I", str(DECODER)]
    try:
        done = subprocess.run(  # noqa: S603 our own interpreter and file
            command, input=data, capture_output=True, timeout=SECONDS, env={}, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("too_slow") from error
    if done.returncode or len(done.stdout) > MAX_OUTPUT:
        # Killed by its limits, or crashed in a decoder.
        raise Refused("broken" if done.returncode > -2 else "too_many_pixels")
    return done.stdout


def _files(lengths: list[int], rest: bytes) -> list[bytes]:
    files, start = [], 0
    for length in lengths:
        files.append(rest[start : start + length])
        start += length
        if len(files[-1]) != length or not files[-1].startswith(_JPEG):
            raise Refused("broken")
    return files


def _moment(taken: str, offset: str) -> datetime | None:
    try:
        naive = datetime.strptime(taken[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 zone below
    except ValueError:
        return None
    if naive.year < 1990:  # a camera whose clock was never set
        return None
    zone = _zone(offset)
    return naive.replace(tzinfo=zone) if zone else zones.make_aware(naive)


def _zone(offset: str) -> timezone | None:
    """The zone of an EXIF offset such as "+07:00"; None when it isn't one."""
    try:
        hours, minutes = offset[1:].split(":")
        ahead = timedelta(hours=int(hours), minutes=int(minutes))
        return timezone(-ahead if offset[0] == "-" else ahead)
    except (ValueError, IndexError):
        return None
