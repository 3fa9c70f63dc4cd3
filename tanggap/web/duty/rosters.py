"""An office's roster: the week, the exceptions, and who is on duty now."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.duty import access, actions, queries
from tanggap.people.access import Actor
from tanggap.people.granting import Forbidden
from tanggap.people.models import Agency
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.duty.forms import ChangeForm, ShiftForm
from tanggap.web.duty.room import WORKERS, frame

if TYPE_CHECKING:
    from tanggap.duty.models import Change, Shift
    from tanggap.people.models import StandIn

PAGE = 50


@roles(*WORKERS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The offices whose roster the actor reads, by name."""
    after = request.GET.get("sesudah", "")[:200].replace("\0", "")
    rows = access.offices_for(actor).order_by("name", "pk")
    found = list(rows.filter(name__gt=after)[: PAGE + 1] if after else rows[: PAGE + 1])
    offices = found[:PAGE]
    planned = queries.planned(offices)
    context = {
        **frame(actor),
        "rows": [(office, office.pk in planned) for office in offices],
        "after": offices[-1].name if len(found) > PAGE else "",
        "is_first": not after,
    }
    return render(request, "duty/rosters.html", context)


@roles(*WORKERS)
def roster(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """The roster of one office; POST adds turns to its week."""
    office, at = _office(actor, code), timezone.now()
    if request.method != "POST":
        return _page(request, actor, office, at=at)
    _must_edit(actor, office)
    form = ShiftForm(request.POST, colleagues=queries.colleagues(office, at=at))
    person = form.person("who") if form.is_valid() else None
    if person is None:
        return _page(request, actor, office, at=at, shift_form=form)
    data = form.cleaned_data
    planned = actions.Planned(
        user=person,
        weekdays=[int(day) for day in data["days"]],
        starts=data["starts"],
        ends=data["ends"],
        rank=data["rank"],
    )
    try:
        actions.add_shifts(office, planned, by=actor, at=at)
    except actions.Overlaps:
        form.add_error("starts", _("Pada salah satu hari itu ia sudah mulai siaga pada jam ini."))
        return _page(request, actor, office, at=at, shift_form=form)
    return _saved(request, office)


@roles(*WORKERS)
@require_POST
def change(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Somebody is away, is replaced, or is called besides."""
    office, at = _office(actor, code), timezone.now()
    _must_edit(actor, office)
    form = ChangeForm(request.POST, colleagues=queries.colleagues(office, at=at), at=at)
    if not form.is_valid():
        return _page(request, actor, office, at=at, change_form=form)
    data = form.cleaned_data
    actions.add_change(
        office,
        away=form.person("away"),
        standin=form.person("standin"),
        starts_at=data["since"],
        ends_at=data["until"],
        note=data["note"],
        by=actor,
        at=at,
    )
    return _saved(request, office)


@roles(*WORKERS)
@require_POST
def end_shift(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """A turn doesn't come any more."""
    office = _office(actor, code)
    row = queries.shift_of(office, pk)
    return _end(request, office, row, lambda: actions.end_shift(row, by=actor, at=timezone.now()))  # type: ignore[arg-type]


@roles(*WORKERS)
@require_POST
def end_change(request: HttpRequest, actor: Actor, code: str, pk: int) -> HttpResponse:
    """An exception doesn't hold any more."""
    office = _office(actor, code)
    row = queries.change_of(office, pk)
    return _end(request, office, row, lambda: actions.end_change(row, by=actor, at=timezone.now()))  # type: ignore[arg-type]


def _end(
    request: HttpRequest, office: Agency, row: object, act: Callable[[], object]
) -> HttpResponse:
    if row is None:
        raise Http404
    try:
        act()
    except Forbidden:
        raise PermissionDenied from None
    return _saved(request, office)


def _saved(request: HttpRequest, office: Agency) -> HttpResponse:
    messages.success(request, _("Jadwal tersimpan."))
    return redirect("duty:roster", office.code)


def _must_edit(actor: Actor, office: Agency) -> None:
    if not access.may_edit(actor, office):
        raise PermissionDenied


def _office(actor: Actor, code: str) -> Agency:
    try:
        return access.office_for(actor, code)
    except access.NotFound:
        raise Http404 from None


def _page(
    request: HttpRequest,
    actor: Actor,
    office: Agency,
    *,
    at: datetime,
    shift_form: ShiftForm | None = None,
    change_form: ChangeForm | None = None,
) -> HttpResponse:
    may_edit = access.may_edit(actor, office)
    people = queries.colleagues(office, at=at) if may_edit else []
    is_wrong = shift_form is not None or change_form is not None
    context = {
        **frame(actor),
        "office": office,
        "may_edit": may_edit,
        "now": [person.name for person in queries.on_duty(office, at=at)],
        "week": (week := _week(queries.shifts_of(office))),
        "folded": _folded(week),
        "has_turns": any(one["turns"] for one in week),
        "changes": [_exception(row) for row in queries.changes_of(office, at=at)],
        "stand_ins": [_stand_in(row) for row in queries.stand_ins_of(office, at=at)],
        "people": people,
        "shift_form": shift_form or ShiftForm(colleagues=people),
        "change_form": change_form or ChangeForm(colleagues=people, at=at),
    }
    return render(request, "duty/roster.html", context, status=422 if is_wrong else 200)


def _week(shifts: list[Shift]) -> list[dict[str, Any]]:
    """Seven days, each with its turns in words."""
    return [
        {
            "day": word,
            "turns": [
                {"pk": row.pk, "rank": row.rank, "name": row.user.name, "hours": _hours(row)}
                for row in shifts
                if row.weekday == number
            ],
        }
        for number, word in WEEKDAYS.items()
    ]


def _folded(week: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with days that are alike in one line, the first of them leading."""
    alike: dict[Any, list[dict[str, Any]]] = {}
    for one in week:
        key = tuple((turn["hours"], turn["rank"], turn["name"]) for turn in one["turns"])
        alike.setdefault(key, []).append(one)
    return [
        {"day": _days([one["day"] for one in same], whole=len(week)), "turns": same[0]["turns"]}
        for same in alike.values()
    ]


def _days(names: list[Any], *, whole: int) -> str:
    return _("Setiap hari") if len(names) == whole else ", ".join(map(str, names))


def _hours(row: Shift) -> str:
    if row.starts == row.ends:
        return _("sehari semalam dari %(time)s") % {"time": _time(row.starts)}
    return f"{_time(row.starts)}–{_time(row.ends)}"


def _time(value: time) -> str:
    return display.time_of_day(datetime.combine(timezone.localdate(), value))


def _exception(row: Change) -> dict[str, Any]:
    names = {
        "away": row.away.name if row.away else "",
        "standin": row.standin.name if row.standin else "",
    }
    if row.away is None:
        said = _("%(standin)s dipanggil paling dulu") % names
    elif row.standin is None:
        said = _("%(away)s tidak siaga") % names
    else:
        said = _("%(standin)s menggantikan %(away)s") % names
    period = f"{display.moment(row.starts_at)} – {display.moment(row.ends_at)}"
    return {"pk": row.pk, "said": said, "period": period, "note": row.note}


def _stand_in(row: StandIn) -> dict[str, str]:
    names = {"person": row.person.name, "absent": row.absent.name}
    until = {"until": display.moment(row.ends_at)}
    said = _("%(person)s menggantikan %(absent)s sampai %(until)s") % {**names, **until}
    since = _("sejak %(when)s") % {"when": display.moment(row.starts_at)}
    return {"said": said, "since": since}
