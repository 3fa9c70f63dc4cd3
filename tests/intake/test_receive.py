"""One funnel: what comes out of each input, and that the same input comes out once."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.identity.models import Contact
from tanggap.identity.sealing import unseal
from tanggap.intake.actions import receive
from tanggap.intake.inbound import MAX_TEXT, Inbound, Person, Refused
from tanggap.lib import codes
from tanggap.messaging.models import Message
from tanggap.people.access import Actor, Seat
from tanggap.people.models import Agency
from tanggap.reports import chain
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy, ReportClass

pytestmark = pytest.mark.django_db
# All examples of one test share its transaction.
ONE_DATABASE = [HealthCheck.function_scoped_fixture]
NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
Build = Callable[..., Inbound]


def marked() -> list[tuple[str, int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT topic, key, other FROM lib_mark ORDER BY id")
        return list(cursor.fetchall())


def test_a_geotagged_report_goes_to_its_kelurahan_at_once(inbound: Build) -> None:
    receipt = receive(inbound(), at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert (report.state, report.lead.code) == ("waiting", "kel-kebon-sirih")
    assert receipt.agency_name == report.lead.name
    assert [e.verb for e in report.events.all()] == ["open", "verify"]
    assert [a.agency_id for a in report.assignments.all()] == [report.lead_id]
    assert report.promised_at is not None
    assert report.due_at is not None
    assert receipt.promised_at == report.promised_at


@pytest.mark.parametrize("channel", ["jaki", "open311", "pendopo", "x"])
def test_words_about_violence_make_it_secret_through_every_door(
    inbound: Build, channel: str
) -> None:
    receipt = receive(inbound(channel=channel, text="Ada anak diculik di depan sekolah."), at=NOW)
    report = Report.objects.select_related("lead").get(number=receipt.number)
    assert report.is_confidential and report.visibility == "private"
    assert report.lead is not None and report.lead.code == "ppt-ppa"
    assert receipt.is_confidential


def test_who_read_the_words_and_said_that_it_is_not_that_is_believed(inbound: Build) -> None:
    said = inbound(text="Poster anti kekerasan di taman robek.", is_protected=False)
    assert not Report.objects.get(number=receive(said, at=NOW).number).is_confidential


def test_other_doors_wait_for_a_verifier(inbound: Build) -> None:
    receipt = receive(inbound(channel="email"), at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert (report.state, report.lead) == ("submitted", None)
    assert [e.verb for e in report.events.all()] == ["open"]
    assert Message.objects.get(subject=report.number).template == "received"


def test_a_point_outside_waits_for_a_verifier(inbound: Build) -> None:
    receipt = receive(inbound(lat=48.85, lng=2.35), at=NOW)
    assert receipt.state == "submitted"
    assert Report.objects.get(number=receipt.number).area is None


def test_events_are_chained_to_the_report(inbound: Build) -> None:
    report = Report.objects.get(number=receive(inbound(data={"z": 1, "a": "b"}), at=NOW).number)
    events = list(report.events.order_by("seq"))
    assert chain.verify(events, report_number=report.number) is None
    assert bytes(report.last_hash) == bytes(events[-1].hash)
    assert report.seq == len(events)
    assert events[0].data == {"privacy": "private", "z": 1, "a": "b"}


def test_the_same_input_gets_the_same_receipt(inbound: Build) -> None:
    first = receive(inbound(person=Person(name="Ani", email="ani@example.org")), at=NOW)
    again = receive(inbound(person=Person(name="Ani", email="ani@example.org")), at=NOW)
    assert (again.number, again.code, again.state) == (first.number, first.code, first.state)
    assert again.agency_name == first.agency_name
    assert (first.is_replay, again.is_replay) == (False, True)
    assert Report.objects.count() == Contact.objects.count() == Message.objects.count() == 1
    report, message = Report.objects.get(), Message.objects.get()
    assert marked() == [
        ("publishing", report.pk, None),
        ("messages", message.pk, report.contact_id),
        ("warranty", report.pk, None),
    ]


def test_the_code_opens_the_report_and_is_not_stored(inbound: Build) -> None:
    receipt = receive(inbound(), at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert bytes(report.code_hash) == codes.hashed(receipt.code.lower().replace("-", " "))
    assert receipt.code.replace("-", "").encode() not in bytes(report.code_hash)


def test_the_same_id_of_another_door_is_another_report(inbound: Build) -> None:
    first, second = receive(inbound(), at=NOW), receive(inbound(channel="jaki"), at=NOW)
    assert first.number != second.number
    assert first.code != second.code


@given(
    order=st.lists(st.integers(0, 4), min_size=1, max_size=25),
    minutes=st.lists(st.integers(0, 4000), min_size=25, max_size=25),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_order_and_repetition_makes_each_report_once(
    order: list[int], minutes: list[int], db: None
) -> None:
    Report.objects.none()
    known: dict[int, tuple[str, str]] = {}
    run = f"{datetime.now(UTC).timestamp()}"
    for step, which in enumerate(order):
        inbound = Inbound(channel="web", external_id=f"{run}-{which}", text="Sampah menumpuk")
        receipt = receive(inbound, at=NOW + timedelta(minutes=minutes[step]))
        assert receipt.is_replay is (which in known)
        assert known.setdefault(which, (receipt.number, receipt.code)) == (
            receipt.number,
            receipt.code,
        )
    rows = Report.objects.filter(external_id__startswith=run)
    assert sorted(rows.values_list("number", flat=True)) == sorted(n for n, _ in known.values())


def test_an_earlier_name_counts_for_a_while(inbound: Build) -> None:
    first = receive(inbound(external_id="a"), at=NOW)
    later = {"external_id": "b", "earlier_id": "a", "replay_since": NOW - timedelta(minutes=15)}
    again = receive(inbound(**later), at=NOW + timedelta(minutes=3))
    assert (again.number, again.code, again.is_replay) == (first.number, first.code, True)
    later["replay_since"] = NOW + timedelta(minutes=1)
    assert not receive(inbound(**later), at=NOW + timedelta(minutes=16)).is_replay


@pytest.mark.parametrize(
    ("privacy", "visibility", "is_anonymous", "keeps_contact"),
    [
        (Privacy.OPEN, "public", False, True),
        (Privacy.PRIVATE, "private", False, True),
        (Privacy.NAME_HIDDEN, "private", True, True),
        (Privacy.NO_IDENTITY, "private", True, False),
        (Privacy.CONFIDENTIAL, "private", False, True),
    ],
)
def test_degrees_of_privacy(
    inbound: Build, privacy: Privacy, visibility: str, is_anonymous: bool, keeps_contact: bool
) -> None:
    person = Person(name="Ani", email="ani@example.org", phone="0812")
    receipt = receive(inbound(privacy=privacy, person=person), at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert (report.visibility, report.is_anonymous) == (visibility, is_anonymous)
    assert report.is_confidential is (privacy is Privacy.CONFIDENTIAL)
    assert (report.contact is not None) is keeps_contact
    assert Contact.objects.exists() is keeps_contact
    if report.contact:
        assert unseal(report.contact.sealed) == person


def test_a_nameless_report_may_still_be_public(inbound: Build) -> None:
    for is_public, visibility in ((True, "public"), (False, "private")):
        name = f"public-{is_public}"
        asked = inbound(external_id=name, privacy=Privacy.NO_IDENTITY, is_public=is_public)
        assert Report.objects.get(number=receive(asked, at=NOW).number).visibility == visibility


@pytest.mark.parametrize("channel", ["web", "email", "kelurahan"])
@pytest.mark.parametrize(
    ("category", "agency"),
    [("pungutan-liar", "inspektorat"), ("perlindungan-anak", "ppt-ppa")],
)
def test_delicate_categories_go_to_case_workers_alone(
    inbound: Build, channel: str, category: str, agency: str
) -> None:
    asked = inbound(channel=channel, category=category, privacy=Privacy.OPEN)
    receipt = receive(asked, at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert report.is_confidential
    assert receipt.is_confidential
    assert report.visibility == "private"
    assert report.lead.code == agency
    assert report.lead.handles_confidential


def test_a_confidential_report_never_lies_at_an_open_desk(inbound: Build) -> None:
    receipt = receive(inbound(channel="email", privacy=Privacy.CONFIDENTIAL), at=NOW)
    assert Report.objects.get(number=receipt.number).lead.handles_confidential


def test_the_clerk_is_named_and_the_visitor_is_not(inbound: Build) -> None:
    desk = Agency.objects.get(code="kel-kebon-sirih")
    seat = Seat("clerk", desk.pk, desk.path, desk.name)
    clerk = Actor(kind="staff", user_id=None, name="Rina", seats=(seat,))
    asked = inbound(channel="kelurahan", by=clerk, note="Datang jam 9", person=Person(name="Ani"))
    event = Report.objects.get(number=receive(asked, at=NOW).number).events.get(seq=1)
    assert (event.actor_kind, event.agency, event.note) == ("staff", desk, "Datang jam 9")
    assert "Ani" not in str(event.data)


def test_words_are_kept_and_only_unseen_signs_go(inbound: Build) -> None:
    text = "<b>Halo</b>\r\n\x00\x07Jalan rusak\u202e sekali 🙂 \ud800"
    report = Report.objects.get(number=receive(inbound(text=text), at=NOW).number)
    assert report.text == "<b>Halo</b>\nJalan rusak sekali 🙂"
    assert report.title == "<b>Halo</b>"


def test_a_very_long_text_is_cut_and_says_so(inbound: Build) -> None:
    receipt = receive(inbound(text="panjang " * 5000), at=NOW)
    report = Report.objects.get(number=receipt.number)
    assert len(report.text) <= MAX_TEXT
    assert report.events.get(seq=1).data["characters_sent"] == 40_000


def test_nothing_is_received_in_the_future(inbound: Build) -> None:
    receipt = receive(inbound(received_at=NOW + timedelta(hours=2)), at=NOW)
    assert receipt.received_at == NOW


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \x00\n"}, "text"),
        ({"channel": "telepati"}, "channel"),
        ({"category": "tidak-ada"}, "category"),
        ({"external_id": ""}, "external_id"),
        ({"external_id": "x" * 121}, "external_id"),
        ({"lng": None}, "lat"),
    ],
)
def test_what_cannot_be_a_report_is_refused(
    inbound: Build, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        receive(inbound(**changes), at=NOW)
    assert refused.value.field == field
    assert not Report.objects.exists()


def test_at_most_twelve_statements(inbound: Build) -> None:
    receive(inbound(), at=NOW)
    assert len(_statements(lambda: receive(inbound(external_id="2"), at=NOW))) <= 4


def _statements(action: Callable[[], object]) -> list[str]:
    """What the client sent to the server, from libpq's own trace."""
    with tempfile.NamedTemporaryFile("r") as trace:
        with Path(trace.name).open("w") as out:
            pgconn = connection.connection.pgconn
            pgconn.trace(out.fileno())
            try:
                action()
            finally:
                pgconn.untrace()
        sent = [line.split("\t") for line in trace.read().splitlines()]
    return [
        part[-1] for part in sent if part[1] == "F" and part[3].startswith(("Execute", "Query"))
    ]


def test_a_suggestion_keeps_its_class(inbound: Build) -> None:
    receipt = receive(inbound(report_class=ReportClass.SUGGESTION), at=NOW)
    assert Report.objects.get(number=receipt.number).report_class == "suggestion"
