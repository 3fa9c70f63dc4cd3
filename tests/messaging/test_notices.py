"""Notices to staff: once per person and cause, in the app at once, by mail in waking hours."""

from __future__ import annotations

import smtplib
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tanggap.messaging import actions, notice_texts, notices, queries
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Notice, NoticeMail
from tanggap.messaging.quiet import QuietHours, quiet_hours
from tanggap.people import actions as people
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import User
from tanggap.people.queries import holders, holders_anywhere
from tests import builders

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 23, 5, tzinfo=UTC)  # 12.00 in Jakarta
NIGHT = datetime(2026, 11, 23, 16, tzinfo=UTC)  # 23.00
MORNING = datetime(2026, 11, 23, 23, tzinfo=UTC)  # 06.00 of the next day


def officer(*, email: str = "petugas@example.org", language: str = "id") -> Actor:
    actor = builders.staff("officer", builders.agency(builders.VILLAGE))
    User.objects.filter(pk=actor.user_id).update(email=email, language=language)
    return actor


def tell(actor: Actor, *, at: datetime = NOON, key: str = "one", **more: Any) -> int:
    data = {"office": "Kelurahan Gambir", "clock": "completion", "due_at": at.isoformat()}
    assert actor.user_id is not None
    usual: dict[str, Any] = {
        "user_ids": [actor.user_id],
        "template": "due_soon",
        "subject": "JK2611230001",
        "data": data,
        "offices": {actor.user_id: actor.seats[0].agency_id},
    }
    return actions.notify_staff(**usual | more, effect_key=key, at=at)


def sweep(at: datetime) -> None:
    for user in notices.waiting_for_mail(at=at):
        notices.mail(user_id=user, at=at)


def test_one_row_per_person_and_cause() -> None:
    first, second = officer(), officer(email="lain@example.org")
    assert tell(first) == 1
    assert tell(first) == 0
    assert tell(second, user_ids=[first.user_id, second.user_id]) == 1
    assert tell(first, key="two") == 1
    assert (queries.unread(first), queries.unread(second)) == (2, 1)


def test_at_night_the_app_knows_at_once_and_the_mail_waits_for_the_morning() -> None:
    actor = officer()
    tell(actor, at=NIGHT)
    assert queries.unread(actor) == 1
    sweep(NIGHT + timedelta(hours=3))
    assert mail.outbox == []
    sweep(MORNING)
    assert [message.to for message in mail.outbox] == [["petugas@example.org"]]
    sweep(MORNING + timedelta(hours=3))
    assert len(mail.outbox) == 1


def test_what_is_urgent_goes_at_night() -> None:
    actor = officer()
    tell(actor, at=NIGHT, urgent=True)
    sweep(NIGHT)
    assert len(mail.outbox) == 1


def test_many_notices_are_one_mail_that_says_how_many_more_there_are() -> None:
    actor = officer()
    for n in range(50):
        tell(actor, key=f"many-{n}")
    sweep(NOON)
    [message] = mail.outbox
    assert message.subject == "50 pemberitahuan untukmu"
    assert "Dan 30 pemberitahuan lain." in message.body
    assert message.body.count("/meja/laporan/JK2611230001/") == notice_texts.MAX_LINES


def test_mails_to_one_person_keep_a_gap_unless_something_is_urgent() -> None:
    actor = officer()
    tell(actor)
    sweep(NOON)
    tell(actor, key="two", at=NOON + timedelta(minutes=10))
    sweep(NOON + timedelta(minutes=15))
    assert len(mail.outbox) == 1
    tell(actor, key="three", at=NOON + timedelta(minutes=20), urgent=True)
    sweep(NOON + timedelta(minutes=20))
    assert [message.subject for message in mail.outbox][1:] == ["2 pemberitahuan untukmu"]


def test_who_left_the_office_reads_and_gets_nothing() -> None:
    actor = officer()
    tell(actor, at=NIGHT)
    user = User.objects.get(pk=actor.user_id)
    people.dismiss(user=user, role="officer", agency=builders.agency(builders.VILLAGE), at=NIGHT)
    people.appoint(user=user, role="officer", agency=builders.agency(builders.DISTRICT), at=NIGHT)
    sweep(MORNING)
    assert mail.outbox == []
    assert queries.unread(actor_for(user, at=MORNING)) == 0


def test_no_address_no_mail() -> None:
    tell(officer(email=""))
    sweep(NOON)
    assert mail.outbox == [] and not NoticeMail.objects.exists()


def test_the_reader_s_language_is_spoken() -> None:
    tell(officer(language="en"))
    sweep(NOON)
    [message] = mail.outbox
    assert message.subject == "Time limit approaching"
    assert "Mon, 23 Nov 2026, 12:00" in message.body


def test_every_text_speaks_both_languages_and_names_no_reporter() -> None:
    for name, text in notice_texts.TEXTS.items():
        row = Notice(template=name, subject="JK2611230001", data={}, created_at=NOON)
        said = []
        for language in ("id", "en"):
            with translation.override(language):
                said.append(notice_texts.headline(row) + notice_texts.sentence(row))
        assert said[0] != said[1], name
        assert not {"reporter", "name", "phone", "email", "contact"} & text.facts()


