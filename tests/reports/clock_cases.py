"""Events and policies for the tests of clocks, written by hand."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from tanggap.lib.calendar import WorkCalendar
from tanggap.reports.clocks import Clock, Policy, Rules, Subject, Unit

JAKARTA = ZoneInfo("Asia/Jakarta")
DESK, VILLAGE, DINAS, SUDIN = 1, 2, 3, 4
KINDS = {DESK: "desk", VILLAGE: "kelurahan", DINAS: "dinas", SUDIN: "sudin"}


def at(text: str) -> datetime:
    """ "11-23 09.14" of 2022 in Jakarta; a year may stand before it."""
    text = text if text.count("-") == 2 else f"2022-{text}"
    return datetime.strptime(text, "%Y-%m-%d %H.%M").replace(tzinfo=JAKARTA)


@dataclass(frozen=True)
class Happened:
    verb: str
    from_state: str
    to_state: str
    at: datetime
    agency_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


def happened(verb: str, states: str, when: str, agency: int | None = None, **data: Any) -> Happened:
    """One event; `states` is "from>to", or one word for both."""
    before, _, after = states.partition(">")
    if ">" not in states:
        after = before
    return Happened(verb, before, after, at(when), agency, data)


def policy(clock: Clock, amount: int, unit: Unit, **more: Any) -> Policy:
    values: dict[str, Any] = {"code": f"{clock}-{amount}", "valid_from": date(2014, 1, 1)}
    return Policy(clock=clock, amount=amount, unit=unit, **(values | more))


CALENDAR = WorkCalendar(
    holidays=frozenset({date(2022, 5, 2), date(2022, 5, 3), date(2022, 12, 26)}),
    collective_leave=frozenset({date(2022, 4, 29), *(date(2022, 5, day) for day in (4, 5, 6))}),
)
HOURS, DAYS, WORKING = Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS
POLICIES = (
    policy(Clock.CITIZEN, 60, WORKING),
    policy(Clock.VERIFICATION, 1, WORKING),
    policy(Clock.REACTION, 24, HOURS, kind="kelurahan", code="lurah"),
    policy(
        Clock.REACTION,
        6,
        HOURS,
        kind="desk",
        code="desk",
        valid_from=date(2020, 1, 1),
        source="JAKI 2020",
    ),
    policy(Clock.FIRST_RESPONSE, 3, DAYS),
    policy(Clock.RED_FLAG, 6, DAYS, valid_from=date(2025, 5, 1)),
    policy(Clock.COMPLETION, 7, DAYS),
    policy(Clock.VALIDATION, 2, WORKING),
    policy(Clock.OBJECTION, 5, WORKING),
    policy(Clock.OBJECTION_WINDOW, 10, WORKING),
    policy(Clock.HEARING, 3, WORKING),
    policy(Clock.EXTENSION, 2, WORKING),
    policy(Clock.REFERRAL, 5, WORKING),
    policy(Clock.HOLD, 10, WORKING),
    policy(Clock.HOLD_REMINDER, 5, WORKING),
    policy(Clock.SCHEDULE_REVIEW, 30, DAYS),
    policy(Clock.REPLY_WINDOW, 10, WORKING),
    policy(Clock.RATING_WINDOW, 90, DAYS),
    policy(Clock.WARRANTY, 90, DAYS),
)
CITY = Rules(POLICIES, CALENDAR)
# The nation's ladder: 5, 14 or 60 working days by kind, and 5 for each holder.
NATION = Rules(
    [
        policy(Clock.VERIFICATION, 3, WORKING),
        policy(Clock.HOLDER, 5, WORKING),
        policy(Clock.COMPLETION, 5, WORKING),
        policy(Clock.COMPLETION, 14, WORKING, kind="normative"),
        policy(Clock.COMPLETION, 60, WORKING, kind="oversight"),
        policy(Clock.COMPLETION, 3, WORKING, report_class="information"),
        policy(Clock.COMPLETION, 2, WORKING, category=9),
    ],
    CALENDAR,
)


def subject(received: str, **more: Any) -> Subject:
    values: dict[str, Any] = {"received_at": at(received), "agency_kinds": KINDS}
    return Subject(**(values | more))


def line_up(*events: Happened) -> list[Happened]:
    """The events, checked to be in order and to fit each other."""
    for before, after in pairwise(events):
        assert before.at <= after.at
        assert before.to_state == after.from_state, (before, after)
    return list(events)


HOUR = timedelta(hours=1)
