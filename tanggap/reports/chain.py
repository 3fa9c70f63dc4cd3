"""The hash chain of one report's events: version 1 of its encoding.

Each link is SHA-256 over the previous link (32 zero bytes before the first) and this text in
UTF-8, its lines joined by a line feed:

    tanggap-event-1
    report number
    seq
    verb
    state before (empty for the first event)
    state after
    actor
    agency
    microseconds since 1970-01-01T00:00:00Z
    number of characters of the data
    data as canonical JSON (keys sorted, no blanks, not escaped; empty when there is none)
    note

Everything above the data is a single line by nature, the data's length is given and the note
is the rest: no two events share a text. A change of this layout takes a new first line.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

from tanggap.lib.chain import GENESIS, canonical_json

VERSION = "tanggap-event-1"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Linked(Protocol):
    """An event as stored, with its hash."""

    @property
    def report(self) -> Any: ...
    @property
    def seq(self) -> int: ...
    @property
    def verb(self) -> str: ...
    @property
    def from_state(self) -> str: ...
    @property
    def to_state(self) -> str: ...
    @property
    def actor_kind(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def agency_id(self) -> int | None: ...
    @property
    def note(self) -> str: ...
    @property
    def data(self) -> dict[str, Any] | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def hash(self) -> bytes | memoryview: ...


def event_hash(
    prev: bytes,
    *,
    report_number: str,
    seq: int,
    verb: str,
    from_state: str,
    to_state: str,
    actor: str,
    agency: str,
    note: str,
    data: str,
    at: datetime,
) -> bytes:
    """Return the link of one event. Runs a million times in a load, hence in one expression.

    `data` is canonical JSON already (`tanggap.lib.chain.canonical_json`), `actor` comes from
    `actor_name`, `agency` is the id as text or empty, `at` is aware of its zone.
    """
    past = at - EPOCH
    micros = (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds
    text = (
        f"{VERSION}\n{report_number}\n{seq}\n{verb}\n{from_state}\n{to_state}\n{actor}\n{agency}"
        f"\n{micros}\n{len(data)}\n{data}\n{note}"
    )
    return sha256((prev or GENESIS) + text.encode()).digest()


def actor_name(kind: str, id_: int | None) -> str:
    """Return the actor as the chain spells it: "staff:12", "reporter", "clock"."""
    return kind if id_ is None else f"{kind}:{id_}"


def link(prev: bytes, event: Linked, *, report_number: str | None = None) -> bytes:
    """Return the link of a stored event, or of one about to be stored, after `prev`.

    Without `report_number` it is asked of `event.report`, which may cost a query.
    """
    return event_hash(
        prev,
        report_number=report_number or event.report.number,
        seq=event.seq,
        verb=event.verb,
        from_state=event.from_state,
        to_state=event.to_state,
        actor=actor_name(event.actor_kind, event.actor_id),
        agency="" if event.agency_id is None else str(event.agency_id),
        note=event.note,
        data=canonical_json(event.data),
        at=event.at,
    )


def verify(events: Iterable[Linked], *, report_number: str) -> int | None:
    """Return the first seq at which the chain is broken, or None when it is whole.

    `events` are all of one report by seq, which begins at 1 and has no gap. A missing tail
    can't be seen from here: compare the last hash with the report's own, and both with the
    published daily root.
    """
    prev, expected = b"", 1
    for event in events:
        is_next = event.seq == expected
        if not is_next or link(prev, event, report_number=report_number) != bytes(event.hash):
            return expected if not is_next else event.seq
        prev, expected = bytes(event.hash), expected + 1
    return None
