"""An action as a phone sends it: JSON in, a checked value out."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime

from tanggap.fieldwork.actions import HAND_IN, SENT_PURPOSES, VERBS, Asked, Shot
from tanggap.lib.geo import is_point
from tanggap.reports.workflow import Outcome

MOST_PHOTOS = 10
MOST_TEXT = 4000
MOST_BYTES = 64 * 1024
LINE_TAKES = timedelta(minutes=2)
SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[A-Z0-9]{1,24}")


class BadAction(ValueError):
    """The program on the phone is wrong: nothing a person could put right by typing again."""


def parse(body: bytes, *, at: datetime) -> Asked:
    """The action in `body`, which came at `at`. Raises BadAction."""
    if len(body) > MOST_BYTES:
        raise BadAction("too long")
    try:
        said = json.loads(body)
        return _asked(said, _drift(said, at))
    except BadAction:
        raise
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadAction(f"{type(error).__name__}: {error}"[:200]) from error


def _drift(said: Mapping[str, Any], at: datetime) -> timedelta:
    """How much the phone's clock is behind ours; a little is the way here, and is let go."""
    sent_at = _moment(said.get("sent_at"))
    drift = at - sent_at if sent_at else timedelta()
    return drift if abs(drift) > LINE_TAKES else timedelta()


def _asked(said: Mapping[str, Any], drift: timedelta) -> Asked:
    verb = _one_of(said["verb"], {*VERBS, HAND_IN})
    return Asked(
        key=UUID(said["key"]),
        number=_matching(said["number"], _NUMBER),
        verb=verb,
        version=_version(said.get("version")),
        after=UUID(said["after"]) if said.get("after") else None,
        made_at=_moment(said.get("made_at"), drift),
        text=_text(said.get("text"), MOST_TEXT),
        outcome=Outcome(said["outcome"]) if said.get("outcome") else None,
        asset=_text(said.get("asset"), 60),
        shots=_shots(said.get("photos") or [], drift),
        said=said,
    )


def _shots(rows: list[Mapping[str, Any]], drift: timedelta) -> tuple[Shot, ...]:
    if len(rows) > MOST_PHOTOS:
        raise BadAction("too many photographs")
    return tuple(_shot(row, drift) for row in rows)


def _shot(row: Mapping[str, Any], drift: timedelta) -> Shot:
    """A time that a camera wrote into its file is the camera's, not this phone's."""
    lat, lng = _degrees(row.get("lat")), _degrees(row.get("lng"))
    has_place = lat is not None and lng is not None and is_point(lat=lat, lng=lng)
    return Shot(
        sha256=_matching(row["sha256"], SHA256),
        purpose=_one_of(row["purpose"], {str(purpose.value) for purpose in SENT_PURPOSES}),
        taken_at=_moment(row.get("taken_at"), timedelta() if row.get("from") == "file" else drift),
        lat=lat if has_place else None,
        lng=lng if has_place else None,
    )


def _one_of(value: Any, known: set[str]) -> str:
    if value not in known:
        raise BadAction(f"not one of {sorted(known)}")
    return str(value)


def _matching(value: Any, pattern: re.Pattern[str]) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BadAction(f"not like {pattern.pattern}")
    return value


def _version(value: Any) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise BadAction("version is a whole number")


def _text(value: Any, most: int) -> str:
    """Trimmed; without NUL, which PostgreSQL refuses."""
    text = str(value or "").replace("\0", "").strip()
    if len(text) > most:
        raise BadAction("text is too long")
    return text


def _moment(value: Any, drift: timedelta = timedelta()) -> datetime | None:
    """A phone's own time with its zone, put right; nothing where the phone knows none."""
    found = parse_datetime(value) if isinstance(value, str) else None
    return found + drift if found is not None and found.tzinfo is not None else None


def _degrees(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None
