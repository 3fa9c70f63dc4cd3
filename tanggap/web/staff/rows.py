"""Rows of the staff lists, written out: a template of 50 rows formats nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

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


@dataclass(frozen=True)
class Line:
    """One row of a list as it is shown. What a screen doesn't show is never written out."""

    row: Row
    at: datetime

    @cached_property
    def clock(self) -> Clock:
        row = self.row
        return clock(row.due_at, row.due_from, at=self.at, state=row.state)

    @property
    def number(self) -> str:
        return self.row.number

    @property
    def seq(self) -> int:
        return self.row.seq

    @property
    def title(self) -> str:
        return self.row.title

    @property
    def state(self) -> str:
        return self.row.state

    @property
    def lead(self) -> str:
        return self.row.lead

    @property
    def lat(self) -> float | None:
        return self.row.lat

    @property
    def lng(self) -> float | None:
        return self.row.lng

    @property
    def text(self) -> str:
        parts = (self.row.category or _("tanpa kategori"), self.row.area, self.row.channel)
        return " · ".join(part for part in parts if part)

    @cached_property
    def label(self) -> labels.Label:
        row = self.row
        return labels.state(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)

    @property
    def place(self) -> str:
        return self.row.address or self.row.area

    @property
    def received(self) -> str:
        return display.moment_short(self.row.received_at)

    @property
    def due(self) -> str:
        return display.due(self.row.due_at, at=self.at) if self.row.due_at else ""

    @property
    def marks(self) -> str:
        return " · ".join(_marks(self.row))


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


def _marks(row: Row) -> Iterator[str]:
    if row.is_emergency:
        yield _("bahaya")
    if row.is_confidential:
        yield _("rahasia")
    if row.rejections:
        yield _("hasil ditolak")
    if row.returns:
        yield _("pernah dikembalikan")
    if row.supporters:
        yield _("%(n)s pendukung") % {"n": display.number(row.supporters)}


def grouped(lines: Iterable[Line]) -> list[Group]:
    """Rows under what their clock says, in the order in which they come."""
    heads = {"late": _("Lewat batas"), "soon": _("Segera"), "": _("Masih ada waktu")}
    heads["paused"] = _("Ditunda")
    groups: dict[str, list[Line]] = {}
    for one in lines:
        groups.setdefault(heads[one.clock.tone], []).append(one)
    return [Group(title, tuple(rows)) for title, rows in groups.items()]
