"""Using a verb: the form, the act, and what to say when it can't be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tanggap.casework.queries import choices
from tanggap.people.access import Actor
from tanggap.reports import access, actions, workflow
from tanggap.reports.workflow import Outcome, ReportClass, Verb
from tanggap.web.audience import roles
from tanggap.web.desk import masking, own, placing, ready, showing, undo
from tanggap.web.desk.addresses import back_of, version_of
from tanggap.web.desk.fields import ARGUMENTS, Moment, VerbForm
from tanggap.web.desk.shell import shell
from tanggap.web.instance import map_view
from tanggap.web.staff import proof, words
from tanggap.web.staff.finding import found
from tanggap.web.staff.place import ASKED
from tanggap.web.staff.verbs import BUTTONS, Button, planning, wanted

if TYPE_CHECKING:
    from tanggap.reports.models import Report

ACTIONS = {Verb.SHARE_IDENTITY: "ask_identity"}
# Whoever takes one of these steps sees what everybody will read.
PUBLISHING = frozenset({Verb.VERIFY, Verb.PUBLISH})


@dataclass
class Turn:
    """One request for one verb."""

    request: HttpRequest
    actor: Actor
    report: Report
    verb: Verb
    button: Button
    back: str

    def form(self) -> VerbForm:
        """The verb's form, bound when it was sent."""
        is_sent = self.request.method == "POST"
        return VerbForm(
            self.request.POST if is_sent else None,
            self.request.FILES if is_sent else None,
            moment=Moment(self.verb, self.report, self.actor),
            names=(*self._planning(), *self.button.fields, *self._wanted()),
            initial={"target": self.request.GET.get("target", "")[:24], **self.chosen_text()},
        )

    @cached_property
    def ready(self) -> list[ready.Ready]:
        """The ready texts of the actor's offices for this step."""
        return ready.offered(self.actor, self.report, self.verb)

    def chosen_text(self) -> dict[str, str]:
        """A ready text chosen by its link."""
        return ready.chosen(self.ready, self.request.GET.get("template", ""), self.verb)

    @property
    def draft(self) -> str:
        """The name under which this device keeps what is typed."""
        return Moment(self.verb, self.report, self.actor).draft

    def _planning(self) -> tuple[str, ...]:
        has_helpers = self.verb is Verb.SCHEDULE and bool(choices.supporting(self.report))
        return planning(self.verb, self.report, has_helpers=has_helpers)

    def _wanted(self) -> tuple[str, ...]:
        """What the verb asks for in this report alone."""
        facts = access.facts(self.report, self.actor, at=timezone.now())
        return wanted(self.verb, facts)


@roles()
def act(request: HttpRequest, actor: Actor, number: str, verb: str) -> HttpResponse:
    """GET shows what the verb needs; POST uses it."""
    if verb not in set(Verb) or Verb(verb) not in BUTTONS:
        raise Http404
    turn = Turn(
        request, actor, found(actor, number), Verb(verb), BUTTONS[Verb(verb)], back_of(request)
    )
    form = turn.form()
    if request.method != "POST" or not form.is_valid():
        return _page(turn, form, status=422 if form.is_bound else 200)
    try:
        result = _use(turn, form)
    except actions.Conflict as conflict:
        return _conflict(turn, form, conflict)
    except workflow.Refused as error:
        return _refused(turn, form, error)
    except proof.PhotosRefused as error:
        form.add_error("photos" if "photos" in form.fields else "pictures", error.messages)
        return _page(turn, form, status=422)
    return _opened(turn, result) if isinstance(result, actions.Opened) else _done(turn)


def _use(turn: Turn, form: VerbForm) -> object:
    at = timezone.now()
    chosen = form.cleaned_data.pop("approved", None) or form.cleaned_data.pop("shown", None)
    given = {ARGUMENTS.get(name, name): value for name, value in form.cleaned_data.items()}
    given = _typed(turn, given)
    if chosen is not None:
        given["photos"] = [int(pk) for pk in chosen]
    name = ACTIONS.get(turn.verb, turn.verb.value)
    verb: Callable[..., object] = getattr(actions, name)
    return verb(turn.report, by=turn.actor, at=at, version=version_of(turn.request), **given)


