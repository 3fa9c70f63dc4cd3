"""What officers handed in: the office's admin uses it for the report, or lets it go."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.fieldwork import actions, queries
from tanggap.fieldwork.actions import handed as verbs
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.publication import labels
from tanggap.reports import access, workflow
from tanggap.reports import actions as reports
from tanggap.reports.workflow import Outcome, Verb
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.crew.proof import ProofForm, caption, shows
from tanggap.web.crew.work import picture
from tanggap.web.staff import words
from tanggap.web.staff.shell import shell

if TYPE_CHECKING:
    from tanggap.fieldwork.models import Handed
    from tanggap.reports.models import Report


class NoteForm(forms.Form):
    """What everybody who works on the report is to know."""

    text = forms.CharField(
        label=lazy("Catatan untuk semua instansi"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DiscardForm(forms.Form):
    """Why it is of no use."""

    reason = forms.CharField(label=lazy("Alasan"), max_length=400)


@roles(Role.AGENCY_ADMIN)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits, oldest first."""
    cursor = request.GET.get("sesudah", "")
    found, after = queries.handed(actor, after=int(cursor) if cursor.isdecimal() else 0)
    context = {
        **_frame(actor),
        "rows": [_line(row) for row in found],
        "older_url": f"?sesudah={after}" if after else "",
        "newer_url": "?" if cursor else "",
    }
    return render(request, "crew/handed.html", context)


def _line(row: Handed) -> dict[str, Any]:
    return {
        "row": row,
        "number": row.action.number,
        "by": row.action.user.name,
        "when": display.moment(row.created_at),
        "photos": len(row.photos.all()),
    }


@roles(Role.AGENCY_ADMIN)
def one(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One of them, and the three ways to settle it."""
    return _page(request, actor, _found(actor, pk))


def _page(
    request: HttpRequest, actor: Actor, row: Handed, *, refusal: str = "", **bound: forms.Form
) -> HttpResponse:
    report, photos = _report(actor, row), list(row.photos.all())
    note = {"note": row.note, "version": report.seq if report else None}
    may_prove = bool(photos) and report is not None and _may_resolve(report, actor)
    context = {
        **_frame(actor),
        **_line(row),
        "report": report,
        "label": report and labels.state(report.state, came_by=report.came_by),
        "pairs": [
            {
                "url": reverse("crew:handed_photo", args=[row.pk, photo.pk]),
                "alt": caption(photo),
                "tag": shows(photo),
                "caption": caption(photo),
            }
            for photo in photos
            if photo.purpose != "document"
        ],
        "refusal": refusal,
        "may_prove": may_prove,
        "proof_form": bound.get("proof") or ProofForm(photos=photos, initial=note),
        "note_form": bound.get("note") or NoteForm(initial={"text": row.note}),
        "discard_form": bound.get("discard") or DiscardForm(),
    }
    status = 422 if refusal or bound else 200
    return render(request, "crew/handed_one.html", context, status=status)


def _report(actor: Actor, row: Handed) -> Report | None:
    """The report it belongs to, while the actor may see that."""
    try:
        return access.report_for(actor, row.action.number)
    except access.NotFound:
        return None


def _may_resolve(report: Report, actor: Actor) -> bool:
    return Verb.RESOLVE in workflow.allowed(access.facts(report, actor, at=timezone.now()))


@roles(Role.AGENCY_ADMIN)
@require_POST
def prove(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The work is done, and these photographs show it."""
    row, report = _both(actor, pk)
    form = ProofForm(request.POST, photos=list(row.photos.all()))
    if not form.is_valid():
        return _page(request, actor, row, proof=form)
    data = form.cleaned_data

    def act() -> None:
        verbs.prove(
            row,
            report,
            photos=form.chosen,
            outcome=Outcome(data["outcome"]),
            note=data["note"],
            version=data["version"],
            by=actor,
            at=timezone.now(),
        )

    said = _("%(number)s terkirim untuk divalidasi.") % {"number": report.number}
    return _settle(request, actor, row, act, said, proof=form)


@roles(Role.AGENCY_ADMIN)
@require_POST
def note(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Words and photographs go to the report as a remark."""
    row, report = _both(actor, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, row, note=form)
    text = form.cleaned_data["text"]

    def act() -> None:
        verbs.note(row, report, text=text, by=actor, at=timezone.now())

    said = _("Catatan dan fotonya ada di %(number)s.") % {"number": report.number}
    return _settle(request, actor, row, act, said, note=form)


@roles(Role.AGENCY_ADMIN)
@require_POST
def discard(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """It is of no use, and why."""
    row, form = _found(actor, pk), DiscardForm(request.POST)
    if not form.is_valid():
        return _page(request, actor, row, discard=form)
    reason = form.cleaned_data["reason"]

    def act() -> None:
        verbs.discard(row, reason=reason, by=actor, at=timezone.now())

    return _settle(request, actor, row, act, _("Serahan dibuang, alasannya tercatat."))


def _settle(
    request: HttpRequest,
    actor: Actor,
    row: Handed,
    act: Callable[[], None],
    said: str,
    **bound: forms.Form,
) -> HttpResponse:
    """Use a way and say how it went; refused, everything typed is still there."""
    try:
        act()
    except actions.Settled:
        messages.info(request, _("Serahan ini sudah diurus orang lain."))
    except reports.Conflict as conflict:
        text = _("Laporan berubah sementara itu: %(what)s.")
        happened = text % {"what": words.sentence(conflict.event)}
        return _page(request, actor, row, refusal=happened, **bound)
    except workflow.Refused as error:
        return _page(request, actor, row, refusal=words.refusal(error), **bound)
    else:
        messages.success(request, said)
    return redirect("crew:handed")


@roles(Role.AGENCY_ADMIN)
def photo(request: HttpRequest, actor: Actor, pk: int, photo: int) -> HttpResponse:
    """A photograph that was handed in."""
    found = next((one for one in _found(actor, pk).photos.all() if one.pk == photo), None)
    if found is None:
        raise Http404
    return picture(found.attachment.sha256)


def _found(actor: Actor, pk: int) -> Handed:
    row = queries.handed_one(actor, pk)
    if row is None:
        raise Http404
    return row


def _both(actor: Actor, pk: int) -> tuple[Handed, Report]:
    row = _found(actor, pk)
    report = _report(actor, row)
    if report is None:
        raise Http404
    return row, report


def _frame(actor: Actor) -> dict[str, Any]:
    return {"layout": "layouts/desk.html", **shell(actor, "serahan"), "is_field": False}
