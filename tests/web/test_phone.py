"""What an officer's phone asks of the server."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.fieldwork.models import Handed, PhoneAction, Upload
from tanggap.media import storage
from tanggap.people import actions as people
from tanggap.people.models import Agency, User
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy
from tests.casework import world

pytestmark = pytest.mark.django_db
Sender = Callable[..., Any]


@pytest.fixture
def office() -> Agency:
    return world.office()


@pytest.fixture
def officer(client: Client, office: Agency) -> User:
    user = world.staff("officer", office)
    client.force_login(user)
    return user


@pytest.fixture
def send(client: Client) -> Sender:
    """Send one action as the phone does; the answer's JSON, or its response with `raw`."""

    def post(number: str, verb: str, *, raw: bool = False, **more: Any) -> Any:
        said = {"key": str(uuid4()), "number": number, "verb": verb, **more}
        answer = client.post("/lapangan/tindakan/", json.dumps(said), "application/json")
        return answer if raw else answer.json()

    return post


@pytest.fixture
def shoot(client: Client) -> Callable[..., str]:
    """Upload a photograph; its hash."""

    def put(color: str = "white") -> str:
        data = world.jpeg(color)
        sha = hashlib.sha256(data).hexdigest()
        answer = client.put(f"/lapangan/foto/{sha}/", data, "image/jpeg")
        assert answer.json() == {"arrived": True}
        return sha

    return put


def task(office: Agency, **more: Any) -> Report:
    return world.verified(world.report(**more), to=office)


def verbs(report: Report) -> list[str]:
    return list(report.events.order_by("seq").values_list("verb", flat=True))


# The load.


def test_the_load_holds_the_offices_work_and_nobodys_identity(
    client: Client, officer: User, office: Agency
) -> None:
    mine, other = task(office), task(world.office("kelurahan"))
    answer = client.get("/lapangan/data/")
    said = answer.json()
    assert [row["number"] for row in said["reports"]] == [mine.number]
    assert said["reports"][0]["may"] == ["accept", "give_back", "note"]
    assert said["person"]["name"] == officer.name and said["hours"] == 12
    page = answer.content.decode()
    assert world.SECRET_NAME not in page and world.SECRET_PHONE not in page
    assert other.number not in page


def test_a_second_fetch_costs_nothing_until_something_happens(
    client: Client, officer: User, office: Agency
) -> None:
    row = task(office)
    etag = client.get("/lapangan/data/").headers["ETag"]
    assert client.get("/lapangan/data/", HTTP_IF_NONE_MATCH=etag).status_code == 304
    actions.accept(row, by=world.acting(officer), at=timezone.now())
    assert client.get("/lapangan/data/", HTTP_IF_NONE_MATCH=etag).status_code == 200


