"""The estimate in words and as a bar: for a report that waits, and for one that isn't filed yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.publication import estimates
from tanggap.publication.models import Estimate
from tanggap.web import display

# The bar of the drawing, in its own units.
LEFT, WIDTH = 4, 312


@dataclass(frozen=True, slots=True)
class Said:
    """What a page shows; `bar` is empty where nothing waits yet."""

    finding: str
    basis: str
    mine: str = ""
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """From where to where eight of ten end, where half of them, and where this one is."""

    low: int
    half: int
    high: int
    now: int
    middle: int
    label: str

    @property
    def width(self) -> int:
        return max(self.high - self.low, 4)

    @property
    def half_width(self) -> int:
        return max(self.half - self.low, 2)


def before_filing(*, category: int, area: int) -> Said | None:
    """For the form: the same sentence, before anything is sent. One statement and two names."""
    found = estimates.estimate(category=category, area=area)
    return Said(_finding(found), _basis(found)) if found else None


def of_report(
    *, category: int | None, area: int | None, received_at: datetime, at: datetime
) -> Said | None:
    """For a report that waits since `received_at`."""
    found = estimates.estimate(category=category, area=area)
    if found is None:
        return None
    days = estimates.days_since(received_at, at=at)
    return Said(_finding(found), _basis(found), _mine(found, days), _bar(found, days))


def _finding(found: Estimate) -> str:
    said = {"low": found.low_days, "high": found.high_days}
    if found.low_days == found.high_days:
        text = ngettext(
            "8 dari 10 laporan seperti ini selesai dalam sekitar %(high)s hari",
            "8 dari 10 laporan seperti ini selesai dalam sekitar %(high)s hari",
            found.high_days,
        )
    elif found.low_days == 0:
        text = ngettext(
            "8 dari 10 laporan seperti ini selesai dalam beberapa jam sampai %(high)s hari",
            "8 dari 10 laporan seperti ini selesai dalam beberapa jam sampai %(high)s hari",
            found.high_days,
        )
    else:
        text = _("8 dari 10 laporan seperti ini selesai dalam %(low)s sampai %(high)s hari")
    return text % said


def _basis(found: Estimate) -> str:
    kind = found.category.local_name if found.category else _("semua kategori")
    place = found.area.local_name if found.area else _("semua tempat")
    text = ngettext(
        "Separuhnya dalam %(half)s hari. Dari %(reports)s laporan: %(kind)s, %(place)s.",
        "Separuhnya dalam %(half)s hari. Dari %(reports)s laporan: %(kind)s, %(place)s.",
        found.half_days,
    )
    return text % {
        "half": found.half_days,
        "reports": display.number(found.reports),
        "kind": kind,
        "place": place,
    }


def _mine(found: Estimate, days: float) -> str:
    if days > found.high_days:
        return _("Laporanmu lebih lama dari kebanyakan laporan seperti ini.")
    if days > found.half_days:
        return _("Laporanmu sudah lebih lama dari separuhnya.")
    return ""


def _bar(found: Estimate, days: float) -> Bar:
    whole = max(found.high_days, days) * 1.08

    def place(at: float) -> int:
        return LEFT + round(WIDTH * min(at / whole, 1))

    low, high = place(found.low_days), place(found.high_days)
    return Bar(
        low=low,
        half=place(found.half_days),
        high=high,
        now=place(days),
        middle=min(max((low + high) // 2, 40), 280),
        label=_("%(low)s–%(high)s hari") % {"low": found.low_days, "high": found.high_days},
    )
