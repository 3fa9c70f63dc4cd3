"""Agencies: the tree, one office with its history, and the operator's verbs on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.lib.naming import local
from tanggap.people import actions as people
from tanggap.people import tree as people_tree
from tanggap.people.access import Actor
from tanggap.people.actions.offices import DECIDED
from tanggap.people.models import Agency, Change, Role
from tanggap.setup import differences, offices, queries
from tanggap.web.audience import actor_of, roles
from tanggap.web.operator import branches, refusals
from tanggap.web.operator.forms import NewOfficeForm, OfficeForm, ReasonForm
from tanggap.web.operator.stale import is_stale, version
from tanggap.web.staff import changes
from tanggap.web.staff.operator_places import shell

PLACE = "instansi"
OFFICE = Change.Kind.OFFICE
_MAX_TEXT = 80


@roles(Role.OPERATOR)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree; with words or a filter, the offices that fit."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:_MAX_TEXT]
    is_closed = request.GET.get("tutup") == "1"
    is_search = bool(text or is_closed)
    found = queries.offices(text=text, is_closed=is_closed) if is_search else []
    context = {
        **shell(PLACE),
        "text": text,
        "is_closed": is_closed,
        "is_search": is_search,
        "offices": found,
        "is_cut": len(found) == queries.FOUND,
        "tree": "" if is_search else branches.drawn(queries.tree()),
        "kinds": changes.names_of(offices=(), areas=()).kinds,
        "differences": len(differences.all_of_them(at=timezone.now())),
    }
    return render(request, "operator/offices.html", context)


@roles(Role.OPERATOR)
def office(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One office: what it is, what stands around it, what was changed and why."""
    return _sheet(request, _found(code))


def _sheet(
    request: HttpRequest, office: Agency, *, status: int = 200, refusal: Any = None
) -> HttpResponse:
    at = timezone.now()
    before = request.GET.get("sebelum", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    lines = queries.history(OFFICE, office.code, before=cursor)
    differing = [d for d in differences.offices(at=at) if d.code == office.code]
    names = changes.names_of(
        offices=[office.code, *(str(d.pack) for d in differing)],
        areas=[str(d.pack) for d in differing] + ([office.area.code] if office.area else []),
    )
    context = {
        **shell(PLACE),
        **_sheet_words(queries.sheet(office, at=at), names),
        "office": office,
        "steps": changes.steps(lines[: queries.HISTORY]),
        "older": lines[queries.HISTORY - 1].pk if len(lines) > queries.HISTORY else "",
        "version": changes.latest(lines),
        "differences": [
            (d.column, changes.column(d.column), changes.value(d.column, d.pack, names))
            for d in differing
            if d.column in DECIDED
        ],
        "refusal": refusal,
    }
    return render(request, "operator/office.html", context, status=status)


def _sheet_words(sheet: queries.Sheet, names: changes.Names) -> dict[str, Any]:
    office = sheet.office
    facts = [
        (_("Jenis"), names.kinds.get(office.kind, office.kind)),
        (_("Wilayah"), office.area.local_name if office.area else ""),
        (_("Kode"), office.code),
        (_("Laporan rahasia"), _("Ditangani di sini") if office.handles_confidential else ""),
        (_("Meja disposisi"), _("Ya, satu-satunya") if office.is_dispatcher else ""),
        (_("Dasar"), local(office.source, office.source_en)),
    ]
    return {"sheet": sheet, "facts": facts, "people": sum(sheet.seats.values())}


@roles(Role.OPERATOR)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new office."""
    below = request.GET.get("di", "")[:_MAX_TEXT]
    form = NewOfficeForm(request.POST or None, initial={"parent": below})
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, None)
    data = form.cleaned_data

    def act() -> Agency:
        return offices.add(
            data["code"], form.says(), by=actor, at=timezone.now(), reason=data["reason"]
        )

    return _try(request, form, None, act, done=_("Instansi dibuka."))


@roles(Role.OPERATOR)
def edit(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Change or move an office."""
    row = _found(code)
    known = {"version": version(OFFICE, code)}
    form = OfficeForm(request.POST or None, office=row, initial=known)
    if request.method != "POST" or not form.is_valid() or is_stale(form, OFFICE, code):
        return _form(request, form, row)

    def act() -> Agency:
        reason = form.cleaned_data["reason"]
        return offices.change(row, form.says(), by=actor, at=timezone.now(), reason=reason)

    return _try(request, form, row, act, done=_("Perubahan tersimpan."))


@roles(Role.OPERATOR)
def switch(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Close an open office, open a closed one."""
    row = _found(code)
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, row, template="operator/office_switch.html")
    act = offices.close if row.is_active else offices.reopen

    def use() -> Agency:
        return act(row, by=actor, at=timezone.now(), reason=form.cleaned_data["reason"])

    done = _("Instansi ditutup.") if row.is_active else _("Instansi dibuka lagi.")
    return _try(request, form, row, use, done=done, template="operator/office_switch.html")


@roles(Role.OPERATOR)
@require_POST
def follow(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Let the pack decide one column again."""
    row = _found(code)
    column = request.POST.get("column", "")
    if column not in DECIDED:
        raise Http404
    reason = _("Ikut paket lagi.")
    try:
        offices.follow_pack(row, [column], by=actor, at=timezone.now(), reason=reason)
    except refusals.EXPECTED as error:
        return _sheet(request, row, status=422, refusal=refusals.of(error, actor))
    messages.success(request, _("Isi paket dipakai lagi."))
    return redirect("operator:office", code)


def _try(
    request: HttpRequest,
    form: ReasonForm,
    row: Agency | None,
    act: Callable[[], Agency],
    *,
    done: str,
    template: str = "operator/office_form.html",
) -> HttpResponse:
    """Use a verb and say how it went; nothing that was typed is lost."""
    try:
        changed = act()
    except people.CodeTaken:
        form.add_error("code", _("Kode ini sudah dipakai, mungkin oleh instansi yang ditutup."))
    except people_tree.Loop:
        form.add_error("parent", _("Instansi tidak bisa berada di bawah dirinya sendiri."))
    except refusals.EXPECTED as error:
        said = refusals.of(error, actor_of(request))
        return _form(request, form, row, template=template, refusal=said)
    else:
        messages.success(request, done)
        return redirect("operator:office", changed.code)
    return _form(request, form, row, template=template)


def _form(
    request: HttpRequest,
    form: ReasonForm,
    row: Agency | None,
    *,
    template: str = "operator/office_form.html",
    refusal: Any = None,
) -> HttpResponse:
    context = {**shell(PLACE), "form": form, "office": row, "refusal": refusal}
    status = 422 if form.errors or refusal else 200
    return render(request, template, context, status=status)


def _found(code: str) -> Agency:
    row = queries.office(code)
    if row is None:
        raise Http404
    return row
