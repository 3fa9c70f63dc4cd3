"""The statistics page's tables and bars: words, links and written numbers."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tanggap.lib.naming import local
from tanggap.publication.models import EstimateMonth
from tanggap.web import display

Row = dict[str, Any]

SHOWN = 20


def _link(**query: str | int) -> str:
    return f"{reverse('public:feed')}?{urlencode(query)}"


def _cell(value: int, **query: str | int) -> dict[str, str]:
    """A number that opens its reports; `desk_url` is shown to staff, who see all of them."""
    return {"text": display.number(value), **_links(**query)}


def _links(**query: str | int) -> dict[str, str]:
    return {"url": _link(**query), "desk_url": f"{reverse('desk:search')}?{urlencode(query)}"}


def tiles(total: dict[str, int], year: int, population: int) -> list[dict[str, str]]:
    """The four numbers at the head of the page."""
    share = display.percent(total["completed"], total["received"]) if total["received"] else "0"
    return [
        {
            "value": display.number(total["received"]),
            "unit": _("laporan masuk"),
            **_links(year=year),
        },
        {
            "value": display.number(total["completed"]),
            "unit": _("selesai, %(share)s persen") % {"share": share},
            **_links(year=year, completed=1),
        },
        {
            "value": display.number(total["received"] - total["completed"]),
            "unit": _("belum selesai"),
            **_links(year=year, completed=0),
        },
        *_rate(total["received"], year, population),
    ]


def _rate(received: int, year: int, population: int) -> list[dict[str, str]]:
    """Reports per 1,000 inhabitants, where the pack says how many live here."""
    if not population:
        return []
    rate = 1000 * received / population
    return [
        {
            "value": display.number(rate, places=1 if rate >= 1 else 2),
            "unit": _("laporan per 1.000 penduduk"),
            **_links(year=year),
        }
    ]


def channels(rows: list[Row], total: dict[str, int], year: int) -> dict[str, Any]:
    """Table 5, and all but its first row as bars."""
    return {
        "channel_bars": _bars([(channel_name(row), row, "channel") for row in rows[1:]], year),
        "channel_columns": [(_("Kanal"), False), (_("Diterima"), True), (_("Selesai"), True)],
        "channel_rows": [
            [
                channel_name(row),
                _cell(row["received"], year=year, channel=row["channel__code"]),
                _cell(row["completed"], year=year, channel=row["channel__code"], completed=1),
            ]
            for row in rows
        ],
        "channel_total": [
            _("Jumlah"),
            _cell(total["received"], year=year),
            _cell(total["completed"], year=year, completed=1),
        ],
    }


def channel_name(row: Row) -> str:
    """As the city's own table spells it; in English what the pack calls it."""
    return local(row["channel__statistics_name"] or row["channel__name"], row["local_name"])


def categories(rows: list[Row], year: int) -> dict[str, Any]:
    """Table 6 as bars; the title says the finding."""
    first = rows[0]["local_name"] if rows else ""
    return {
        "top_finding": _("Paling banyak tentang: %(category)s") % {"category": first},
        "category_bars": _bars([(row["local_name"], row, "category") for row in rows], year),
    }


def _bars(named: list[tuple[str, Row, str]], year: int) -> list[dict[str, Any]]:
    """Received by each, as shares of the longest; the third is what the row's code filters."""
    most = max((row["received"] for _name, row, _by in named), default=1) or 1
    return [
        {
            "word": word,
            "share": 100 * row["received"] / most,
            "value": display.number(row["received"]),
            **_links(year=year, **{by: row[f"{by}__code"]}),
        }
        for word, row, by in named
    ]


def lapor(rows: list[Row], year: int) -> dict[str, Any]:
    """Table 7: the nation's own categories."""
    return {
        "lapor_columns": [(_("Kategori"), False), (_("Induk"), False), (_("Laporan"), True)],
        "lapor_rows": [
            [
                row["local_name"],
                row["parent_name"] or "",
                _cell(row["received"], year=year, lapor=row["category__code"]),
            ]
            for row in rows
        ],
    }


def estimates(months: list[EstimateMonth]) -> dict[str, Any]:
    """How the estimates of each month turned out, once all of them have."""
    return {
        "estimate_months": [{"finding": _turned_out(month)} for month in months[:1]],
        "estimate_columns": [
            (_("Bulan"), False),
            (_("Perkiraan"), True),
            (_("Tepat"), True),
            (_("Lebih cepat"), True),
            (_("Lebih lama"), True),
        ],
        "estimate_rows": [
            [
                date_format(month.month, "F Y"),
                display.number(month.given),
                *(_share(part, month.given) for part in (month.hit, month.early, month.late)),
            ]
            for month in months
        ],
    }


def _turned_out(month: EstimateMonth) -> str:
    said = {
        "given": display.number(month.given),
        "month": date_format(month.month, "F Y"),
        "share": _share(month.hit, month.given),
    }
    return _("Dari %(given)s perkiraan pada %(month)s, %(share)s tepat") % said


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.0f}%" if whole else "–"


def agencies(rows: list[Row], year: int, channel: str) -> dict[str, Any]:
    """Table 8: final assignments. The first ones stand open, the long tail is one tap away."""
    cells = [_agency(row, year, channel) for row in rows]
    return {
        "agency_columns": [(_("Instansi"), False), (_("Diterima"), True), (_("Selesai"), True)],
        "agency_rows": cells[:SHOWN],
        "agency_more": cells[SHOWN:],
        "agency_total_row": [
            _("Jumlah"),
            display.number(sum(row["received"] for row in rows)),
            display.number(sum(row["completed"] for row in rows)),
        ],
    }


def _agency(row: Row, year: int, channel: str) -> list[Any]:
    name, code = row["agency__statistics_name"] or row["agency__name"], row["agency__code"]
    return [
        name,
        _cell(row["received"], year=year, channel=channel, received_by=code),
        _cell(row["completed"], year=year, channel=channel, received_by=code, completed=1),
    ]


def months(rows: list[tuple[int, int, int]], year: int) -> list[dict[str, Any]]:
    """Received by month."""
    most = max((received for _month, received, _done in rows), default=1) or 1
    return [
        {
            "word": str(MONTHS[month]),
            "share": 100 * received / most,
            "value": display.number(received),
            **_links(year=year, month=month),
        }
        for month, received, _done in rows
    ]
