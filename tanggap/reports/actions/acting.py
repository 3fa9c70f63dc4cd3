"""What all verbs share: the locked row, the rules, the columns, the event, the outbox."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NotRequired, Protocol, TypedDict

from django.db import connection, transaction

from tanggap.lib import marks
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.publication import labels
from tanggap.reports import case as cases
from tanggap.reports import chain, due, standing, undo_window, warranty, workflow
from tanggap.reports.case import Case
from tanggap.reports.facts import ReportFacts
from tanggap.reports.models import Assignment, Report, ReportEvent
from tanggap.reports.workflow import Code, Refused, State, Verb
from tanggap.taxonomy import queries as taxonomy

# What others may do beside somebody's work without making that work stale.
QUIET = frozenset(
    {Verb.SUPPORT, Verb.UNSUPPORT, Verb.FOLLOW, Verb.COMMENT, Verb.NOTE, Verb.MASK, Verb.RELATE}
)

# What ends a report without refusing anybody a right.
PUTS_AWAY = frozenset({Verb.ARCHIVE, Verb.LAPSE})

# What may say of which kind it is, and where.
PLACING = frozenset({Verb.VERIFY, Verb.CORRECT})


class How(TypedDict):
    """What every verb is told beside its own needs.

    `version` is `Report.seq` as the screen showed it; `agency` the office acted for, where the
    actor sits at several; `batch` the reports that are acted on together with this one; `made_at`
    is when a phone without a line says that it was done.
    """

    by: Actor
    at: datetime
    version: NotRequired[int | None]
    agency: NotRequired[Agency | None]
    batch: NotRequired[Batch | None]
    made_at: NotRequired[datetime | None]


class Batch(Protocol):
    """Many reports acted on in one transaction; see `reports.actions.together`."""

    def case(self, report: Report) -> Case:
        """The case of `report`, locked already."""

    def take(self, turn: Turn) -> None:
        """Settle the turn, and write it down with the others."""


class Conflict(Exception):
    """Somebody acted since the screen was shown; `event` is the last thing that happened."""

    def __init__(self, event: ReportEvent) -> None:
        self.event = event
        # Read now: the exception is shown after the transaction is gone.
        self.actor_name = event.actor.name if event.actor else ""
        self.agency_name = event.agency.name if event.agency else ""
        super().__init__(f"{event.report_id}: {event.verb} at {event.at:%H:%M} came first")


@dataclass(slots=True)
class Turn:
    """One verb on one report while it happens. Actions change it; `acting` writes it down."""

    case: Case
    verb: Verb
    by: Actor
    at: datetime
    facts: ReportFacts
    to: State
    agency: Agency | None  # the office acted for
    offices: frozenset[int]  # those the actor may act for
    note: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    about: Agency | None = None  # the office the event names; else the one acted for
    columns: set[str] = field(default_factory=set)
    changed: list[Assignment] = field(default_factory=list)
    added: list[Assignment] = field(default_factory=list)
    revived: list[Assignment] = field(default_factory=list)  # of those changed: they hold again
    told: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    leaves: bool = False  # the reporter: her last message is this turn's
    event: ReportEvent | None = None  # once everything is settled
    contact_id: int | None = None  # who is told

    @property
    def report(self) -> Report:
        return self.case.report

    @property
    def frozen(self) -> State:
        """The state of the row itself, which `facts` do not tell of a merged report."""
        return State(self.report.state)

    @property
    def lead(self) -> Assignment:
        """The lead assignment. Refused when nobody leads, which the rules exclude."""
        if self.case.lead is None:
            raise Refused(Code.WRONG_STATE, self.verb)
        return self.case.lead

    def set(self, **values: Any) -> None:
        """Change columns of the report; they are saved by name."""
        for name, value in values.items():
            setattr(self.report, name, value)
            self.columns.add(name.removesuffix("_id"))

    def change(self, row: Assignment, **values: Any) -> None:
        """Change columns of one assignment."""
        for name, value in values.items():
            setattr(row, name, value)
        if row not in self.changed and row not in self.added:
            self.changed.append(row)

    def add(self, row: Assignment) -> None:
        """Begin a new assignment."""
        self.case.assignments.append(row)
        self.added.append(row)

    def because(self, words: str, code: str = "") -> None:
        """Why: the words as they were read, and the code of the ready reason they came from."""
        self.note = words
        if code:
            self.data["reason"] = code

    def refuse_because(self, words: str, code: str = "") -> None:
        """The same where something is refused: the legal basis is kept as it reads now.

        A regulation may change, the decision stands.
        """
        self.because(words, code)
        ready = taxonomy.reasons().get(code)
        if ready and ready.legal_basis:
            self.data["basis"] = ready.legal_basis

    def tell(self, template: str, **data: Any) -> None:
        """Say something to the reporter, and to those whose reports were merged into this one."""
        self.told.append((template, data))

    def refuse(self, code: Code) -> Refused:
        """The refusal of this verb for `code`, to be raised."""
        return Refused(code, self.verb)


@contextmanager
def acting(
    report: Report,
    verb: Verb,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    agency: Agency | None = None,
    made_at: datetime | None = None,
    given: Collection[str] = (),
    score: int | None = None,
    target: Report | None = None,
    batch: Batch | None = None,
) -> Iterator[Turn]:
    """Lock `report`, check `verb`, let the block change the turn, and write it down as one event.

    `given` names the fields that carry a value. Raises Conflict, Refused; nothing is written
    then. `score` is the rating, `target` the report merged into: the rules ask for both.
    """
    with _transaction(batch):
        case = batch.case(report) if batch else cases.lock(report)
        _compare(case, version)
        if case.events:
            at = max(at, case.events[-1].at)  # the request may have waited for the lock
        by, facts, to = _capacity(
            case, verb, by, given, at=at, agency=agency, score=score, target=target
        )
        offices = standing.offices(by, agency)
        turn = Turn(case, verb, by, at, facts, to, agency or _seat(case, by), offices)
        if made_at is not None:
            turn.data["made_at"] = made_at.isoformat()
        yield turn
        if batch:
            batch.take(turn)
        else:
            settle(turn)
            write(turn)
    # The caller's object says what the row says, whatever it said before.
    report.__dict__.update(turn.report.__dict__)


def _transaction(batch: Batch | None) -> AbstractContextManager[None]:
    """A batch is in one already, and writes nothing before it has seen all its reports."""
    return nullcontext() if batch else transaction.atomic()


def _capacity(
    case: Case, verb: Verb, by: Actor, given: Collection[str], **how: Any
) -> tuple[Actor, ReportFacts, State]:
    """The first capacity of `by` in which she may use `verb`: her own, or for whom she stands in.

    Raises Refused; of several refusals the one that says more than that it isn't hers.
    """
    refusals = []
    for actor in by.capacities():
        facts = standing.facts(case, actor, **how)
        try:
            return actor, facts, workflow.check(verb, facts, given)
        except Refused as refused:
            refusals.append(refused)
    telling = [refused for refused in refusals if refused.code is not Code.NOT_YOURS]
    raise (telling or refusals)[0]


def given(**values: object) -> frozenset[str]:
    """The names of the fields that carry a value: empty text and None do not."""
    return frozenset(name for name, value in values.items() if value not in (None, "", (), []))


def _compare(case: Case, version: int | None) -> None:
    if version is None or version == case.report.seq:
        return
    newer = [event for event in case.events if event.seq > version and event.verb not in QUIET]
    if newer or version > case.report.seq:
        raise Conflict((newer or case.events)[-1])


def _seat(case: Case, by: Actor) -> Agency | None:
    """The office the actor speaks for: the one that holds or helps, if it is hers."""
    held = [case.lead, *case.supporting] if case.lead else case.supporting
    return next((row.agency for row in held if row and by.sits_at(row.agency)), None)


def settle_holder(turn: Turn) -> None:
    """Say who leads after the turn, and how the report came there, in memory."""
    if turn.changed or turn.added:
        lead = turn.case.lead
        turn.set(lead=lead.agency if lead else None, came_by=lead.came_by if lead else "")


def settle(turn: Turn) -> None:
    """Make the event and every column of the report, in memory."""
    settle_holder(turn)
    if turn.verb in PUTS_AWAY and turn.to is State.DECLINED:
        turn.set(came_by=labels.PUT_AWAY)
    if turn.added:
        turn.set(offices=sorted({row.agency_id for row in turn.case.assignments}))
    before = turn.report.state
    if turn.case.into is None:  # the state of a merged report is frozen
        turn.set(state=turn.to.value)
    turn.event = _event(turn, before)
    turn.case.events.append(turn.event)
    turn.set(seq=turn.event.seq, last_hash=turn.event.hash, updated_at=turn.at)
    turn.set(**due.caches(turn.case, at=turn.at))
    turn.contact_id = turn.report.contact_id
    if turn.leaves:
        turn.set(contact=None)


def write(turn: Turn) -> None:
    """Write the rows, the event, the outbox and the job, in the open transaction."""
    assert turn.event is not None
    must_be_open([turn])
    _write_assignments(turn)
    turn.report.save(update_fields=sorted(turn.columns))
    turn.event.save(force_insert=True)
    _tell(turn)
    mark([turn])


def mark(turns: Sequence[Turn]) -> None:
    """What follows from the turns: the public row, and whether it came back under warranty."""
    marks.add("publishing", [turn.report.pk for turn in turns])
    placed = [turn.report.pk for turn in turns if turn.verb in PLACING and turn.report.lat]
    if placed:
        marks.add(warranty.TOPIC, placed)


def must_be_open(turns: Sequence[Turn]) -> None:
    """Refuse what would give a report to an office that was closed since it was chosen.

    The shared lock makes whoever closes it wait, and then find the report there.
    """
    given = {row.agency_id: turn for turn in turns for row in (*turn.added, *turn.revived)}
    if not given:
        return
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [sorted(given)])
        closed = [pk for pk, is_active in cursor.fetchall() if not is_active]
    if closed:
        raise given[closed[0]].refuse(Code.INACTIVE_AGENCY)


_OPEN = "SELECT id, is_active FROM people_agency WHERE id = ANY(%s) ORDER BY id FOR SHARE"
CHANGED = (
    "state", "came_by", "instruction", "officer", "from_agency",
    "started_at", "accepted_at", "ended_at",
)  # fmt: skip


def _write_assignments(turn: Turn) -> None:
    """Ends before beginnings: the database allows one lead at a time."""
    if len(turn.changed) == 1:
        turn.changed[0].save(update_fields=CHANGED)
    elif turn.changed:
        Assignment.objects.bulk_update(turn.changed, CHANGED)
    if turn.added:
        Assignment.objects.bulk_create(turn.added)


def _event(turn: Turn, before: str) -> ReportEvent:
    agency = turn.about or turn.agency
    if turn.by.acts_for is not None:
        turn.data["for"] = turn.by.acts_for
    event = ReportEvent(
        report=turn.report,
        seq=turn.report.seq + 1,
        verb=turn.verb.value,
        from_state=before,
        to_state=turn.report.state,
        actor_kind=turn.by.kind,
        actor_id=turn.by.user_id,
        agency=agency,
        note=turn.note,
        data=turn.data or None,
        at=turn.at,
    )
    event.hash = chain.link(bytes(turn.report.last_hash), event, report_number=turn.report.number)
    return event


def _tell(turn: Turn) -> None:
    if not turn.told:
        return
    merged: list[tuple[str, int | None]] = []
    if not turn.leaves:
        rows = Report.objects.filter(merged_into=turn.report)
        merged = list(rows.values_list("number", "contact_id"))
    for message in messages(turn, merged):
        messaging.notify(**message)


def messages(turn: Turn, merged: Sequence[tuple[str, int | None]]) -> list[dict[str, Any]]:
    """What `messaging.notify` is asked for: to the reporter, and to those of `merged` reports."""
    told = [(turn.report.number, turn.contact_id), *merged]
    return [
        {
            "subject": number,
            "contact_id": contact_id,
            "template": template,
            "data": data,
            "effect_key": effect_key(number, turn.report, turn.report.seq, template),
            "at": turn.at,
            "wait": undo_window.wait(turn.verb),
            "is_urgent": turn.report.is_emergency,
        }
        for number, contact_id in told
        for template, data in turn.told
    ]


def effect_key(number: str, report: Report, seq: int, template: str) -> str:
    """What caused a message about report `number`: event `seq` of `report`."""
    return f"{number}:{report.pk}.{seq}:{template}"
