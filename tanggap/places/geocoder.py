"""Streets and house names from a geocoder that the operator named; without one there are none.

It speaks Nominatim's `/search`. Only the server asks, never a citizen's browser, and only for
words typed into the field for a place. Whatever goes wrong there is no answer, soon.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings

from tanggap.lib.geo import is_point
from tanggap.places import cache

SHORTEST = 4  # characters worth a question
SECONDS = (1.5, 2.5)  # to connect, to answer
MOST = 5
AT_ONCE = 2
MOST_BYTES = 200_000
KEPT, KEPT_SECONDS = 512, 24 * 3600
REST_SECONDS = 30.0  # after a failure nobody waits for it again so long
AROUND = 0.1  # degrees around the city's own points

_log = logging.getLogger(__name__)
_turns = threading.BoundedSemaphore(AT_ONCE)
_known: dict[str, tuple[float, tuple[Found, ...]]] = {}
_rests_until = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """One place of the geocoder, in degrees."""

    name: str
    detail: str
    lat: float
    lng: float


def search(words: str) -> tuple[Found, ...]:
    """Places called so in and around the city; none without a geocoder, or while it fails."""
    if not settings.GEOCODER_URL or time.monotonic() < _rests_until:
        return ()
    kept = _known.get(words.casefold())
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    if not _turns.acquire(blocking=False):
        return ()
    try:
        return _keep(words.casefold(), tuple(_asked(words)))
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        _rest(error)
        return ()
    finally:
        _turns.release()


def forget() -> None:
    """Ask anew: after the setting has changed."""
    global _rests_until
    _known.clear()
    _rests_until = 0.0


def _keep(words: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
    if len(_known) >= KEPT:
        _known.clear()
    _known[words] = (time.monotonic(), found)
    return found


def _rest(error: Exception) -> None:
    global _rests_until
    _rests_until = time.monotonic() + REST_SECONDS
    # What was asked stays out of the log: it is what somebody typed.
    _log.warning("the geocoder doesn't answer: %s", type(error).__name__)


def _asked(words: str) -> Iterator[Found]:
    asked = {"q": words, "format": "jsonv2", "limit": str(MOST), "bounded": "1", **_box()}
    answer = requests.get(
        settings.GEOCODER_URL,
        params=asked,
        timeout=SECONDS,
        headers={"User-Agent": f"Tanggap ({settings.SITE_URL})"},
        allow_redirects=False,
        stream=True,
    )
    with answer:
        answer.raise_for_status()
        body = answer.raw.read(MOST_BYTES + 1, decode_content=True)
    rows = json.loads(body) if len(body) <= MOST_BYTES else []
    yield from (_found(row) for row in rows[:MOST] if _is_placed(row))


def _box() -> dict[str, str]:
    """The box of the city's villages and a little more; nothing while there are none."""
    rows = cache.current().villages
    if not rows:
        return {}
    lats, lngs = [row.lat for row in rows], [row.lng for row in rows]
    west, east = min(lngs) - AROUND, max(lngs) + AROUND
    north, south = max(lats) + AROUND, min(lats) - AROUND
    return {"viewbox": f"{west:.4f},{north:.4f},{east:.4f},{south:.4f}"}


def _is_placed(row: dict[str, Any]) -> bool:
    return is_point(lat=float(row["lat"]), lng=float(row["lon"]))


def _found(row: dict[str, Any]) -> Found:
    name, _comma, rest = str(row["display_name"])[:240].partition(", ")
    return Found(
        str(row.get("name") or name)[:120], rest[:120], float(row["lat"]), float(row["lon"])
    )
