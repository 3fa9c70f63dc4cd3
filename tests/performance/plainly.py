"""The score card counted slowly and plainly, from each report's events, one by one.

It shares no line with the statement it checks: no SQL, no windows, only a walk along a story.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from tanggap.performance.counting import Month
from tanggap.reports import case as cases
from tanggap.reports import due
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock, Policy, Unit
from tanggap.reports.models import Report, ReportEvent

NOTHING = timedelta()
HANDS = {"verify", "assign", "coordinate", "dispose", "recall", "hear", "rule", "reopen"}
HANDS |= {"peer_return"}
Row = dict[str, Any]
FLAGS = "received followed_up on_time within_limit rated rejected reopened returned passed_on"
EMPTY: Row = {f"is_{name}": False for name in FLAGS.split()} | {"seconds": None, "stars": None}


@dataclass
class Turn:
    """One office's turn at one report."""

    agency: int
    began: datetime
    came_by: str
    own: timedelta = NOTHING
    own_days: int = 0
    granted: int = 0
    done_at: datetime | None = None
    is_done: bool = False
    is_lost: bool = False  # the report left the office, and not by being finished


@dataclass
class Story:
    """A report as far as its events up to a moment tell it."""

    case: Case
    turns: list[Turn] = field(default_factory=list)
    helpers: list[Turn] = field(default_factory=list)
    state: str = ""
    is_merged: bool = False
    plan_ends: datetime | None = None
    marks: list[tuple[datetime, int | None, str]] = field(default_factory=list)
    ratings: list[tuple[datetime, int, int]] = field(default_factory=list)  # when, of, stars

    @property
    def turn(self) -> Turn | None:
        return self.turns[-1] if self.turns else None

    def live(self, events: list[ReportEvent], at: datetime) -> Story:
        """Walk through the events up to `at`."""
        before: datetime | None = None
        for event in (event for event in events if event.at <= at):
            if before is not None:
                self._pass_time(before, event.at)
            self._happen(event)
            before = event.at
        if before is not None:
            self._pass_time(before, at)
        return self

    def _pass_time(self, start: datetime, end: datetime) -> None:
        if self.state not in ("waiting", "in_progress") or self.is_merged:
            return
        if self.plan_ends is not None:
            start = max(start, self.plan_ends)
        if start >= end:
            return
        days = due.rules().calendar.days_between(start, end)
        working = [one for one in self.helpers if not one.is_done]
        for turn in [*self.turns[-1:], *working]:
            turn.own += end - start
            turn.own_days += days

    def _happen(self, event: ReportEvent) -> None:
        data = event.data or {}
        if self.state != "in_progress" or event.to_state != "in_progress":
            self.plan_ends = None
        self.state = event.to_state
        if getattr(self, f"_{event.verb}", None):
            getattr(self, f"_{event.verb}")(event, data)
        is_handed = event.verb in HANDS and event.to_state == "waiting"
        if is_handed or (event.verb in ("give_back", "correct") and "from" in data):
            self._hand(event)

    def _hand(self, event: ReportEvent) -> None:
        if self.turn and event.verb != "reopen":
            self.turn.is_lost = True
        assert event.agency_id is not None
        self.turns.append(Turn(event.agency_id, event.at, event.verb))

    def _mark(self, event: ReportEvent, agency: int | None, kind: str) -> None:
        self.marks.append((event.at, agency, kind))

    def _reopen(self, event: ReportEvent, data: Row) -> None:
        if self.turn and event.to_state == "waiting":
            self._mark(event, self.turn.agency, "is_reopened")

    def _give_back(self, event: ReportEvent, data: Row) -> None:
        self._mark(event, data.get("from", event.agency_id), "is_returned")

    def _coordinate(self, event: ReportEvent, data: Row) -> None:
        self._mark(event, data["from"], "is_passed_on")

    _dispose = _assign = _coordinate

    def _rate(self, event: ReportEvent, data: Row) -> None:
        of = data.get("of", self.case.report.pk)
        self.ratings.append((event.at, of, data["stars"]))

    def _resolve(self, event: ReportEvent, data: Row) -> None:
        if self.turn:
            self.turn.is_done, self.turn.done_at = True, event.at

    def _answer(self, event: ReportEvent, data: Row) -> None:
        if self.turn and event.agency_id == self.turn.agency:
            self.turn.is_done, self.turn.done_at = True, event.at
        elif self.turn:
            self.turn.is_lost = True

    def _reject_followup(self, event: ReportEvent, data: Row) -> None:
        assert self.turn is not None
        self.turn.is_done = False
        for helper in self.helpers:
            if helper.agency in data["agencies"]:
                helper.is_done = False
        for agency in data["agencies"]:
            self._mark(event, agency, "is_rejected")

    def _lose(self, event: ReportEvent, data: Row) -> None:
        if self.turn:
            self.turn.is_lost = True

    _decline = _archive = _refer = _lose

    def _take_back(self, event: ReportEvent, data: Row) -> None:
        if self.turn:
            self.turn.is_lost = False

    def _withdraw(self, event: ReportEvent, data: Row) -> None:
        if event.to_state == "closed":
            self._lose(event, data)

    def _merge(self, event: ReportEvent, data: Row) -> None:
        self.is_merged = True

    def _unmerge(self, event: ReportEvent, data: Row) -> None:
        self.is_merged = False

    def _grant(self, event: ReportEvent, data: Row) -> None:
        assert self.turn is not None
        self.turn.granted += data["days"]

    def _schedule(self, event: ReportEvent, data: Row) -> None:
        if data.get("step") == "ended":
            self.plan_ends = None
            return
        month = Month(date.fromisoformat(f"{data['month']}-01"))
        self.plan_ends = month.end

    def _add_support(self, event: ReportEvent, data: Row) -> None:
        assert event.agency_id is not None
        self.helpers.append(Turn(event.agency_id, event.at, "add_support"))

    def _done(self, event: ReportEvent, data: Row) -> None:
        for helper in self.helpers:
            if helper.agency == event.agency_id:
                helper.is_done, helper.done_at = True, event.at


