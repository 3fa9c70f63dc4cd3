"""One step for many reports of a queue: choose, see what would happen, then do it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.casework.queries import lists, proposals, warranty
from tanggap.people.access import Actor
from tanggap.reports import access, actions, case, undo_window, workflow
from tanggap.reports.actions import together, undoing
from tanggap.reports.workflow import ReportClass, Verb
from tanggap.web.audience import roles
from tanggap.web.desk import addresses
from tanggap.web.desk import lists as desk_lists
from tanggap.web.desk.bulk_forms import OFFERED, BulkForm
from tanggap.web.desk.shell import shell
from tanggap.web.staff import rows, verbs, words

if TYPE_CHECKING:
    from tanggap.reports.models import Report

MOST = 500
SHOWN = 100  # rows that can be ticked one by one


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one report, or would."""

    number: str
    title: str
    is_done: bool
    text: str
    seq: int = 0  # of the report afterwards


@roles()
def bulk(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """GET: what can be chosen. POST: the form and its preview, then the result."""
    if which not in desk_lists.READERS:
        raise Http404
    if not actor.has_role(*desk_lists.READERS[which]):
        raise PermissionDenied
    if request.method != "POST":
        return _choose(request, actor, which)
    verb = request.POST.get("verb", "")
    if verb not in OFFERED[which]:
        return _choose(request, actor, which, problem=_("Pilih satu langkah dulu."))
    picked = _picked(request, actor, which)
    if not picked:
        return _choose(request, actor, which, problem=_("Pilih satu laporan atau lebih."))
    return _step(request, actor, which, Verb(verb), picked)


def _choose(request: HttpRequest, actor: Actor, which: str, *, problem: str = "") -> HttpResponse:
    at, filters = timezone.now(), desk_lists.read(request.GET)
    found = lists.narrowed(lists.queue(actor, which), filters, at=at)
    page = lists.nearest(found, size=SHOWN)
    context = {
        **shell(actor, "antrean"),
        "which": which,
        "title": desk_lists.TITLES[which],
        "lines": [rows.Line(row, at) for row in page.rows],
        "has_more": page.has_more,
        "most": MOST,
        "steps": [(name, verbs.BUTTONS[Verb(name)].word) for name in OFFERED[which]],
        "chosen_verb": request.POST.get("verb", ""),
        "problem": problem,
        "query": request.GET.urlencode(),
        **desk_lists.filter_context(request.GET, filters),
    }
    return render(request, "desk/bulk.html", context, status=422 if problem else 200)


def _picked(request: HttpRequest, actor: Actor, which: str) -> dict[str, int]:
    """Numbers with the versions that were shown; all of the filtered queue when asked so."""
    if request.POST.get("all") == "1":
        filters = desk_lists.read(request.GET)
        found = lists.narrowed(lists.queue(actor, which), filters, at=timezone.now())
        return lists.versions(found, most=MOST)
    picked: dict[str, int] = {}
    for text in request.POST.getlist("pick")[:MOST]:
        number, _colon, seq = text.partition(":")
        if seq.isdecimal() and len(seq) < 10:
            picked[number] = int(seq)
    return picked


def _step(
    request: HttpRequest, actor: Actor, which: str, verb: Verb, picked: Mapping[str, int]
) -> HttpResponse:
    wants = request.POST.get("do", "")
    form = BulkForm(request.POST if wants else None, verb=verb, actor=actor)
    context: dict[str, Any] = {
        **shell(actor, "antrean"),
        "which": which,
        "verb": verb.value,
        "button": verbs.BUTTONS[verb],
        "form": form,
        "report_link": addresses.report_link(),
        "picks": [f"{number}:{seq}" for number, seq in picked.items()],
        "query": request.GET.urlencode(),
        "queue_url": reverse("desk:queue", args=[which]),
    }
    if not wants or not form.is_valid():
        return render(request, "desk/bulk_step.html", context, status=422 if wants else 200)
    tried = _digest(form)
    # Whoever changes the form after the preview sees a new one first.
    is_trial = wants != "run" or request.POST.get("tried") != tried
    lines = _use(actor, which, verb, picked, form, is_trial=is_trial)
    context |= {"lines": lines, "tried": tried, "is_over": not is_trial}
    context["done"] = sum(line.is_done for line in lines)
    context["left"] = len(lines) - context["done"]
    if not is_trial and _can_be_undone(actor, lines):
        context["undo"] = [f"{line.number}:{line.seq}" for line in lines if line.is_done]
        context["undo_seconds"] = undo_window.seconds()
    template = "desk/bulk_step.html" if is_trial else "desk/bulk_done.html"
    return render(request, template, context)


def _can_be_undone(actor: Actor, lines: Iterable[Line]) -> bool:
    """Whether the first that was done can be taken back: they are all alike."""
    done = next((line.number for line in lines if line.is_done), None)
    found = access.reports_for(actor, [done] if done else [])
    return any(
        undoing.inverse(case.load(one), actor, at=timezone.now()) is not None for one in found
    )


@roles()
@require_POST
def undo(request: HttpRequest, actor: Actor, which: str) -> HttpResponse:
    """Take back what was done to many at once; one line says of each whether it was."""
    if which not in desk_lists.READERS:
        raise Http404
    picked = _picked(request, actor, which)
    reports = access.visible_to(actor)
    results = undoing.undo_many(reports, by=actor, at=timezone.now(), versions=picked)
    lines = _lines(results, picked, Verb.TAKE_BACK, is_over=True)
    done = sum(line.is_done for line in lines)
    context = {
        **shell(actor, "antrean"),
        "button": {"word": _("Batalkan semua")},
        "is_over": True,
        "lines": lines,
        "report_link": addresses.report_link(),
        "done": done,
        "left": len(lines) - done,
        "queue_url": reverse("desk:queue", args=[which]),
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/bulk_done.html", context)


def _digest(form: BulkForm) -> str:
    """A mark of what was filled in, so that what runs is what was looked at."""
    values = sorted((name, form.data.get(name, "")) for name in form.fields)
    return sha256(repr(values).encode()).hexdigest()[:16]


def _use(
    actor: Actor,
    which: str,
    verb: Verb,
    picked: Mapping[str, int],
    form: BulkForm,
    *,
    is_trial: bool,
) -> list[Line]:
    """Try the verb on every chosen report, or use it; one line each, in the order chosen."""
    results = together.together(
        getattr(actions, verb.value),
        access.visible_to(actor).select_related("area"),
        by=actor,
        at=timezone.now(),
        versions=picked,
        needs=_needs(verb, form, picked),
        is_trial=is_trial,
    )
    return _lines(results, picked, verb, is_over=not is_trial)


def _lines(
    results: Iterable[together.Result], picked: Iterable[str], verb: Verb, *, is_over: bool
) -> list[Line]:
    """One line each, in the order chosen: what became of it when it `is_over`, or what would."""
    found = {result.report.number: _line(result, verb, is_over) for result in results}
    gone = _("Laporan ini tidak ada lagi di tanganmu.")
    return [found.get(number) or Line(number, "", False, gone) for number in picked]


def _needs(
    verb: Verb, form: BulkForm, picked: Collection[str]
) -> Callable[[Report], dict[str, Any]]:
    given = dict(form.cleaned_data)
    proposes = "to" in given and given["to"] is None
    back = warranty.among(picked) if proposes else {}

    def needs(report: Report) -> dict[str, Any]:
        mine = dict(given)
        if proposes:  # each its own, as its own page proposes it
            found = proposals.proposed(
                report, back=back.get(report.number), category=given.get("category")
            )
            mine["to"] = found.agency if found else None
        if "category" in mine and mine["category"] is None:
            mine["category"] = report.category
        if verb is Verb.VERIFY:
            mine["report_class"] = ReportClass(report.report_class)
        return mine

    return needs


def _line(result: together.Result, verb: Verb, is_over: bool) -> Line:
    report = result.report
    if result.conflict:
        text = _("Berubah sementara itu: %(what)s") % {
            "what": words.sentence(result.conflict.event)
        }
    elif result.refusal:
        text = _why_not(result.refusal)
    else:
        text = _went(result, verb, is_over)
    return Line(report.number, report.title, result.is_done, text, report.seq)


def _went(result: together.Result, verb: Verb, is_over: bool) -> str:
    if verb is Verb.TAKE_BACK:
        return _("dibatalkan")
    if verb in _MOVES and result.to:
        agency = {"agency": result.to.name}
        return _("sudah, ke %(agency)s") % agency if is_over else _("ke %(agency)s") % agency
    return _("sudah") if is_over else _("bisa")


_MOVES = frozenset({Verb.VERIFY, Verb.ASSIGN, Verb.COORDINATE, Verb.DISPOSE})


def _why_not(refusal: workflow.Refused) -> str:
    said = words.refusal(refusal)
    if refusal.missing:
        said += " " + _("Kurang: %(fields)s.") % {"fields": words.fields(refusal.missing)}
    return said
