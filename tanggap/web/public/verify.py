"""Anybody may check a closed score card: is this the checksum of frozen figures, and of which?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.lib import signing
from tanggap.publication import queries
from tanggap.publication.copies import checking
from tanggap.publication.copies.checking import Verdict
from tanggap.publication.copies.reading import MAX_BYTES, Unreadable
from tanggap.publication.models import ClosedCard
from tanggap.web import display
from tanggap.web.audience import public
from tanggap.web.public import copies

_CHECKSUM = re.compile(r"[0-9a-f]{64}")
_MAX_TEXT = 200
_LONGEST = timedelta(days=366)


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
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; with a checksum or a file, its answer. The file is read and forgotten."""
    if request.method == "POST":
        return _file(request)
    typed = "".join(request.GET.get("checksum", "").split()).lower()[:_MAX_TEXT]
    if _CHECKSUM.fullmatch(typed):
        return redirect("public:verify", typed)
    return _page(request, typed=typed)


def _file(request: HttpRequest) -> HttpResponse:
    given = request.FILES.get("file")
    try:
        if given is None or not given.size:
            raise Unreadable("empty")
        if given.size > MAX_BYTES:
            raise Unreadable("big")
        key = signing.public_key(settings.SIGNING_KEY)
        answer = checking.check(given.read(MAX_BYTES + 1), public_key=key)
    except Unreadable as error:
        return _page(request, refusal=copies.refusal(error.why), status=400)
    name = (given.name or "")[:_MAX_TEXT]
    card = _confirmed(answer.card, newest=answer.newest) if answer.card else None
    return _page(request, answer=copies.said(answer), card=card, file_name=name)


@public
@require_safe
def verify(request: HttpRequest, checksum: str) -> HttpResponse:
    """The answer for one checksum; an unknown one is an answer too."""
    typed = checksum.strip().lower()[:_MAX_TEXT]
    found = queries.closed_card(typed) if _CHECKSUM.fullmatch(typed) else None
    card = _confirmed(found, newest=queries.newest_number(found)) if found else None
    status = 200 if found else 404
    return _page(request, typed=typed, is_typed=True, card=card, status=status)


@public
@require_safe
def months(request: HttpRequest, first: str, last: str, digest: str) -> HttpResponse:
    """The answer for a list of offices: are these the closed figures of its months?"""
    since, until = copies.month_of(first), copies.month_of(last)
    if since is None or until is None or not _CHECKSUM.fullmatch(digest):
        raise Http404
    if not timedelta() <= until - since <= _LONGEST:
        raise Http404  # no file of ours spans more, and looking through all years costs
    answer = checking.of_span(since, until, digest)
    status = 404 if answer.verdict is Verdict.UNKNOWN else 200
    return _page(request, answer=copies.said(answer), status=status)


def _page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    card = context.get("card")
    columns = [(_("Angka"), False), (_("Kantor ini"), True), (_("Dengan di bawahnya"), True)]
    shown = columns[: len(card.rows[0])] if card and card.rows else columns
    given = {"place": "kota", "columns": shown, "most": MAX_BYTES // 1024 // 1024, **context}
    return render(request, "public/verify.html", given, status=status)


def _confirmed(card: ClosedCard, *, newest: int) -> Confirmed:
    return Confirmed(
        office=card.agency.name,
        month=f"{MONTHS[card.month.month]} {card.month.year}",
        number=card.number,
        newest=newest,
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
        "on_time_share": _("Bagian tepat waktu, persen"),
        "late": _("Terlambat"),
        "hours_median": _("Median waktu, jam"),
        "stars_mean": _("Nilai warga, dari 5"),
        "rejected": _("Hasil ditolak"),
        "reopened": _("Dibuka lagi"),
        "returned": _("Dikembalikan"),
    }


def _written(value: Any) -> str:
    if value is None:
        return "–"
    return display.number(float(value), places=2 if isinstance(value, str) else 0)
