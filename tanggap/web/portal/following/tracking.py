"""The reporter's own page: where it stands, who has it, until when, and her last word."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.casework.queries import tracking as reading
from tanggap.casework.queries import warranty
from tanggap.citizens import queries as citizens
from tanggap.lib import codes
from tanggap.messaging import queries as messaging
from tanggap.messaging.texts import sentence
from tanggap.people.access import REPORTER
from tanggap.publication import labels
from tanggap.reports import access, workflow
from tanggap.reports.vocabulary import State, Verb, Visibility
from tanggap.taxonomy.queries import said
from tanggap.web import estimates, grounds, remembered
from tanggap.web.audience import public, reporter
from tanggap.web.portal.following import (
    consent,
    judging,
    my_data,
    notifying,
    telling,
    unsatisfied,
    why,
)
from tanggap.web.portal.following.forms import CodeForm
from tanggap.web.portal.following.opening import open_report
from tanggap.web.portal.following.typed import Typed, typed_by

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportPhoto

Draft = dict[str, Typed]  # by verb
VERBS = frozenset({*judging.ACTS, Verb.SHARE_IDENTITY.value})


@public
def track(request: HttpRequest) -> HttpResponse:
    """Number and code; the number alone shows the state and no word of the report."""
    form = CodeForm(request.GET if request.GET.get("number") else None)
    found = None
    if form.is_bound and form.is_valid():
        number = codes.plain(form.cleaned_data["number"])
        if form.cleaned_data["code"]:
            try:
                access.by_code(number, form.cleaned_data["code"])
            except access.NotFound:
                form.add_error("code", _("Nomor dan kode tidak cocok. Periksa tanda terima."))
            else:
                return redirect("portal:report", number, form.cleaned_data["code"])
        else:
            found = _state_of(form, number)
            if isinstance(found, HttpResponse):
                return found
    return render(
        request, "portal/track.html", {"place": "laporanku", "form": form, "found": found}
    )


def _state_of(form: CodeForm, number: str) -> HttpResponse | dict[str, Any] | None:
    row = reading.state_of(number)
    if row is None:
        form.add_error("number", _("Nomor ini tidak kami kenal. Periksa lagi angkanya."))
        return None
    if row.visibility == Visibility.PUBLIC:
        return redirect("public:report", number)
    return {"row": row, "label": _label(row)}


def _label(row: Report) -> labels.Label:
    return labels.told(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)


@reporter
def report(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Everything the reporter may know about her report."""
    return _page(request, open_report(number, code), code)


def _page(
    request: HttpRequest, row: Report, code: str, *, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    """`draft`: what she typed and couldn't be taken. It stands in this page, and nowhere else."""
    known = reading.case_of(row)
    facts = access.facts(row, REPORTER, at=timezone.now(), read=known)
    photos = reading.photos(row)
    context = {
        "place": "laporanku",
        "report": row,
        "code": code,
        "label": _label(row),
        "story": (story := _story(row)),
        "question": next((step["quote"] for step in story if step["is_question"]), ""),
        "unheld": labels.unheld(row.state, came_by=row.came_by, is_own=True),
        "why": why.lines(reading.promise(known)) if row.promised_at else [],
        "photos": [photo for photo in photos if photo.purpose in ("report", "reopen")],
        **_pair(photos),
        "draft": draft or {},
        # The phone may forget what she had begun to write there.
        "done": done if (done := request.GET.get("sudah")) in VERBS else "",
        "messages_": [(m, sentence(m)) for m in messaging.conversation(row.number)],
        "allowed": (allowed := {str(verb) for verb in workflow.allowed(facts)}),
        "unsent": _unsent(draft, allowed),
        **judging.context(row, known, facts, at=timezone.now()),
        "returned": warranty.of(row),
        "elsewhere": unsatisfied.bodies(known),
        "dossiers": citizens.dossiers_of(row),
        **consent.context(row, at=timezone.now()),
        **my_data.context(request, row),
        **notifying.context(row),
        "estimate": _estimate(row),
    }
    answer = render(request, "portal/report.html", context, status=status)
    if not remembered.is_remembered(request, row.number):
        remembered.remember(request, answer, row.number, code, briefly=row.is_confidential)
    return answer


def _estimate(row: Report) -> estimates.Said | None:
    """What reports like hers took, while it waits."""
    if row.resolved_at or row.closed_at or row.state in (State.REFERRED, State.DECLINED):
        return None
    return estimates.of_report(
        category=row.category_id, area=row.area_id, received_at=row.received_at, at=timezone.now()
    )


def _story(row: Report) -> list[dict[str, Any]]:
    """Steps of the timeline, newest first, with the words that were meant for the reporter."""
    events = reading.story(row, verbs=labels.SENTENCES.keys())
    return [
        {
            "at": event.at,
            "title": labels.sentence(
                telling.verb_of(event), agency=telling.office_of(event, row), is_own=True
            ),
            "quote": said(event.note) if event.verb in telling.TOLD_WORDS else "",
            "text": grounds.basis(event.data) if event.verb in telling.TOLD_WORDS else "",
            "color": _label(row).color if place == 0 else "",
            "is_question": event.verb == "hold",
        }
        for place, event in enumerate(events)
    ]


def _pair(photos: list[ReportPhoto]) -> dict[str, str]:
    """Addresses of the last picture before and after the work, where both exist."""
    last = {photo.purpose: photo.attachment.url(960) for photo in photos}
    before = last.get("before") or last.get("report", "")
    return {"before": before, "after": last.get("after") or last.get("place", "")}


@reporter
def act(request: HttpRequest, number: str, code: str, verb: str) -> HttpResponse:
    """One of the reporter's verbs. What she typed comes back if it can't be done now."""
    row = open_report(number, code)
    if verb not in VERBS or request.method != "POST":
        return redirect("portal:report", number, code)
    typed = typed_by(request, at=timezone.now())
    if not judging.do(request, verb, _act(request, row, verb, typed), typed=typed):
        draft = {verb: typed}
        return _page(request, open_report(number, code), code, draft=draft, status=422)
    return redirect(f"{reverse('portal:report', args=[number, code])}?sudah={verb}")


def _act(request: HttpRequest, row: Report, verb: str, typed: Typed) -> Callable[[], Any]:
    if verb == Verb.SHARE_IDENTITY:
        return partial(consent.answer, request, row)
    return partial(judging.ACTS[verb], row, typed)


def _unsent(draft: Draft | None, allowed: set[str]) -> str:
    """Her words where their form is gone, because the report has moved on meanwhile."""
    return next((typed.words for verb, typed in (draft or {}).items() if verb not in allowed), "")