def everything() -> list[Case]:
    """All reports with their events and offices."""
    return cases.complete(Report.objects.select_related("category", "channel", "contact"))


def count(known: list[Case], month: Month, *, at: datetime) -> dict[tuple[int, int], Row]:
    """(agency, report) -> what it counts in the month, as known at `at`."""
    rows: dict[tuple[int, int], Row] = {}
    stories = {case.report.pk: Story(case).live(case.events, at) for case in known}
    for pk, story in stories.items():
        for agency, row in [*_held(story, month, at), *_marked(story, month)]:
            rows.setdefault((agency, pk), {**EMPTY, "is_hidden": False}).update(row)
            rows[agency, pk]["is_hidden"] |= is_hidden(story.case.report)
    for agency, pk, of, stars in _rated(stories, month):
        row = rows.setdefault((agency, pk), {**EMPTY, "is_hidden": False})
        row |= {"is_rated": True, "stars": stars}
        row["is_hidden"] |= any(is_hidden(stories[one].case.report) for one in (pk, of))
    return rows


def _rated(stories: dict[int, Story], month: Month) -> list[tuple[int, int, int, int]]:
    """Whose work was judged, by which report about which, with how many stars."""
    last: dict[tuple[int, Any], tuple[datetime, int, int]] = {}
    for pk, story in stories.items():
        for when, of, stars in story.ratings:
            if month.start <= when < month.end:
                key = of, _person(story.case.report)
                last[key] = max(last.get(key, (when, pk, stars)), (when, pk, stars))
    found = []
    spoken = [(when, pk, of, stars) for (of, _who), (when, pk, stars) in last.items()]
    for when, pk, of, stars in sorted(spoken):
        judged = stories[of]
        turns = [turn for turn in judged.turns if turn.began <= when]
        turn = turns[-1] if turns else None
        is_last = turn is not None and turn is judged.turns[-1]
        if turn and turn.is_done and not turn.is_lost and not (judged.is_merged and is_last):
            found.append((turn.agency, pk, of, stars))
    return found


def _person(report: Report) -> Any:
    contact = report.contact
    known = contact and (contact.email_index or contact.phone_index)
    return bytes(known) if known else report.pk


def _held(story: Story, month: Month, at: datetime) -> list[tuple[int, Row]]:
    final = [turn for turn in story.turns if not turn.is_lost]
    if story.is_merged and story.turns and story.turns[-1] in final:
        final.remove(story.turns[-1])
    final += [] if story.is_merged else _helpers(story, at)
    found = [turn for turn in final if month.start <= turn.began < month.end]
    return [(turn.agency, _row(story, turn, at)) for turn in sorted(found, key=lambda t: t.began)]


def _helpers(story: Story, at: datetime) -> list[Turn]:
    """Helpers that were not let go, which the assignment tells."""
    kept = {
        (row.agency_id, row.started_at)
        for row in story.case.assignments
        if row.role == "supporting"
        and not (row.state in ("dropped", "returned") and row.ended_at and row.ended_at <= at)
    }
    return [turn for turn in story.helpers if (turn.agency, turn.began) in kept]


def _row(story: Story, turn: Turn, at: datetime) -> Row:
    is_in_time = _is_in_time(story, turn, at)
    return {
        "is_received": True,
        "is_followed_up": turn.is_done,
        "is_on_time": turn.is_done and is_in_time,
        "is_within_limit": not turn.is_done and is_in_time,
        "seconds": round(turn.own.total_seconds()) if turn.is_done else None,
    }


def _is_in_time(story: Story, turn: Turn, at: datetime) -> bool:
    policy = _policy(story, turn)
    if policy is None:
        return True
    if policy.unit is not Unit.WORKING_DAYS:
        unit = timedelta(hours=1) if policy.unit is Unit.HOURS else timedelta(days=1)
        return turn.own <= policy.amount * unit + timedelta(days=turn.granted)
    end = turn.done_at if turn.is_done and turn.done_at else at
    calendar = due.rules().calendar
    stood = calendar.days_between(turn.began, end) - turn.own_days
    return end <= calendar.add_days(turn.began, policy.amount + turn.granted + stood)


def _policy(story: Story, turn: Turn) -> Policy | None:
    rules, subject = due.rules(), due.subject(story.case)
    for clock in (Clock.HOLDER, Clock.COMPLETION):
        if found := rules.find(clock, subject, at=turn.began, agency=turn.agency):
            return found
    return None


def _marked(story: Story, month: Month) -> list[tuple[int, Row]]:
    return [
        (who, {kind: True})
        for at, who, kind in story.marks
        if month.start <= at < month.end and who is not None
    ]


def is_hidden(report: Report) -> bool:
    """Whether only case workers may know of it."""
    is_about = bool(report.category and report.category.is_conflict_of_interest)
    return report.is_confidential or report.about_id is not None or is_about
