"""Who may close a month, correct a card, and when; and why not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role
from tanggap.performance.counting import Month
from tanggap.performance.models import Close, Decision, Objection
from tanggap.performance.vocabulary import Figure, Remedy
from tanggap.taxonomy import queries as taxonomy

CLOSERS = (Role.OPERATOR, Role.LEADER)
CORRECTORS = (Role.OPERATOR,)
CLOSE_DAY = 10  # where the pack names none
LAST_DAY = 28  # every month has it
OBJECTION_DAYS = 10  # working days after the closing, where the pack says nothing
DECIDERS = (Role.OPERATOR, Role.LEADER)  # where the pack names none
OBJECTABLE = tuple(figure.value for figure in Figure if figure is not Figure.HIDDEN)


class Code(StrEnum):
    """Why something is refused."""

    NOT_YOURS = "not_yours"
    TOO_EARLY = "too_early"
    ALREADY_CLOSED = "already_closed"
    NOT_CLOSED = "not_closed"
    NO_REASON = "no_reason"
    NOTHING_COUNTED = "nothing_counted"
    OVER = "over"
    OBJECTED = "objected"
    NOT_COUNTED = "not_counted"
    TOO_MANY = "too_many"
    TOO_MANY_FILES = "too_many_files"
    PARTIAL = "partial"
    DECIDED = "decided"
    NO_REMEDY = "no_remedy"


class Refused(Exception):
    """Nothing happened; `code` says why."""

    def __init__(self, code: Code) -> None:
        super().__init__(code.value)
        self.code = code


def closable_from(month: Month) -> datetime:
    """The first moment at which a month may be closed: the pack's day of the next one."""
    day = int(taxonomy.setting("performance.close_day", CLOSE_DAY))
    start = timezone.localtime(month.end, timezone.get_default_timezone())
    return start.replace(day=min(day, LAST_DAY))


def check_close(month: Month, *, by: Actor, at: datetime) -> None:
    """Raise Refused unless `by` may close the month at `at`."""
    if by.kind != "system" and not by.has_role(*CLOSERS):
        raise Refused(Code.NOT_YOURS)
    if at < closable_from(month):
        raise Refused(Code.TOO_EARLY)


def objectable_until(close: Close) -> datetime:
    """The last moment at which an office may object."""
    days = int(taxonomy.setting("performance.objection_days", OBJECTION_DAYS))
    return taxonomy.calendar().add_days(timezone.localtime(close.closed_at), days)


def may_object(by: Actor, office: Agency) -> bool:
    """An office is spoken for by its own admins, and by those of an office above it."""
    return by.sits_at_or_above(office, Role.AGENCY_ADMIN)


def check_objection(close: Close, office: Agency, figure: str, *, by: Actor, at: datetime) -> None:
    """Raise Refused unless `by` may object to this figure of a closed month at `at`."""
    if not may_object(by, office):
        raise Refused(Code.NOT_YOURS)
    if figure not in OBJECTABLE:
        raise Refused(Code.NOT_COUNTED)
    if at > objectable_until(close):
        raise Refused(Code.OVER)
    if Objection.objects.filter(agency=office, month=close.month, figure=figure).exists():
        raise Refused(Code.OBJECTED)


def deciders() -> tuple[str, ...]:
    """The roles that decide objections, by the pack."""
    return tuple(taxonomy.setting("performance.objection_deciders", None) or DECIDERS)


def is_partial(by: Actor, objection: Objection) -> bool:
    """Whether the matter is the actor's own: she objected, or she sits at the office that did
    or at one above it. The head of the whole institution is above everybody and may decide,
    save of the institution's own card."""
    if objection.made_by_id in by.people:
        return True
    path = objection.agency.path
    return any(
        path.startswith(seat.agency_path)
        and (seat.agency_path == path or not _is_root(seat.agency_path))
        for seat in by.seats
    )


def may_see_files(by: Actor, objection: Objection) -> bool:
    """Those who decide, and whoever speaks for the office; other readers of the card don't."""
    return (
        by.has_role(*deciders())
        or may_object(by, objection.agency)
        or objection.made_by_id in by.people
    )


def _is_root(path: str) -> bool:
    return path.strip("/").count("/") == 0


def remedies(objection: Objection) -> tuple[Remedy, ...]:
    """What may be decided: named reports can be put right one by one."""
    named = objection.reports.exists()
    in_time = (Remedy.ON_TIME,) if named and objection.figure == Figure.LATE else ()
    left_out = (Remedy.LEAVE_OUT,) if named else ()
    return (*in_time, *left_out, Remedy.RECOUNT, Remedy.NONE)


def check_decision(objection: Objection, remedy: Remedy, *, by: Actor) -> None:
    """Raise Refused unless `by` may decide the objection so."""
    if not by.has_role(*deciders()):
        raise Refused(Code.NOT_YOURS)
    if is_partial(by, objection):
        raise Refused(Code.PARTIAL)
    if Decision.objects.filter(objection=objection).exists():
        raise Refused(Code.DECIDED)
    if remedy not in remedies(objection):
        raise Refused(Code.NO_REMEDY)
