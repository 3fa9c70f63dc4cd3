"""Anybody may check a closed score card: is this the checksum of frozen figures, and of which?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.lib import signing
from tanggap.publication import queries
from tanggap.publication.models import ClosedCard
from tanggap.web import display
from tanggap.web.audience import public

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_MAX_TEXT = 200


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the page says of a card that is ours."""

    office: str
    month: str
    number: int
    newest: int
    made_at: Any
    rows: list[list[str]]
    paper: str
    signature: str
    public_key: str


@public
@require_safe
def ask(request: HttpRequest) -> HttpResponse:
    """The form; with a checksum, its answer."""
    typed = "".join(request.GET.get("checksum", "").split()).lower()[:_MAX_TEXT]
    if _CHECKSUM.fullmatch(typed):
        return redirect("public:verify", typed)
    return render(request, "public/verify.html", {"place": "kota", "typed": typed})


@public
@require_safe
def verify(request: HttpRequest, checksum: str) -> HttpResponse:
    """The answer for one checksum; an unknown one is an answer too."""
    typed = checksum.strip().lower()[:_MAX_TEXT]
    found = queries.closed_card(typed) if _CHECKSUM.fullmatch(typed) else None
    card = _confirmed(found) if found else None
    columns = [(_("Angka"), False), (_("Kantor ini"), True), (_("Dengan di bawahnya"), True)]
    context = {
        "place": "kota",
        "typed": typed,
        "is_answered": True,
        "card": card,
        "columns": columns[: len(card.rows[0])] if card and card.rows else columns,
    }
    return render(request, "public/verify.html", context, status=200 if found else 404)


def _confirmed(card: ClosedCard) -> Confirmed:
    return Confirmed(
        office=card.agency.name,
        month=f"{MONTHS[card.month.month]} {card.month.year}",
        number=card.number,
        newest=queries.newest_number(card),
        made_at=card.made_at,
        rows=_rows(card.paper),
        paper=card.paper,
        signature=bytes(card.signature).hex(),
        public_key=signing.public_key(settings.SIGNING_KEY).hex(),
    )


def _rows(paper: str) -> list[list[str]]:
    """The figures of the text; none where it is kept inside."""
    if not paper:
        return []
    figures = json.loads(paper)["figures"]
    scopes = [figures.get("own", {})] + ([figures["whole"]] if "whole" in figures else [])
    return [
        [word, *(_written(scope.get(name)) for scope in scopes)] for name, word in _names().items()
    ]


def _names() -> dict[str, str]:
    return {
        "received": _("Diterima"),
        "followed_up": _("Ditindaklanjuti"),
        "on_time": _("Tepat waktu"),
        "on_time_share": _("Bagian tepat waktu"),
        "late": _("Terlambat"),
        "hours_median": _("Median waktu, jam"),
        "stars_mean": _("Nilai warga"),
        "rejected": _("Hasil ditolak"),
        "reopened": _("Dibuka lagi"),
        "returned": _("Dikembalikan"),
    }


def _written(value: Any) -> str:
    if value is None:
        return "–"
    return display.number(float(value), places=2 if isinstance(value, str) else 0)
