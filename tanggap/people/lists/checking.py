"""What a list would do: each line against the institution as it is now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import F

from tanggap.people import granting
from tanggap.people.access import Actor
from tanggap.people.lists import directory as directories
from tanggap.people.lists.directory import Directory, Doubt, Offices
from tanggap.people.lists.understanding import Row, Said
from tanggap.people.models import Agency, Membership, StaffListLine, User
from tanggap.people.periods import after, first_moment

Kind = StaffListLine.Kind
Change = list[str]
Tell = Callable[[int, int], None]
# Kinds of lines that write something.
ACTING = (Kind.NEW, Kind.CHANGED, Kind.LEAVING)
PERSONAL = ("name", "email", "phone")


def untold(done: int, total: int) -> None:
    """Nobody waits for a short list."""


@dataclass(slots=True)
class Plan:
    """Where a whole list stands while its lines are checked."""

    by: Actor
    at: datetime
    offices: Offices
    people: Directory
    # (person, role, office) of each seat that the list names, with the line that did.
    named: dict[tuple[int, str, int], int] = field(default_factory=dict)


def plan(
    rows: Iterable[Row], *, by: Actor, at: datetime, tell: Tell = untold
) -> list[StaffListLine]:
    """One unsaved line for each row, in the same order; `tell` hears how many of how many."""
    rows = list(rows)
    people = directories.read((row.said for row in rows), at=at)
    work = Plan(by, at, Offices(), people)
    lines = []
    for row in rows:
        lines.append(_line(row, work))
        tell(len(lines), len(rows))
    return lines


def leaving(
    lines: Iterable[StaffListLine], office: Agency, *, with_below: bool, by: Actor, at: datetime
) -> list[StaffListLine]:
    """A line for each seat at `office` that no line names and the actor may end. One query."""
    lines = list(lines)
    named = {
        (line.person_id, role, line.said["office"]) for line in lines for role in line.said["roles"]
    }
    rows = Membership.objects.unfinished(at=at).filter(user__is_active=True)
    rows = rows.exclude(ends_at=F("starts_at"))  # was called off before it began
    where = {"agency__path__startswith": office.path} if with_below else {"agency": office}
    found = rows.filter(**where).select_related("user", "agency").order_by("user__name", "pk")
    number = max((line.number for line in lines), default=0)
    return [
        _leaver(seat, number)
        for seat in found
        if (seat.user_id, seat.role, seat.agency.code) not in named
        and seat.user_id != by.user_id
        and granting.may_take(by, seat)
    ]


def _leaver(seat: Membership, number: int) -> StaffListLine:
    said = Said(
        name=seat.user.name,
        username=seat.user.username,
        office=seat.agency.code,
        roles=(seat.role,),
    )
    return StaffListLine(
        number=number, kind=Kind.LEAVING, said=said.stored(), person=seat.user, seat=seat
    )


def _line(row: Row, work: Plan) -> StaffListLine:
    line = StaffListLine(number=row.number, said=row.said.stored(), kind=Kind.ERROR)
    office = _office(row, work)
    person = None if row.problems or office is None else _person(row, work)
    if person is not None and office is not None:
        _compare(row, work, line, person, office)
    line.problems = row.problems
    return line


def _compare(row: Row, work: Plan, line: StaffListLine, person: User, office: Agency) -> None:
    is_new = person._state.adding
    said = row.said
    line.person = None if is_new else person
    line.changes = differences(said, person, office, work)
    for problem in refusals(said, person, office, line.changes, by=work.by, at=work.at):
        row.blame(*problem)
    _note_seats(row, work, person, office)
    if not row.problems:
        line.kind = Kind.NEW if is_new else Kind.CHANGED if does(line.changes) else Kind.UNCHANGED


def _office(row: Row, work: Plan) -> Agency | None:
    if not row.said.office:
        return None
    try:
        office = work.offices.find(row.said.office)
    except Doubt as doubt:
        row.blame(doubt.code, doubt.value)
        return None
    row.said = replace(row.said, office=office.code)
    return office


def _person(row: Row, work: Plan) -> User | None:
    """Whom the line means; somebody new is known to the lines below."""
    said = row.said
    try:
        found = work.people.find(said)
    except Doubt as doubt:
        row.blame(doubt.code, doubt.value)
        return None
    if found is None:
        if not said.name:
            row.blame("no_name")
            return None
        found = User(name=said.name, email=said.email, phone=said.phone)
        work.people.add(found)
    elif found._state.adding and said.name and said.name != found.name:
        row.blame("other_name", found.name)
    elif not found.is_active:
        row.blame("shut", found.username)
    return found


def _note_seats(row: Row, work: Plan, person: User, office: Agency) -> None:
    """A list says each seat once: two lines for one seat could say different days."""
    for role in row.said.roles:
        key = (id(person), role, office.pk)
        earlier = work.named.setdefault(key, row.number)
        if earlier != row.number:
            row.blame("twice", earlier)


def differences(said: Said, person: User, office: Agency, work: Plan) -> list[Change]:
    """What the line would change of somebody; nothing of it is written."""
    held = work.people.seats.get(person.pk, []) if not person._state.adding else []
    changes = [change for role in said.roles for change in _seat(said, role, office, held, work.at)]
    if person._state.adding:
        return changes
    given = ((name, getattr(said, name)) for name in PERSONAL)
    personal = [
        [name, getattr(person, name), value]
        for name, value in given
        if value and value != _compared(person, name)
    ]
    is_theirs = granting.may_manage(work.by, person, held)
    return changes + (personal if is_theirs else [["kept", name] for name, *_rest in personal])


def _compared(person: User, name: str) -> str:
    value: str = getattr(person, name)
    return value.lower() if name == "email" else value


def _seat(
    said: Said, role: str, office: Agency, held: list[Membership], at: datetime
) -> list[Change]:
    seat = next((row for row in held if row.role == role and row.agency_id == office.pk), None)
    if seat is None:
        return [["seat", role]]
    found: list[Change] = []
    if said.since and seat.starts_at > at:
        start = max(first_moment(said.since), at)
        found += [["since", role, seat.starts_at.isoformat(), start.isoformat()]]
        found = found if start != seat.starts_at else []
    end = after(said.until) if said.until else None
    if end != seat.ends_at:
        found.append(["until", role, _moment(seat.ends_at), _moment(end)])
    return found


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def does(changes: Iterable[Change]) -> bool:
    """Whether anything is written for these changes."""
    return any(change[0] != "kept" for change in changes)


def refusals(
    said: Said, person: User, office: Agency, changes: list[Change], *, by: Actor, at: datetime
) -> list[tuple[str, str]]:
    """Why the actor may not do this, as (code, value); who changes nothing needs no right."""
    if said.until and after(said.until) <= at:
        return [("day_passed", said.until.isoformat())]
    seats = [change[1] for change in changes if change[0] in ("seat", "since", "until")]
    if seats and not person._state.adding and person.pk == by.user_id:
        return [("yourself", "")]
    if seats and not office.is_active:
        return [("office_shut", office.name)]
    return [found for role in dict.fromkeys(seats) if (found := _not_theirs(role, office, by))]


def _not_theirs(role: str, office: Agency, by: Actor) -> tuple[str, str] | None:
    if not granting.fits(role, office):
        return "role_not_here", role
    if not granting.administers(by, office):
        return "office_not_yours", office.name
    return None if granting.may_give(by, role, office) else ("role_not_yours", role)
