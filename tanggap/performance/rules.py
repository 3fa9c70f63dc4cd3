"""Who may close a month, correct a card, and when; and why not."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.performance.counting import Month
from tanggap.taxonomy import queries as taxonomy

CLOSERS = (Role.OPERATOR, Role.LEADER)
CORRECTORS = (Role.OPERATOR,)
CLOSE_DAY = 10  # where the pack names none
LAST_DAY = 28  # every month has it


class Code(StrEnum):
    """Why something is refused."""

    NOT_YOURS = "not_yours"
    TOO_EARLY = "too_early"
    ALREADY_CLOSED = "already_closed"
    NOT_CLOSED = "not_closed"
    NO_REASON = "no_reason"
    NOTHING_COUNTED = "nothing_counted"


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
