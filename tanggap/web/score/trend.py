"""Twelve months as a drawing: how many came in, and which part was on time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from tanggap.lib.naming import language
from tanggap.performance.counting import Month
from tanggap.web import display

WIDTH, HEIGHT, FOOT = 960, 240, 28
_TOP = 20  # room for the number above a bar
_GAP = 0.28  # of a month's width


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: the bar of what came in, within it the part on time, and its words."""

    x: str
    width: str
    y: str
    height: str
    done_y: str
    done_height: str
    middle: str
    label_y: str
    word: str
    value: str
    title: str
    is_chosen: bool
    url: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """The drawing, and the same as a table."""

    bars: tuple[Bar, ...]
    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[str, ...], ...]
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - FOOT


def draw(months: Sequence[tuple[Month, Any]], *, chosen: Month) -> Trend:
    """The months in their order; one without figures has no bar."""
    most = max((row.received for _month, row in months if row), default=0) or 1
    step = WIDTH / max(len(months), 1)
    bars = [_bar(i, step, month, row, most, chosen) for i, (month, row) in enumerate(months)]
    columns = ((_("Bulan"), False), (_("Diterima"), True), (_("Tepat waktu"), True))
    return Trend(tuple(bars), (*columns, (_("Bagian"), True)), tuple(map(_row, months)))


def _bar(i: int, step: float, month: Month, row: Any, most: int, chosen: Month) -> Bar:
    received, on_time = (row.received, row.on_time) if row else (0, 0)
    room, base = HEIGHT - FOOT - _TOP, HEIGHT - FOOT
    height, done = room * received / most, room * on_time / most
    x, width = step * (i + _GAP / 2), step * (1 - _GAP)
    word = display.MONTHS[language()][month.first.month - 1]
    return Bar(
        x=_plain(x),
        width=_plain(width),
        y=_plain(base - height),
        height=_plain(height),
        done_y=_plain(base - done),
        done_height=_plain(done),
        middle=_plain(x + width / 2),
        label_y=_plain(base - height - 6),
        word=word,
        value=display.number(received) if row else "",
        title=_title(month, row),
        is_chosen=month == chosen,
    )


def _plain(value: float) -> str:
    """As SVG reads it, whatever the language."""
    return f"{value:.1f}"


def _title(month: Month, row: Any) -> str:
    name = f"{display.MONTHS[language()][month.first.month - 1]} {month.first.year}"
    if row is None:
        return _("%(month)s: belum ada angka") % {"month": name}
    values = {
        "month": name,
        "received": display.number(row.received),
        "on_time": display.number(row.on_time),
    }
    return _("%(month)s: %(received)s diterima, %(on_time)s tepat waktu") % values


def _row(pair: tuple[Month, Any]) -> tuple[str, ...]:
    month, row = pair
    name = f"{display.MONTHS[language()][month.first.month - 1]} {month.first.year}"
    if row is None:
        return (name, "–", "–", "–")
    share = "–" if row.on_time_share is None else f"{display.number(row.on_time_share, places=1)} %"
    return (name, display.number(row.received), display.number(row.on_time), share)
