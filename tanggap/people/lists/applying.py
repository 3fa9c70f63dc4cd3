"""Do a confirmed list: each line is one transaction through the same verbs as the pages use.

It may be killed at any line and done again: a line that was done says so in the transaction that
did it, and whoever it concerns is looked up anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import QuerySet

from tanggap.lib import jobs
from tanggap.people import actions
from tanggap.people.access import Actor, actor_for
from tanggap.people.granting import Forbidden, LastOperator
from tanggap.people.lists import checking, directory
from tanggap.people.lists.checking import ACTING, Change, Plan
from tanggap.people.lists.directory import Doubt, Offices
from tanggap.people.lists.understanding import Said
from tanggap.people.models import Agency, StaffList, StaffListLine, User
from tanggap.people.periods import after, first_moment

Outcome, State = StaffListLine.Outcome, StaffList.State
# Lines of one job: other work waits no longer than these take.
SOME = 100
# "list": two lists that bring the same person must not make two accounts.
_LOCK = 0x6C697374


class Refused(Exception):
    """This line can't be done (any more); `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def go_on(pk: int, *, at: datetime) -> None:
    """Do some lines of a list, and ask for the next ones."""
    staff_list = StaffList.objects.select_related("confirmed_by").get(pk=pk)
    if staff_list.state != State.RUNNING or staff_list.confirmed_by is None:
        return
    by = actor_for(staff_list.confirmed_by, at=at).own()
    offices = Offices()
    for _turn in range(SOME):
        if not _next(staff_list, offices, by=by, at=at):
            break
    _finish_or_ask(staff_list, at=at)


@transaction.atomic
def _finish_or_ask(staff_list: StaffList, *, at: datetime) -> None:
    if _waiting(staff_list).exists():
        jobs.enqueue("people.staff_list", pk=staff_list.pk)
        return
    rows = StaffList.objects.filter(pk=staff_list.pk, state=State.RUNNING)
    rows.update(state=State.DONE, finished_at=at)


def _waiting(staff_list: StaffList) -> QuerySet[StaffListLine]:
    return staff_list.lines.filter(kind__in=ACTING, outcome=Outcome.WAITING).order_by("pk")


@transaction.atomic
def _next(staff_list: StaffList, offices: Offices, *, by: Actor, at: datetime) -> bool:
    """One line; whether there was one."""
    rows = _waiting(staff_list).select_for_update(of=("self",), skip_locked=True)
    line = rows.select_related("seat__user", "seat__agency").first()
    if line is None:
        return False
    reason = f"{staff_list.file_name}: {line.number}"[:400]
    try:
        with transaction.atomic():
            line.outcome = _do(line, offices, by=by, at=at, reason=reason)
    except (Refused, Doubt) as error:
        line.outcome, line.refusal = Outcome.REFUSED, error.code
    except LastOperator:
        line.outcome, line.refusal = Outcome.REFUSED, "last_operator"
    except Forbidden:
        line.outcome, line.refusal = Outcome.REFUSED, "forbidden"
    line.save(update_fields=["outcome", "refusal", "person", "is_newcomer"])
    return True


def _do(line: StaffListLine, offices: Offices, *, by: Actor, at: datetime, reason: str) -> str:
    if line.seat is not None:
        if line.seat.ends_at is not None and line.seat.ends_at <= max(at, line.seat.starts_at):
            return Outcome.SAME
        actions.end_seat(line.seat, by=by, at=at, reason=reason)
        return Outcome.DONE
    said = Said.from_stored(line.said)
    office = offices.find(said.office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    people = directory.read([said], at=at)
    person, work = people.find(said), Plan(by, at, offices, people)
    if person is None:
        line.person, line.is_newcomer = _newcomer(said, office, by, at, reason), True
        _give(said, line.person, office, said.roles[1:], by=by, at=at, reason=reason)
        return Outcome.DONE
    line.person = person
    return _known(said, person, office, work, reason)


def _known(said: Said, person: User, office: Agency, work: Plan, reason: str) -> str:
    changes = checking.differences(said, person, office, work)
    if not checking.does(changes):
        return Outcome.SAME
    if not person.is_active:
        raise Refused("shut")
    for code, _value in checking.refusals(said, person, office, changes, by=work.by, at=work.at):
        raise Refused(code)
    _change(person, changes, work, reason)
    roles = [one[1] for one in changes if one[0] in ("seat", "since", "until")]
    roles = list(dict.fromkeys(roles))
    _give(said, person, office, roles, by=work.by, at=work.at, reason=reason)
    return Outcome.DONE


def _change(person: User, changes: list[Change], work: Plan, reason: str) -> None:
    new = {change[0]: change[2] for change in changes if change[0] in checking.PERSONAL}
    if new:
        said = {name: getattr(person, name) for name in checking.PERSONAL} | new
        actions.change_person(person, by=work.by, at=work.at, reason=reason, **said)


def _newcomer(said: Said, office: Agency, by: Actor, at: datetime, reason: str) -> User:
    if not said.name:
        raise Refused("no_name")
    person = actions.Person(
        name=said.name, email=said.email, phone=said.phone, role=said.roles[0], office=office
    )
    starts, ends = _days(said)
    return actions.add_person(person, by=by, at=at, starts_at=starts, ends_at=ends, reason=reason)


def _give(
    said: Said,
    person: User,
    office: Agency,
    roles: Iterable[str],
    *,
    by: Actor,
    at: datetime,
    reason: str,
) -> None:
    starts, ends = _days(said)
    for role in roles:
        actions.give_seat(
            person, role, office, by=by, at=at, starts_at=starts, ends_at=ends, reason=reason
        )


def _days(said: Said) -> tuple[datetime | None, datetime | None]:
    starts = first_moment(said.since) if said.since else None
    return starts, after(said.until) if said.until else None
