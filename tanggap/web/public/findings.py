"""What the statistics say in a sentence and a picture, before their tables."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.web import display
from tanggap.web.public.tables import Row, channel_name

Rect = tuple[int, int, int, int]  # x, y, width, height; in dots

COLUMNS, ROWS = 50, 20
ALL = COLUMNS * ROWS


def thousand(total: dict[str, int]) -> dict[str, Any]:
    """Of a thousand reports, how many are not done: a sentence and a field of dots."""
    received, completed = total["received"], total["completed"]
    if not received:
        return {}
    left = received - completed
    dots = round(ALL * left / received)
    return {
        "finding": _of_a_thousand(dots, left),
        "text": _(
            "Satu titik sama dengan satu dari seribu. Yang belum selesai ada %(count)s laporan."
        )
        % {"count": display.number(left)},
        "label": _("Seribu titik: %(done)s selesai, %(left)s belum selesai")
        % {"done": display.number(ALL - dots), "left": display.number(dots)},
        "done": _cells(0, ALL - dots),
        "left": _cells(ALL - dots, ALL),
    }


def _of_a_thousand(dots: int, left: int) -> str:
    if not left:
        return _("Semua laporan selesai")
    if not dots:
        return _("Dari setiap 1.000 laporan, tidak sampai satu belum selesai")
    return ngettext(
        "Dari setiap 1.000 laporan, %(n)s belum selesai",
        "Dari setiap 1.000 laporan, %(n)s belum selesai",
        dots,
    ) % {"n": display.number(dots)}


def _cells(first: int, after: int) -> list[Rect]:
    """The dots from `first` to before `after`, column by column, as at most three rectangles."""
    found: list[Rect] = []
    while first < after:
        column, row = divmod(first, ROWS)
        if row == 0 and (whole := (after - first) // ROWS):
            found.append((column, 0, whole, ROWS))
            first += whole * ROWS
        else:
            height = min(ROWS - row, after - first)
            found.append((column, row, 1, height))
            first += height
    return found


def channels(rows: list[Row]) -> dict[str, Any]:
    """How much the busiest channel carries, and the others beside it."""
    received = sum(row["received"] for row in rows)
    if len(rows) < 2 or not received:
        return {}
    first, others = rows[0], rows[1:]
    rest = received - first["received"]
    name, many = channel_name(first), _others(len(others))
    words = {"name": name, "others": many}
    words |= {"count": display.number(first["received"]), "rest": display.number(rest)}
    return {
        "finding": _carries(first["received"] / received, name),
        "text": _("%(name)s %(count)s laporan, %(others)s %(rest)s.") % words,
        "first": (name, display.percent(first["received"], received)),
        "others": (many, display.percent(rest, received)),
        "share": f"{100 * first['received'] / received:.4g}",
    }


def _carries(share: float, name: str) -> str:
    """ "9 dari 10 laporan" where that is nearly the share, else percents."""
    tenths = round(10 * share)
    if abs(10 * share - tenths) < 0.15 and 2 <= tenths <= 9:
        return _("%(tenths)s dari 10 laporan datang lewat %(name)s") % {
            "tenths": tenths,
            "name": name,
        }
    return _("%(share)s persen laporan datang lewat %(name)s") % {
        "share": display.number(100 * share, places=0),
        "name": name,
    }


def _others(count: int) -> str:
    return ngettext("%(n)s kanal lain", "%(n)s kanal lain", count) % {"n": display.number(count)}


def categories(rows: list[Row], total: int) -> str:
    """How much of everything the most frequent categories are."""
    shown = sum(row["received"] for row in rows)
    return _("%(count)s kategori terbanyak: %(shown)s laporan. Sisanya %(rest)s.") % {
        "count": display.number(len(rows)),
        "shown": display.number(shown),
        "rest": display.number(max(total - shown, 0)),
    }
