"""The log of changes, and where the institution differs from its pack."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.access import Actor
from tanggap.people.models import Change, Role
from tanggap.setup import differences, queries
from tanggap.web.audience import roles
from tanggap.web.staff import changes
from tanggap.web.staff.operator_places import shell

KINDS = {
    Change.Kind.OFFICE: lazy("Instansi"),
    Change.Kind.MANDATE: lazy("Mandat"),
    Change.Kind.REASON: lazy("Alasan"),
    Change.Kind.PERSON: lazy("Orang"),
    Change.Kind.SEAT: lazy("Peran"),
    Change.Kind.LINK: lazy("Tautan"),
    Change.Kind.STAND_IN: lazy("Pengganti"),
    Change.Kind.DEVICE: lazy("HP bersama"),
    Change.Kind.LIST: lazy("Daftar staf"),
    Change.Kind.CLOCK: lazy("Aturan jam"),
    Change.Kind.DAY: lazy("Hari libur"),
}
_MAX_TEXT = 80


@roles(Role.OPERATOR)
def log(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every change, newest first."""
    kind = request.GET.get("jenis", "")
    kind = kind if kind in KINDS else ""
    text = request.GET.get("q", "").replace("\0", "").strip()[:_MAX_TEXT]
    before = request.GET.get("sebelum", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    lines = queries.log(kind=kind, text=text, before=cursor)
    kept = {"jenis": kind, "q": text}
    context = {
        **shell("jejak"),
        "steps": changes.steps(lines[: queries.LOG_PAGE]),
        "text": text,
        "kind": kind,
        "chips": _chips(kind, text),
        "newer_url": _url(kept) if cursor else "",
        "older_url": _url({**kept, "sebelum": str(lines[queries.LOG_PAGE - 1].pk)})
        if len(lines) > queries.LOG_PAGE
        else "",
    }
    return render(request, "operator/log.html", context)


def _chips(kind: str, text: str) -> list[tuple[Any, ...]]:
    offered = [("", lazy("Semua")), *KINDS.items()]
    return [(_url({"jenis": one, "q": text}), word, None, one == kind) for one, word in offered]


def _url(given: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('operator:log')}?{query}" if query else reverse("operator:log")


@roles(Role.OPERATOR)
def different(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What holds here and what the pack says instead."""
    found = differences.all_of_them(at=timezone.now())
    codes = {str(side) for d in found for side in (d.code, d.pack, d.ours)}
    names = changes.names_of(offices=codes, areas=codes)
    rows = [
        [
            {"text": names.offices.get(d.code, d.code), "url": _place(d)},
            changes.column(d.column),
            changes.value(d.column, d.ours, names),
            changes.value(d.column, d.pack, names),
        ]
        for d in found
    ]
    columns = [(word, False) for word in (_("Apa"), _("Kolom"), _("Di sini"), _("Di paket"))]
    context = {**shell("instansi"), "rows": rows, "columns": columns}
    return render(request, "operator/differences.html", context)


def _place(found: differences.Difference) -> str:
    route = _PLACES.get(found.table)
    return reverse(route, args=[found.code]) if route else ""


_PLACES = {
    "agencies": "operator:office",
    "categories": "operator:mandate",
    "reasons": "operator:reason",
}
