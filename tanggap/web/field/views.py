"""The officer's phone: what to do, one report, and the proof."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import lists
from tanggap.casework.queries import report as reading
from tanggap.people.access import Actor
from tanggap.reports import access, actions, workflow
from tanggap.reports.workflow import Outcome, Verb
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.field.guard import WORKERS
from tanggap.web.staff import pane, rows, words
from tanggap.web.staff import proof as files
from tanggap.web.staff.finding import found
from tanggap.web.staff.outcome import OutcomeForm
from tanggap.web.uploads import ManyFiles, Photos

if TYPE_CHECKING:
    from tanggap.reports.models import Report

_CAMERA = {"accept": "image/*", "capture": "environment"}


class ProofForm(OutcomeForm):
    """What was done, in two photographs and a sentence."""

    field_order = ("before", "after", "outcome", "note")

    before = Photos(
        label=lazy("Foto sebelum"), required=False, widget=ManyFiles(attrs=dict(_CAMERA))
    )
    after = Photos(
        label=lazy("Foto sesudah"),
        required=False,
        widget=ManyFiles(attrs=dict(_CAMERA)),
        help_text=lazy("Dari sudut yang sama. Nyalakan tempat (GPS) di kamera."),
    )


@roles(*WORKERS)
def tasks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for the officer's office, nearest due time first."""
    at = timezone.now()
    cursor = {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}
    page = lists.by_due(lists.tasks(actor), **cursor)
    here = reverse("field:list")
    context = {
        "place": "tugas",
        "lines": [rows.Line(row, at) for row in page.rows],
        "newer_url": f"{here}?before={_quoted(page.before)}" if page.before else "",
        "older_url": f"{here}?after={_quoted(page.after)}" if page.after else "",
    }
    return render(request, "field/list.html", context)


def _quoted(cursor: str) -> str:
    return cursor.replace("+", "%2B")


@roles(*WORKERS)
def report(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One report; POST takes it on."""
    row = found(actor, number)
    if request.method == "POST":
        return _accept(request, actor, row)
    return render(request, "field/report.html", _context(row, actor, at=timezone.now()))


def _accept(request: HttpRequest, actor: Actor, row: Report) -> HttpResponse:
    try:
        actions.accept(row, by=actor, at=timezone.now(), version=_version(request))
        messages.success(request, _("Kamu yang mengerjakan laporan ini."))
    except actions.Conflict as conflict:
        text = _("Laporan berubah sementara itu: %(what)s.")
        messages.warning(request, text % {"what": words.sentence(conflict.event)})
    except workflow.Refused as error:
        messages.error(request, words.refusal(error))
    return redirect("field:report", row.number)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _context(row: Report, actor: Actor, *, at: datetime) -> dict[str, Any]:
    whole = pane.context(row, actor, at=at, back="")
    allowed = set(workflow.allowed(access.facts(row, actor, at=at)))
    due = display.due(row.due_at, at=at) if row.due_at else ""
    lead = whole["lead"]
    return {
        "place": "tugas",
        "report": row,
        "label": whole["label"],
        "clock": whole["clock"],
        "due_text": _("Paling lambat %(due)s") % {"due": due} if due else _("Tanpa batas waktu"),
        "can_accept": Verb.ACCEPT in allowed,
        "can_resolve": Verb.RESOLVE in allowed,
        "instruction": lead.instruction if lead else "",
        "photos": whole["pairs"],
        "facts": whole["facts"],
        "steps": whole["steps"],
        "crew_url": whole["crew_url"],
        "consents": [one for one in whole["consents"] if one.url],
    }


@roles(*WORKERS)
def proof(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The photographs, the outcome and a note; what was typed is never lost."""
    row = found(actor, number)
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _proof_page(request, actor, row, form, status=422 if form.is_bound else 200)
    try:
        _resolve(request, actor, row, form)
    except files.PhotosRefused as error:
        form.add_error("after", error.messages)
    except actions.Conflict as conflict:
        row.refresh_from_db()
        said = {"sentence": words.sentence(conflict.event), "actor": words.actor(conflict.event)}
        return _proof_page(request, actor, row, form, status=409, conflict=said)
    except workflow.Refused as error:
        return _proof_page(request, actor, row, form, status=422, refusal=_why(error))
    else:
        messages.success(
            request, _("%(number)s terkirim untuk divalidasi.") % {"number": row.number}
        )
        return redirect("field:list")
    return _proof_page(request, actor, row, form, status=422)


def _resolve(request: HttpRequest, actor: Actor, row: Report, form: ProofForm) -> None:
    at, data = timezone.now(), form.cleaned_data
    outcome = Outcome(data["outcome"])
    before = files.stored(data["before"], outcome=None, at=at, purpose="before")
    after = files.stored(data["after"], outcome=outcome, at=at)
    actions.resolve(
        row,
        outcome=outcome,
        note=data["note"],
        photos=[*before, *after],
        by=actor,
        at=at,
        version=_version(request),
    )


def _why(error: workflow.Refused) -> str:
    if "proof" in error.missing:
        return _(
            "Hasil ini perlu bukti: foto sesudah pekerjaan, atau foto tempat dengan waktu dan titik"
            " bila tidak ada yang diperbaiki."
        )
    return words.refusal(error)


def _proof_page(
    request: HttpRequest, actor: Actor, row: Report, form: ProofForm, *, status: int, **more: Any
) -> HttpResponse:
    refusal = words.refusal_now(Verb.RESOLVE, access.facts(row, actor, at=timezone.now()))
    if refusal and "conflict" not in more:
        more.setdefault("refusal", refusal)
    photos = pane.reporter_photos(reading.dossier(row, actor), actor)
    context = {"place": "tugas", "report": row, "form": form, "photos": photos, **more}
    return render(request, "field/proof.html", context, status=status)
