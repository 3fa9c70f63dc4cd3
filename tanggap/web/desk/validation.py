"""Validation on a page of its own: weigh one proof, decide, and the next one is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tanggap.casework.queries import lists, paging, proofs
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports.workflow import ReportFacts, State, Verb
from tanggap.web.audience import roles
from tanggap.web.desk.fields import Moment, VerbForm
from tanggap.web.desk.lists import capped
from tanggap.web.desk.shell import shell
from tanggap.web.staff import weighing
from tanggap.web.staff.finding import found
from tanggap.web.staff.verbs import BUTTONS, wanted

if TYPE_CHECKING:
    from tanggap.reports.models import Report


@roles(Role.VALIDATOR)
def following(request: HttpRequest, actor: Actor) -> HttpResponse:
    """On to the report that is due next; with `after` the one behind it."""
    number = proofs.following(actor, after=request.GET.get("after", ""))
    if number:
        return redirect("desk:weigh", number)
    return render(request, "desk/weighed.html", shell(actor, "validasi"))


@roles(Role.VALIDATOR)
def weigh(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """One proof with everything that speaks for and against it; the verbs post to `desk:act`."""
    report = found(actor, number)
    if report.state != State.AWAITING_VALIDATION:
        return redirect("desk:report", report.number)
    at = timezone.now()
    weighed = weighing.context(report, actor, at=at)
    context = {
        **shell(actor, "validasi"),
        **weighed,
        **_forms(report, actor, weighed["standing"]),
        "waiting": capped(lists.counts(lists.queue(actor, "validate"), at=at).total),
        "next_url": _next(report),
    }
    return render(request, "desk/weigh.html", context)


def _next(report: Report) -> str:
    after = urlencode({"after": paging.place_of(report, paging.BY_DUE)})
    return f"{reverse('desk:validation')}?{after}"


def _forms(report: Report, actor: Actor, facts: ReportFacts) -> dict[str, Any]:
    """Both answers, each with its fields; `visit` is asked where the draw wants it."""
    accepting, sending_back = Verb.VALIDATE, Verb.REJECT_FOLLOWUP
    return {
        "accept": VerbForm(moment=Moment(accepting, report, actor), names=wanted(accepting, facts)),
        "accept_url": reverse("desk:act", args=[report.number, accepting.value]),
        "send_back": VerbForm(
            moment=Moment(sending_back, report, actor), names=BUTTONS[sending_back].fields
        ),
        "send_back_url": reverse("desk:act", args=[report.number, sending_back.value]),
    }
