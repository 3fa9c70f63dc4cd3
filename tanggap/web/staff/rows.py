"""Rows of the staff lists, written out: a template of 50 rows formats nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.casework.queries.paging import Row
from tanggap.publication import labels
from tanggap.web import display

SOON = 75.0  # percent of the time gone from which a clock looks pressed


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock bar: percent gone, the tone of its colour, and how much is left in words."""

    gone: float
    tone: str
    left: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a list as it is shown."""

    number: str
    seq: int
    title: str
    text: str
    color: str
    word: str | Promise
    clock: Clock
    place: str
    received: str
    due: str
    lead: str
    lat: float | None
    lng: float | None
    state: str
    is_emergency: bool
    is_confidential: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading of a queue."""

    title: str
    lines: tuple[Line, ...]


def clock(due_at: datetime | None, due_from: datetime | None, *, at: datetime, state: str) -> Clock:
    """The clock of whose turn it is. Without a due time it stands still."""
    if state == "on_hold":
        return Clock(100, "paused", _("jam berhenti"))
    if due_at is None:
        return Clock(0, "paused", _("tanpa batas"))
    if due_at <= at:
        late = display.duration_short(at - due_at)
        return Clock(100, "late", _("lewat %(time)s") % {"time": late})
    gone = _gone(due_at, due_from or at, at)
    left = _("sisa %(time)s") % {"time": display.duration_short(due_at - at)}
    return Clock(gone, "soon" if gone >= SOON else "", left)


def _gone(due_at: datetime, since: datetime, at: datetime) -> float:
    whole = (due_at - since).total_seconds()
    return 100 * max(0.0, (at - since).total_seconds()) / whole if whole > 0 else 100.0


def line(row: Row, *, at: datetime) -> Line:
    """One row written out."""
    label = labels.state(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)
    parts = (row.category or _("tanpa kategori"), row.area, row.channel)
    return Line(
        number=row.number,
        seq=row.seq,
        title=row.title,
        text=" · ".join(part for part in parts if part),
        color=label.color,
        word=label.word,
        clock=clock(row.due_at, row.due_from, at=at, state=row.state),
        place=row.address or row.area,
        received=display.moment_short(row.received_at),
        due=display.due(row.due_at, at=at) if row.due_at else "",
        lead=row.lead,
        lat=row.lat,
        lng=row.lng,
        state=row.state,
        is_emergency=row.is_emergency,
        is_confidential=row.is_confidential,
        marks=_marks(row),
    )


def _marks(row: Row) -> tuple[str, ...]:
    said = (
        (row.is_emergency, _("bahaya")),
        (row.is_confidential, _("rahasia")),
        (bool(row.rejections), _("hasil ditolak")),
        (bool(row.returns), _("pernah dikembalikan")),
        (row.supporters > 0, _("%(n)s pendukung") % {"n": display.number(row.supporters)}),
    )
    return tuple(word for is_so, word in said if is_so)


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Rows under what their clock says, in the order in which they come."""
    heads = {"late": _("Lewat batas"), "soon": _("Segera"), "": _("Masih ada waktu")}
    heads["paused"] = _("Ditunda")
    groups: dict[str, list[Line]] = {}
    for one in lines:
        groups.setdefault(heads[one.clock.tone], []).append(one)
    return [Group(title, tuple(rows)) for title, rows in groups.items()]
