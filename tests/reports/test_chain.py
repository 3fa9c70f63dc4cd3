"""The chain notices every change, and its encoding is the documented one."""

import hashlib
import timeit
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib.chain import canonical_json
from tanggap.reports import chain

NUMBER = "JK2211230342"
START = datetime(2022, 11, 23, 1, 4, 5, 678901, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    seq: int
    verb: str = "note"
    from_state: str = "waiting"
    to_state: str = "waiting"
    actor_kind: str = "staff"
    actor_id: int | None = 7
    agency_id: int | None = 3
    note: str = "ok"
    data: dict[str, Any] | None = None
    at: datetime = START
    hash: bytes = b""
    report: Any = None


def chained(*events: Event) -> list[Event]:
    prev, result = b"", []
    for event in events:
        prev = chain.link(prev, event, report_number=NUMBER)
        result.append(replace(event, hash=prev))
    return result


def whole() -> list[Event]:
    return chained(*(Event(seq, at=START + timedelta(hours=seq)) for seq in range(1, 6)))


def test_encoding_is_the_documented_one() -> None:
    event = Event(1, verb="open", from_state="", data={"b": 1, "a": "é"}, note="halo\n1")
    micros = int((START - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    text = (
        f"tanggap-event-1\n{NUMBER}\n1\nopen\n\nwaiting\nstaff:7\n3\n{micros}\n"
        '15\n{"a":"é","b":1}\nhalo\n1'
    )
    expected = hashlib.sha256(bytes(32) + text.encode()).digest()
    assert chain.link(b"", event, report_number=NUMBER) == expected


def test_whole_chain() -> None:
    assert chain.verify(whole(), report_number=NUMBER) is None
    assert chain.verify([], report_number=NUMBER) is None


CHANGES: list[dict[str, Any]] = [
    {"verb": "progress"},
    {"from_state": "in_progress"},
    {"to_state": "resolved"},
    {"actor_kind": "clock"},
    {"actor_id": None},
    {"agency_id": None},
    {"note": "ok "},
    {"data": {"a": 1}},
    {"at": START},
    {"hash": bytes(32)},
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_each_changed_field_is_noticed(change: dict[str, Any]) -> None:
    events = whole()
    events[2] = replace(events[2], **change)
    assert chain.verify(events, report_number=NUMBER) == 3


def test_other_report_gap_and_order_are_noticed() -> None:
    events = whole()
    assert chain.verify(events, report_number="JK2211230343") == 1
    assert chain.verify([*events[:1], *events[2:]], report_number=NUMBER) == 2
    assert chain.verify(events[1:], report_number=NUMBER) == 1
    assert chain.verify([events[1], events[0], *events[2:]], report_number=NUMBER) == 1


@given(st.text(), st.text(), st.text(), st.text())
def test_note_and_data_never_run_together(n1: str, d1: str, n2: str, d2: str) -> None:
    def text_hash(note: str, data: str) -> bytes:
        event = Event(1, note=note, data={"d": data})
        return chain.link(b"", event, report_number=NUMBER)

    same = (n1, d1) == (n2, d2)
    with suppress(UnicodeEncodeError):  # lone surrogates can't be stored either
        assert (text_hash(n1, d1) == text_hash(n2, d2)) is same


def test_zone_does_not_matter() -> None:
    jakarta = START.astimezone(tz=ZoneInfo("Asia/Jakarta"))
    one, other = Event(1, at=START), Event(1, at=jakarta)
    assert chain.link(b"", one, report_number=NUMBER) == chain.link(
        b"", other, report_number=NUMBER
    )


def test_json_has_one_spelling() -> None:
    assert canonical_json({"b": [1.0, {"z": None}], "a": "é"}) == '{"a":"é","b":[1,{"z":null}]}'
    assert canonical_json({}) == canonical_json(None) == ""
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"x": float("nan")})


def test_link_costs_little_more_than_the_hash_itself() -> None:
    args: dict[str, Any] = {
        "report_number": NUMBER,
        "seq": 3,
        "verb": "coordinate",
        "from_state": "waiting",
        "to_state": "waiting",
        "actor": "staff:7",
        "agency": "31",
        "note": "Bukan wewenang kelurahan, diteruskan ke Dinas Bina Marga" * 2,
        "data": '{"from":3}',
        "at": START,
    }
    prev, payload = bytes(32), bytes(260)
    ours = min(timeit.repeat(lambda: chain.event_hash(prev, **args), number=2000, repeat=5))
    bare = min(
        timeit.repeat(lambda: hashlib.sha256(prev + payload).digest(), number=2000, repeat=5)
    )
    assert ours < 8 * bare