def _typed(turn: Turn, given: dict[str, Any]) -> dict[str, Any]:
    """Form values as the actions want them."""
    if "report_class" in given:
        given["report_class"] = ReportClass(given["report_class"])
    if "outcome" in given:
        given["outcome"] = Outcome(given["outcome"])
    if "assignments" in given:
        given["assignments"] = list(turn.report.assignments.filter(pk__in=given["assignments"]))
    if "photos" in given:
        outcome = given.get("outcome")
        given["photos"] = proof.stored(given["photos"], outcome=outcome, at=timezone.now())
    if "target" in given:
        name = "into" if turn.verb is Verb.MERGE else "to"
        given[name] = given.pop("target")
    if turn.verb is Verb.PROPOSE:
        given["verb"] = Verb.DECLINE
    if turn.verb is Verb.CORRECT:
        given = placing.changed(turn.report, given)
    return given


def _done(turn: Turn) -> HttpResponse:
    done = f"{turn.report.number}: {turn.button.done}"
    messages.success(turn.request, done, extra_tags=f"draft:{turn.draft}")
    undo.offer(turn.request, turn.actor, turn.report, turn.verb, back=turn.back)
    if turn.back:
        return redirect(turn.back)
    try:
        access.report_for(turn.actor, turn.report.number)
    except access.NotFound:
        return redirect("desk:queue")
    return redirect("desk:report", turn.report.number)


def _opened(turn: Turn, opened: actions.Opened) -> HttpResponse:
    """The identity, shown this once and kept by nobody on the way."""
    place = shell(turn.actor, "antrean")
    context = {**place, "report": turn.report, "person": opened.person}
    response = render(turn.request, "desk/opened.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _conflict(turn: Turn, form: VerbForm, conflict: actions.Conflict) -> HttpResponse:
    """Somebody was faster: say who did what, and keep what was typed."""
    event = conflict.event
    said = {"sentence": words.sentence(event), "actor": words.actor(event), "at": event.at}
    turn.report.refresh_from_db()
    return _page(turn, form, status=409, conflict=said)


def _refused(turn: Turn, form: VerbForm, error: workflow.Refused) -> HttpResponse:
    refusal = words.refusal_of(error.code.value, error.missing)
    turn.report.refresh_from_db()
    return _page(turn, form, status=422, refusal=refusal)


def _page(turn: Turn, form: VerbForm, *, status: int, **more: Any) -> HttpResponse:
    facts = access.facts(turn.report, turn.actor, at=timezone.now())
    refusal = words.refusal_now(turn.verb, facts)
    if refusal and "conflict" not in more:
        more.setdefault("refusal", refusal)
    context = {
        **shell(turn.actor, "antrean"),
        "form": form,
        "report": turn.report,
        "verb": turn.verb.value,
        "button": turn.button,
        "draft": turn.draft,
        "ready": turn.ready,
        "ready_field": own.TEXT_FIELDS.get(turn.verb, ""),
        "back": turn.back,
        "report_url": reverse("desk:report", args=[turn.report.number]),
        "is_still_allowed": not refusal,
        "photos_note": _photos_note(turn),
        "public_words": masking.words_of(turn.report) if turn.verb in PUBLISHING else [],
        **_hints(form),
        **more,
    }
    return render(turn.request, "desk/act.html", context, status=status)


def _photos_note(turn: Turn) -> str:
    """Why she can't choose photographs where others can."""
    asks = {"approved", "shown"} & set(turn.button.fields)
    return showing.why_not(turn.report, turn.actor) if asks else ""


def _hints(form: VerbForm) -> dict[str, Any]:
    """What the form says beside its fields."""
    if "about" not in form.fields:
        return {}
    codes = dict(choices.about_offices())
    hints: dict[str, Any] = {
        "about_codes": " ".join(codes),
        "about_names": ", ".join(codes.values()),
        "inspector": choices.inspector(),
    }
    if "lat" in form.fields:
        hints |= {"map_view": map_view(), "is_area_asked": "area" in form.errors, "asked": ASKED}
    return hints