def test_a_fact_that_no_text_names_is_refused() -> None:
    actor = officer()
    with pytest.raises(ValueError, match="phone"):
        tell(actor, data={"phone": "0812"})
    assert queries.unread(actor) == 0


def test_a_server_that_is_away_is_asked_again_and_a_killed_worker_s_mail_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actor = officer()
    assert actor.user_id is not None
    tell(actor)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", _raise(smtplib.SMTPException()))
        with pytest.raises(SendFailed):
            notices.mail(user_id=actor.user_id, at=NOON)
    with monkeypatch.context() as killed:
        killed.setattr("django.core.mail.EmailMessage.send", _raise(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            notices.mail(user_id=actor.user_id, at=NOON)
    notices.mail(user_id=actor.user_id, at=NOON)  # still claimed by whoever was killed
    assert mail.outbox == []
    sweep(NOON + notices.CLAIM)
    [message] = mail.outbox
    assert message.extra_headers["Message-ID"].startswith("<notice-")
    assert NoticeMail.objects.get().tries == 3


def _raise(error: BaseException) -> Any:
    def send(self: object) -> None:
        raise error

    return send


def test_people_are_found_by_their_current_seats() -> None:
    village, district = builders.agency(builders.VILLAGE), builders.agency(builders.DISTRICT)
    here, gone = officer(), officer()
    asleep = officer()
    User.objects.filter(pk=asleep.user_id).update(is_active=False)
    user = User.objects.get(pk=gone.user_id)
    people.dismiss(user=user, role="officer", agency=village, at=NOON)
    found = holders("officer", "agency_admin", offices=[village.pk], at=NOON)
    assert found == {here.user_id: village.pk}
    assert holders("officer", offices=[district.pk], at=NOON) == {}
    assert here.user_id in holders_anywhere("officer", at=NOON)


def test_the_list_is_paged_and_marks_what_was_read(client: Client) -> None:
    actor = officer()
    for n in range(queries.PAGE_SIZE + 5):
        tell(actor, key=f"n{n}")
    client.force_login(User.objects.get(pk=actor.user_id))
    page = client.get("/pemberitahuan/").content.decode()
    assert page.count("JK2611230001: ") == queries.PAGE_SIZE
    oldest = Notice.objects.filter(user=actor.user_id).order_by("pk")[0]
    older = client.get(f"/pemberitahuan/?after={oldest.pk + 5}").content.decode()
    assert older.count("JK2611230001: ") == 5
    newest = Notice.objects.filter(user=actor.user_id).order_by("-pk")[0]
    went = client.post(f"/pemberitahuan/{newest.pk}/")
    assert went["Location"] == "/lapangan/JK2611230001/"
    assert queries.unread(actor) == queries.PAGE_SIZE + 4
    client.post("/pemberitahuan/dibaca/")
    assert queries.unread(actor) == 0


def test_a_notice_is_opened_by_its_owner_alone(client: Client) -> None:
    mine, other = officer(), officer()
    tell(mine)
    client.force_login(User.objects.get(pk=other.user_id))
    row = Notice.objects.get()
    assert client.post(f"/pemberitahuan/{row.pk}/").status_code == 404
    row.refresh_from_db()
    assert row.read_at is None


@pytest.mark.parametrize("path", ["//elsewhere.example", "https://elsewhere.example"])
def test_a_notice_leads_to_this_site_only(client: Client, path: str) -> None:
    actor = officer()
    tell(actor, data={"path": path}, subject="")
    client.force_login(User.objects.get(pk=actor.user_id))
    went = client.post(f"/pemberitahuan/{Notice.objects.get().pk}/")
    assert went["Location"] == "/pemberitahuan/"


def test_the_bell_costs_one_query_by_its_index() -> None:
    actor = officer()
    for n in range(300):
        tell(actor, key=str(n))
    assert actor.user_id is not None
    actions.mark_read(user_id=actor.user_id, at=NOON)
    tell(actor)
    with CaptureQueriesContext(connection) as found:
        assert queries.unread(actor) == 1
    assert len(found) == 1
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE messaging_notice")
        cursor.execute("EXPLAIN " + found.captured_queries[0]["sql"])
        assert any("notice_unread" in row[0] for row in cursor.fetchall())


@given(minutes=st.integers(0, 3 * 24 * 60))
def test_whoever_is_told_is_awake_and_not_later_than_needed(minutes: int) -> None:
    hours = quiet_hours()
    at = NOON + timedelta(minutes=minutes)
    told = hours.awake(at)
    local = told.astimezone(hours.zone)
    assert at <= told < at + timedelta(hours=9, minutes=1)
    assert 6 <= local.hour < 21
    assert told == at or (local.hour, local.minute) == (6, 0)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    zone = quiet_hours().zone
    siesta = QuietHours(datetime(1, 1, 1, 12).time(), datetime(1, 1, 1, 14).time(), zone)
    assert siesta.awake(NOON) == NOON + timedelta(hours=2)
    assert siesta.awake(NIGHT) == NIGHT
    never = QuietHours(datetime(1, 1, 1).time(), datetime(1, 1, 1).time(), zone)
    assert never.awake(NIGHT) == NIGHT
