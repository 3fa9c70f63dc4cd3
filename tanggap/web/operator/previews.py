"""A page between the form and its saving: which reports the change moves, and whether to go on.

What was typed travels along in hidden fields; going back shows it in the form again.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tanggap.deadlines import queries
from tanggap.deadlines.preview import Number, Preview
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.operator.shell import shell

SURE, BACK = "sure", "back"


def is_sure(request: HttpRequest) -> bool:
    """Whether the operator has seen the page and goes on."""
    return SURE in request.POST


def goes_back(request: HttpRequest) -> bool:
    """Whether she wants to change what she typed."""
    return BACK in request.POST


def page(
    request: HttpRequest, form: forms.Form, found: Preview, *, place: str, title: str, back: str
) -> HttpResponse:
    """What `found` says, with the form's fields kept; `back` is where leaving leads."""
    context = {
        **shell(place),
        "title": title,
        "found": found,
        "touched": _number(found.total),
        "facts": [(word, _number(number)) for word, number in _numbers(found) if number.value],
        "offices": [[name or _("Belum ada instansi"), _number(n)] for name, n in found.offices],
        "office_columns": [(_("Instansi"), False), (_("Laporan"), True)],
        "examples": [_example(one) for one in found.examples],
        "example_columns": [(_("Laporan"), False), (_("Instansi"), False), (_("Kini"), False),
                            (_("Nanti"), False)],
        "kept": [(name, form[name].value()) for name in form.fields],
        "back": back,
    }  # fmt: skip
    return render(request, "operator/preview.html", context)


def _numbers(found: Preview) -> list[tuple[str, Number]]:
    return [
        (_("Batasnya lebih lambat"), found.later),
        (_("Batasnya lebih cepat"), found.earlier),
        (_("Jadi punya atau kehilangan batas"), found.other),
        (_("Menjadi terlambat"), found.become_late),
        (_("Tidak lagi terlambat"), found.become_timely),
    ]


def _number(number: Number) -> str:
    value = display.number(number.value)
    if not number.off:
        return value
    return _("kira-kira %(value)s (± %(off)s)") % {
        "value": value, "off": display.number(number.off),
    }  # fmt: skip


def _example(one: Any) -> list[str]:
    none = _("tanpa batas")
    old, new = (display.moment(at) if at else none for at in (one.old, one.new))
    return [one.number, one.office or "–", old, new]


@roles(Role.OPERATOR)
def progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How far the clocks have followed, for a page that asks every few seconds."""
    return render(request, "operator/_recomputing.html", recomputing())


def recomputing() -> dict[str, Any]:
    """The newest changes and how far the running clocks have followed them."""
    rows = queries.recomputations()
    return {"recomputations": rows, "is_running": any(row.ended_at is None for row in rows)}