def test_a_long_list_costs_no_more_queries(
    client: Client, officer: User, office: Agency, django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        task(office)
    with django_assert_max_num_queries(14):
        assert len(client.get("/lapangan/data/").json()["reports"]) == 8


def test_a_private_photograph_stays_off_the_phone(
    client: Client, officer: User, office: Agency, shoot: Any
) -> None:
    photo = Upload.objects.get(sha256=shoot()).attachment
    for privacy in (Privacy.PRIVATE, Privacy.OPEN):
        row = task(office, privacy=privacy)
        row.photos.create(attachment=photo, purpose="report", created_at=timezone.now())
    shown = {r["number"]: r["photos"] for r in client.get("/lapangan/data/").json()["reports"]}
    assert [len(shown[row.number]) for row in Report.objects.order_by("pk")] == [0, 1]


def test_a_confidential_report_is_counted_and_never_stored_on_a_phone(client: Client) -> None:
    inspectorate = Agency.objects.get(code="inspektorat")
    client.force_login(world.staff("case_worker", inspectorate))
    row = world.report(privacy=Privacy.CONFIDENTIAL)
    if row.lead != inspectorate:
        clerk = world.acting(world.staff("dispatcher", world.desk()))
        actions.assign(row, to=inspectorate, reason="Rahasia.", by=clerk, at=timezone.now())
    said = client.get("/lapangan/data/").json()
    assert row.is_confidential and (said["reports"], said["confidential"]) == ([], 1)


# Who may.


def test_without_a_login_the_phone_is_asked_for_one_and_not_sent_away(client: Client) -> None:
    assert client.get("/lapangan/data/").status_code == 401
    assert client.post("/lapangan/tindakan/").status_code == 401


def test_a_lost_seat_and_a_closed_account_are_said_so(
    client: Client, officer: User, office: Agency
) -> None:
    key = client.get("/lapangan/data/").json()["person"]["key"]
    people.dismiss(user=officer, role="officer", agency=office, at=timezone.now())
    answer = client.get("/lapangan/data/")
    assert (answer.status_code, answer.json()) == (403, {"why": "seat", "person": key})
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    answer = client.get("/lapangan/data/")
    assert (answer.status_code, answer.json()) == (403, {"why": "account", "person": key})


def test_what_one_person_did_is_never_sent_under_anothers_name(
    client: Client, officer: User, office: Agency
) -> None:
    key = client.get("/lapangan/data/").json()["person"]["key"]
    client.force_login(world.staff("officer", office))
    row = task(office)
    said = json.dumps({"key": str(uuid4()), "number": row.number, "verb": "accept"})
    answer = client.post("/lapangan/tindakan/", said, "application/json", HTTP_X_TANGGAP_PERSON=key)
    assert (answer.status_code, answer.json()) == (409, {"why": "person"})
    assert not PhoneAction.objects.exists() and verbs(row)[-1] == "verify"


# Photographs.


def test_a_photograph_sent_twice_is_one(client: Client, officer: User, shoot: Any) -> None:
    assert shoot() == shoot()
    row = Upload.objects.get()
    assert client.get(f"/lapangan/foto/{row.sha256}/").json() == {"arrived": True}
    assert client.get(f"/lapangan/foto/{'0' * 64}/").json() == {"arrived": False}


def test_half_a_photograph_is_none(client: Client, officer: User) -> None:
    data = world.jpeg()
    sha = hashlib.sha256(data).hexdigest()
    answer = client.put(f"/lapangan/foto/{sha}/", data[:500], "image/jpeg")
    assert (answer.status_code, answer.json()) == (422, {"why": "broken"})
    assert not Upload.objects.exists()


def test_a_refused_photograph_says_why_in_words(client: Client, officer: User) -> None:
    data = b"\xff\xd8\xff not a photo"
    sha = hashlib.sha256(data).hexdigest()
    answer = client.put(f"/lapangan/foto/{sha}/", data, "image/jpeg")
    assert answer.status_code == 422 and "foto" in answer.json()["message"].lower()


def test_a_full_server_is_no_refusal(
    client: Client, officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> bool:
        raise storage.Full

    monkeypatch.setattr(storage.Folder, "put", full)
    data = world.jpeg("teal")
    answer = client.put(f"/lapangan/foto/{hashlib.sha256(data).hexdigest()}/", data, "image/jpeg")
    assert answer.status_code == 503  # the phone keeps it and tries again


# Actions.


def test_a_day_without_a_line_arrives_in_order(
    officer: User, office: Agency, send: Sender, shoot: Any
) -> None:
    row = task(office)
    key, made = str(uuid4()), timezone.now() - timedelta(hours=3)
    said = send(row.number, "accept", key=key, version=row.seq, made_at=made.isoformat())
    assert said["status"] == "done" and said["seq"] == row.seq + 1
    photos = [
        {"sha256": shoot("navy"), "purpose": "before"},
        {
            "sha256": shoot("white"),
            "purpose": "after",
            "taken_at": made.isoformat(),
            "lat": -6.2,
            "lng": 106.8,
        },
    ]
    # The phone never saw the report as it stood after its own first action.
    said = send(
        row.number,
        "resolve",
        version=row.seq,
        after=key,
        outcome="fixed",
        text="Lampu diganti.",
        asset="PJU-0417",
        photos=photos,
        made_at=made.isoformat(),
    )
    row.refresh_from_db()
    assert said["status"] == "done" and row.state == "awaiting_validation"
    assert row.asset == "PJU-0417"
    after = row.photos.get(purpose="after")
    assert (after.taken_at, after.lat, after.lng) == (made, -6.2, 106.8)
    assert row.events.get(verb="resolve").data["made_at"] == made.isoformat()


def test_the_same_key_gets_the_same_answer_and_does_nothing_again(
    officer: User, office: Agency, send: Sender
) -> None:
    row = world.accepted(world.report(), office, officer)
    key = str(uuid4())
    first = send(row.number, "progress", key=key, text="Alat di jalan.", version=row.seq)
    again = send(row.number, "progress", key=key, text="Alat di jalan.", version=row.seq)
    assert first == again and verbs(row).count("progress") == 1


def test_a_conflict_says_what_came_first_and_stays_the_answer(
    officer: User, office: Agency, send: Sender
) -> None:
    row = task(office)
    boss = world.staff("agency_admin", office, name="Kepala Seksi")
    actions.coordinate(
        row,
        to=world.office("kelurahan"),
        reason="Bukan jalan kota.",
        by=world.acting(boss),
        at=timezone.now(),
    )
    key = str(uuid4())
    said = send(row.number, "accept", key=key, version=row.seq - 1)
    assert said["status"] == "conflict" and "Kepala Seksi" in said["by"]
    assert "Kelurahan" in said["words"]
    assert send(row.number, "accept", key=key, version=row.seq - 1) == said


def test_a_refusal_says_what_is_missing(officer: User, office: Agency, send: Sender) -> None:
    row = world.accepted(world.report(), office, officer)
    said = send(row.number, "resolve", version=row.seq, outcome="not_found", text="Tak ada.")
    assert said["status"] == "refused" and "bukti" in said["words"]
    assert row.photos.count() == 0


def test_nothing_to_repair_needs_a_photograph_with_time_and_place(
    officer: User, office: Agency, send: Sender, shoot: Any
) -> None:
    row = world.accepted(world.report(), office, officer)
    photo = {"sha256": shoot(), "purpose": "place", "taken_at": timezone.now().isoformat()}
    how = {"version": row.seq, "outcome": "not_found", "text": "Sudah dicari."}
    assert send(row.number, "resolve", photos=[photo], **how)["status"] == "refused"
    photo |= {"lat": -6.2, "lng": 106.8}
    assert send(row.number, "resolve", photos=[photo], **how)["status"] == "done"


def test_a_report_out_of_sight_is_gone(officer: User, office: Agency, send: Sender) -> None:
    row = task(world.office("kelurahan"))
    assert send(row.number, "accept")["status"] == "gone"


def test_photographs_come_before_their_action(
    officer: User, office: Agency, send: Sender, shoot: Any
) -> None:
    row = world.accepted(world.report(), office, officer)
    key, photo = str(uuid4()), {"sha256": "a" * 64, "purpose": "after"}
    answer = send(row.number, "progress", raw=True, key=key, text="x", photos=[photo])
    assert (answer.status_code, answer.json()["missing"]) == (409, ["a" * 64])
    assert not PhoneAction.objects.exists()
    photo["sha256"] = shoot()
    said = send(row.number, "progress", key=key, text="Sedang digali.", photos=[photo])
    assert said["status"] == "done"
    assert row.photos.get().purpose == "note"  # on the way: never shown outside


def test_a_colleagues_upload_is_not_mine(
    client: Client, officer: User, office: Agency, send: Sender, shoot: Any
) -> None:
    row, sha = world.accepted(world.report(), office, officer), shoot()
    client.force_login(world.staff("officer", office))
    answer = send(
        row.number, "note", raw=True, text="x", photos=[{"sha256": sha, "purpose": "after"}]
    )
    assert answer.status_code == 409


def test_photographs_of_a_lost_report_go_on_as_a_remark_or_to_the_admin(
    officer: User, office: Agency, send: Sender, shoot: Any
) -> None:
    row = world.accepted(world.report(), office, officer)
    boss = world.acting(world.staff("agency_admin", office))
    actions.coordinate(
        row, to=world.office("kelurahan"), reason="Bukan kami.", by=boss, at=timezone.now()
    )
    photos = [{"sha256": shoot(), "purpose": "after"}]
    said = send(row.number, "note", text="Sudah ditambal.", photos=photos, version=2)
    assert said["status"] == "done" and row.photos.get().purpose == "note"
    assert row.events.last().data["audience"] == "agencies"  # type: ignore[union-attr]
    said = send(row.number, "hand_in", text="Sudah ditambal.", photos=photos)
    assert said["status"] == "done"
    handed = Handed.objects.get()
    assert handed.agency == office and handed.photos.count() == 1


def test_a_phone_whose_clock_is_wrong_is_put_right(
    officer: User, office: Agency, send: Sender
) -> None:
    row = task(office)
    now = timezone.now()
    yesterday = now - timedelta(days=1)
    said = {
        "made_at": (yesterday - timedelta(hours=2)).isoformat(),
        "sent_at": yesterday.isoformat(),
    }
    send(row.number, "accept", version=row.seq, **said)
    made_at = PhoneAction.objects.get().made_at
    assert made_at is not None
    assert abs(made_at - (now - timedelta(hours=2))) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"verb": "validate"},
        {"key": "x"},
        {"version": -1},
        {"version": True},
        {"outcome": "fine"},
        {"text": "x" * 4001},
        {"photos": [{"sha256": "../../etc", "purpose": "after"}]},
        {"photos": [{"sha256": "a" * 64, "purpose": "report"}]},
        {"photos": [{}] * 11},
        {"photos": "x"},
        {"number": "' OR 1=1"},
    ],
    ids=str,
)
def test_a_wrong_program_is_told_so_and_nothing_is_stored(
    wrong: dict[str, Any], officer: User, office: Agency, client: Client
) -> None:
    said = {"key": str(uuid4()), "number": "JK1", "verb": "accept", **wrong}
    answer = client.post("/lapangan/tindakan/", json.dumps(said), "application/json")
    assert (answer.status_code, answer.json()["why"]) == (400, "bad")
    assert not PhoneAction.objects.exists()
