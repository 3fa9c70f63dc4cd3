"""The recorder of one report's life: each method writes what the real action would have written.

Offices are database ids here. The recorder is no second workflow: a test replays every event it
wrote through the table of `reports.workflow`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SUBMITTED, ON_HOLD, WAITING = "submitted", "on_hold", "waiting"
IN_PROGRESS, AWAITING, RESOLVED = "in_progress", "awaiting_validation", "resolved"
CLOSED, DECLINED, REFERRED = "closed", "declined", "referred"
PENDING, ACCEPTED, DONE = "pending", "accepted", "done"
PASSED_ON, RETURNED, DROPPED = "passed_on", "returned", "dropped"
LEADING = (PENDING, ACCEPTED, DONE)
GOOD = 3

REPORTER, STAFF, CLOCK, SYSTEM = "reporter", "staff", "clock", "system"
Data = dict[str, Any] | None


@dataclass(slots=True)
class Step:
    """One event; `office` and `actor` are ids or None."""

    verb: str
    source: str
    target: str
    kind: str
    office: int | None
    note: str
    data: Data
    at: int
    actor: int | None


@dataclass(slots=True)
class Turn:
    """One assignment."""

    office: int
    role: str
    came_by: str
    sender: int | None
    instruction: str
    started: int
    state: str = PENDING
    accepted: int | None = None
    ended: int | None = None
    officer: int | None = None


@dataclass(slots=True)
class Life:
    """The columns of a report that its events move, its events and its assignments."""

    received: int
    state: str = ""
    held_from: str = ""
    came_by: str = ""
    closing: str = ""
    outcome: str = ""
    verified: int | None = None
    resolved: int | None = None
    closed: int | None = None
    updated: int = 0
    is_scheduled: bool = False
    holds: int = 0
    returns: int = 0
    reopens: int = 0
    rejections: int = 0
    stars: int | None = None
    rating_reason: str = ""
    rated: int | None = None
    institution: int | None = None
    supports: list[int] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    @property
    def lead(self) -> Turn | None:
        """The lead assignment that holds or did the work."""
        for turn in reversed(self.turns):
            if turn.role == "lead" and turn.state in LEADING:
                return turn
        return None

    def _write(
        self,
        verb: str,
        target: str,
        at: int,
        *,
        kind: str = STAFF,
        office: int | None = None,
        note: str = "",
        data: Data = None,
        actor: int | None = None,
    ) -> None:
        self.steps.append(Step(verb, self.state, target, kind, office, note, data, at, actor))
        self.state, self.updated = target, at

    def _hand(self, office: int, by: str, at: int, sender: int | None, instruction: str) -> None:
        self.turns.append(Turn(office, "lead", by, sender, instruction, at))
        self.came_by = by

    def _end_lead(self, state: str, at: int) -> Turn:
        turn = self._lead()
        turn.state, turn.ended = state, at
        return turn

    def _lead(self) -> Turn:
        lead = self.lead
        if lead is None:
            raise ValueError("nobody leads this report")
        return lead

    def open(self, *, privacy: str, by_clerk: int | None = None) -> None:
        """The report arrives with the degree of privacy its reporter chose."""
        kind = STAFF if by_clerk else REPORTER
        data = {"privacy": privacy}
        self._write("open", SUBMITTED, self.received, kind=kind, office=by_clerk, data=data)

    def verify(self, at: int, *, to: int, by_rule: bool, actor: int | None = None) -> None:
        """It is found in order and goes to `to`."""
        self._write("verify", WAITING, at, kind=SYSTEM if by_rule else STAFF, office=to,
                    actor=actor)  # fmt: skip
        self.verified = at
        self._hand(to, "verify", at, None, "")

    def _pass(self, verb: str, at: int, to: int, note: str) -> None:
        sender = self._end_lead(PASSED_ON, at).office
        self._write(verb, WAITING, at, office=to, note=note, data={"from": sender})
        self._hand(to, verb, at, sender, note)
        self.is_scheduled = False

    def assign(self, at: int, *, to: int, note: str) -> None:
        """The dispatcher sends it to `to`."""
        self._pass("assign", at, to, note)

    def coordinate(self, at: int, *, to: int, note: str) -> None:
        """The holder passes it sideways."""
        self._pass("coordinate", at, to, note)

    def dispose(self, at: int, *, to: int, instruction: str) -> None:
        """The holder passes it to an office below."""
        self._pass("dispose", at, to, instruction)

    def give_back(self, at: int, *, to: int, note: str) -> None:
        """The holder hands it back to `to`: its parent after a dispose, else the dispatcher."""
        sender = self._end_lead(RETURNED, at).office
        self._write("give_back", WAITING, at, office=to, note=note, data={"from": sender})
        self.returns += 1
        self._hand(to, "give_back", at, sender, note)

    def accept(self, at: int, *, actor: int | None = None) -> None:
        """The lead begins."""
        turn = self._lead()
        turn.state, turn.accepted = ACCEPTED, at
        self._write("accept", IN_PROGRESS, at, office=turn.office, actor=actor)

    def add_support(self, at: int, *, office: int, instruction: str) -> Turn:
        """Another office helps."""
        lead = self._lead()
        self._write("add_support", self.state, at, office=office, note=instruction)
        turn = Turn(office, "supporting", "add_support", lead.office, instruction, at)
        self.turns.append(turn)
        return turn

    def accept_support(self, turn: Turn, at: int) -> None:
        """The helping office begins."""
        turn.state, turn.accepted = ACCEPTED, at
        self._write("accept", self.state, at, office=turn.office)

    def done_support(self, turn: Turn, at: int, *, note: str) -> None:
        """The helping office is done."""
        turn.state, turn.ended = DONE, at
        self._write("done", self.state, at, office=turn.office, note=note)

    def support(self, at: int) -> None:
        """A neighbour says that it concerns her too."""
        self._write("support", self.state, at, kind=REPORTER)
        self.supports.append(at)

    def progress(self, at: int, *, note: str) -> None:
        """A word on how far it is."""
        self._write("progress", self.state, at, office=self._lead().office, note=note)

    def note(self, at: int, *, office: int, note: str) -> None:
        """An internal word."""
        self._write("note", self.state, at, office=office, note=note)

    def schedule(self, at: int, *, note: str, month: str, programme: str) -> None:
        """Long works get a month; the holder's clock stops."""
        data = {"programme": programme, "month": month}
        self._write("schedule", self.state, at, office=self._lead().office, note=note, data=data)
        self.is_scheduled = True

    def hold(self, at: int, *, question: str) -> None:
        """The reporter is asked something."""
        lead = self.lead
        self.held_from = self.state
        self.holds += 1
        self._write("hold", ON_HOLD, at, office=lead.office if lead else None, note=question)

    def reply(self, at: int, *, text: str) -> None:
        """The reporter answers."""
        target = self.held_from if self.state == ON_HOLD else self.state
        self._write("reply", target, at, kind=REPORTER, note=text)
        self.held_from = ""

    def resolve(self, at: int, *, outcome: str, note: str, actor: int | None = None) -> None:
        """The lead says it is done."""
        turn = self._lead()
        turn.state, turn.ended = DONE, at
        self.outcome, self.is_scheduled = outcome, False
        data = {"outcome": outcome}
        self._write("resolve", AWAITING, at, office=turn.office, note=note, data=data, actor=actor)

    def validate(self, at: int, *, office: int, actor: int | None = None) -> None:
        """The validator agrees."""
        self._write("validate", RESOLVED, at, office=office, actor=actor)
        self.resolved, self.closing = at, "work"

    def reject(self, at: int, *, note: str) -> None:
        """The validator sends it back to work."""
        turn = self._lead()
        turn.state, turn.ended = ACCEPTED, None
        self.rejections += 1
        self.outcome = ""
        data = {"agencies": [turn.office], "to_head": self.rejections >= 2}
        self._write("reject_followup", IN_PROGRESS, at, office=turn.office, note=note, data=data)

    def answer(self, at: int, *, text: str) -> None:
        """A question or a suggestion is settled by words."""
        turn = self._lead()
        turn.state, turn.ended = DONE, at
        self._write("answer", RESOLVED, at, office=turn.office, note=text)
        self.resolved, self.closing = at, "answer"

    def rate(self, at: int, *, stars: int, reason: str) -> None:
        """The reporter judges; three and more close it."""
        target = CLOSED if stars >= GOOD else self.state
        self._write("rate", target, at, kind=REPORTER, note=reason, data={"stars": stars})
        self.stars, self.rating_reason, self.rated = stars, reason, at
        if target == CLOSED:
            self.closed = self.closed or at

    def reopen(self, at: int, *, reason: str) -> None:
        """The reporter says it isn't done; the last lead takes it up again."""
        turn = self._lead()
        turn.state, turn.came_by, turn.officer = PENDING, "reopen", None
        turn.started, turn.accepted, turn.ended = at, None, None
        self.reopens += 1
        self._write("reopen", WAITING, at, kind=REPORTER, office=turn.office, note=reason)
        self.came_by = "reopen"
        self.resolved = self.closed = self.stars = self.rated = None
        self.closing = self.outcome = self.rating_reason = ""

    def close(self, at: int) -> None:
        """The reply window is over."""
        self._write("close", CLOSED, at, kind=CLOCK)
        self.closed = at

    def decline(self, at: int, *, reason: str, remedy: str) -> None:
        """It isn't for the city."""
        self._put_away("decline", at, reason, remedy)

    def archive(self, at: int, *, reason: str, remedy: str) -> None:
        """There is nothing to act on."""
        self._put_away("archive", at, reason, remedy)
        self.came_by = "archive"

    def _put_away(self, verb: str, at: int, reason: str, remedy: str) -> None:
        if self.lead:
            self._end_lead(DROPPED, at)
        self._write(verb, DECLINED, at, note=reason, data={"remedy": remedy})
        self.came_by, self.closed = "", at

    def refer(self, at: int, *, institution: int, reason: str) -> None:
        """It goes to another institution."""
        if self.lead:
            self._end_lead(PASSED_ON, at)
        self._write("refer", REFERRED, at, note=reason, data={"institution": institution})
        self.institution = institution

    def withdraw(self, at: int, *, reason: str) -> None:
        """The reporter takes it back."""
        if self.lead:
            self._end_lead(DROPPED, at)
        self._write("withdraw", CLOSED, at, kind=REPORTER, note=reason)
        self.closed, self.closing = at, "withdrawn"
