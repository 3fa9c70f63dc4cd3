"""Residents support, follow, say something and hear of what happens, and nobody knows who."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tanggap.identity.models import Contact
from tanggap.lib import marks
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.ways import email
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.places.models import Area
from tanggap.publication.models import PublicReport
from tanggap.reports.models import Supporter
from tanggap.together import actions, texts, tokens, wording
from tanggap.together.actions import letters
from tanggap.together.models import Comment, News, Subscription
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db(databases=["default", "public"])
EMAIL = "rumah.hijau@contoh.id"


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters.quiet_hours().__class__, "awake", lambda self, at: at)


def _shown(story: Story) -> PublicReport:
    marks.work("publishing")
    return PublicReport.objects.get(pk=story.report.pk)


def _public() -> Story:
    story = Story(visibility="public").to("waiting")
    _shown(story)
    return story


def _post(client: Client, story: Story, what: str, **form: str) -> str:
    answer = client.post(f"/laporan/{story.report.number}/{what}/", form, follow=True)
    return answer.content.decode()


def _asked(client: Client, story: Story, email: str = EMAIL, **form: str) -> Subscription:
    _post(client, story, "ikuti", email=email, rhythm="now", **form)
    return Subscription.objects.latest("pk")


def _confirmed(client: Client, story: Story, email: str = EMAIL) -> Subscription:
    row = _asked(client, story, email)
    client.post(f"/langganan/ya/{tokens.to_confirm(row.pk)}/")
    row.refresh_from_db()
    return row


def _mail(at: datetime) -> list[Any]:
    mail.outbox.clear()
    _all(at)
    return list(mail.outbox)


def _all(at: datetime) -> None:
    """What the worker does of it; the marks' own clock is the database's."""
    if found := marks.keys("news"):
        with transaction.atomic():
            actions.gather(found, at=at)
            marks.remove("news", found)
    while actions.write(at=at):
        pass
    while marks.work("letters"):
        pass


# -- support


def test_a_browser_supports_once_without_a_script_or_an_account(client: Client) -> None:
    story = _public()
    assert "Dukunganmu tercatat" in _post(client, story, "dukung")
    _post(client, story, "dukung")
    assert _shown(story).supporters == 1
    _post(Client(), story, "dukung")
    assert _shown(story).supporters == 2
    assert "2 warga mendukung" in client.get(f"/laporan/{story.report.number}/").content.decode()


def test_nothing_of_the_browser_is_stored_and_two_reports_share_no_mark(client: Client) -> None:
    one, other = _public(), _public()
    _post(client, one, "dukung")
    _post(client, other, "dukung")
    number = client.cookies["warga"].value.split(":")[0]
    marks_kept = [bytes(row.key_hash) for row in Supporter.objects.all()]
    assert len(set(marks_kept)) == 2
    assert not any(number.encode() in kept for kept in marks_kept)
    event = one.fresh().events.last()
    assert event is not None and (event.verb, event.actor_kind, event.actor) == (
        "support", "resident", None,
    )  # fmt: skip


def test_an_account_supports_once_from_every_browser() -> None:
    story = _public()
    person = User.objects.get(pk=story.cast.officer.user_id)
    for client in (Client(), Client()):
        client.force_login(person)
        _post(client, story, "dukung")
    assert _shown(story).supporters == 1


def test_only_public_reports_and_only_open_ones_and_not_without_end(client: Client) -> None:
    private, story = Story().to("waiting"), _public()
    url = "/laporan/{}/{}/"
    for what in ("dukung", "komentar"):
        assert client.post(url.format(private.report.number, what)).status_code == 404
        assert client.get(url.format(story.report.number, what)).status_code == 405
    assert client.get(url.format(private.report.number, "ikuti")).status_code == 404
    for _ in range(61):
        page = _post(Client(), story, "dukung")
    assert "Terlalu banyak" in page
    story = Story(visibility="public").to("closed")
    assert "sudah berakhir" in _post(Client(REMOTE_ADDR="10.9.9.9"), story, "dukung")


# -- subscriptions


def test_nothing_is_sent_before_the_mailbox_said_yes(client: Client) -> None:
    story = _public()
    row = _asked(client, story)
    actions.send_question(row.pk, at=timezone.now())
    [question] = mail.outbox
    link = re.search(r"/langganan/ya/\S+", question.body)
    assert question.to == [EMAIL] and link
    assert client.get(link[0]).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None, "looking at a link confirms nothing"
    story.do("note", story.cast.officer, text="Alat datang.", scope="public")
    _shown(story)
    assert _mail(timezone.now() + timedelta(hours=1)) == []
    assert "Siap" in client.post(link[0]).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at


def test_a_follower_hears_each_step_once_and_ends_it_with_one_tap(client: Client) -> None:
    story = _public()
    row = _confirmed(client, story)
    _step(story, row)
    soon = story.at + timedelta(minutes=5)
    [letter] = _mail(soon)
    assert "Catatan terbuka" in letter.body and story.report.number in letter.body
    assert letter.to == [EMAIL]
    assert _mail(soon) == [], "once"
    end = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = end[end.index("/langganan") :]
    mailer = Client(enforce_csrf_checks=True)
    assert mailer.get(path).status_code == 200 and Subscription.objects.exists()
    assert mailer.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert mailer.post(path).status_code == 200, "twice is once"
    assert not Subscription.objects.exists()
    assert not Contact.objects.filter(pk=row.contact_id).exists(), "the address is forgotten"


def test_the_address_is_sealed_and_an_answer_tells_nothing(client: Client) -> None:
    story = _public()
    first = _post(client, story, "ikuti", email=EMAIL, rhythm="now")
    again = _post(client, story, "ikuti", email=EMAIL.upper(), rhythm="now")
    assert "Cek surelmu" in first and "Cek surelmu" in again
    assert Subscription.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM identity_contact c WHERE c::text ILIKE '%rumah.hijau%'"
        )
        assert cursor.fetchone() == (0,)


def test_nobody_floods_a_mailbox_with_our_questions(client: Client) -> None:
    story = _public()
    with CaptureQueriesContext(connection) as seen:
        for _ in range(8):
            _post(client, story, "ikuti", email=EMAIL, rhythm="now")
    asked = [query for query in seen if "together.question" in query["sql"]]
    assert len(asked) == 5


def test_who_is_logged_in_need_not_type_her_address(client: Client) -> None:
    story = _public()
    person = User.objects.get(pk=story.cast.officer.user_id)
    person.email = EMAIL
    person.save(update_fields=["email"])
    client.force_login(person)
    assert EMAIL in client.get(f"/laporan/{story.report.number}/ikuti/").content.decode()


def test_who_never_said_yes_is_forgotten(client: Client) -> None:
    row = _asked(client, _public())
    assert actions.forget_unconfirmed(at=row.created_at + timedelta(days=2)) == 0
    assert actions.forget_unconfirmed(at=row.created_at + timedelta(days=4)) == 1
    assert not Subscription.objects.exists() and not Contact.objects.filter(pk=row.contact_id)


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_link_that_nobody_made_says_so(client: Client, token: str) -> None:
    assert client.get(f"/langganan/ya/{token}/").status_code == 404
    assert client.post(f"/langganan/berhenti/{token}/").status_code == 404


def test_a_district_hears_of_its_villages_and_a_category_of_its_own(client: Client) -> None:
    village = Area.objects.select_related("parent").filter(level="village", valid_to=None)[0]
    assert village.parent
    story = Story(visibility="public", area=village, category=builders.category("jalan"))
    for form in ({"area": village.parent.code}, {"category": "jalan"}, {"area": village.code}):
        client.post("/langganan/", {**form, "email": EMAIL, "rhythm": "now"})
    for row in Subscription.objects.all():
        client.post(f"/langganan/ya/{tokens.to_confirm(row.pk)}/")
    Subscription.objects.update(confirmed_at=story.at - timedelta(hours=1))
    _shown(story)
    assert len(_mail(story.at + timedelta(minutes=5))) == 3
    form = {"area": village.code, "category": "jalan", "email": EMAIL, "rhythm": "now"}
    assert client.post("/langganan/", form).status_code == 422, "one thing at a time"


def test_a_daily_letter_waits_for_the_morning_and_then_says_everything(client: Client) -> None:
    story = _public()
    row = _confirmed(client, story)
    Subscription.objects.update(rhythm="daily")
    for _ in range(2):
        _step(story, row)
        assert _mail(story.at + timedelta(minutes=5)) == []
    [letter] = _mail(story.at + timedelta(days=1))
    assert letter.body.count("Catatan terbuka") == 2


def _step(story: Story, row: Subscription) -> None:
    assert row.confirmed_at
    Subscription.objects.filter(pk=row.pk).update(confirmed_at=story.at - timedelta(hours=1))
    story.do("note", story.cast.officer, text="Alat datang.", scope="public")
    _shown(story)


@pytest.mark.parametrize("killed_at", range(1, 13))
def test_news_killed_anywhere_and_repeated_says_each_thing_once(
    client: Client, killed_at: int
) -> None:
    story = _public()
    rows = [_confirmed(client, story, f"{n}@contoh.id") for n in range(3)]
    for row in rows:
        _step(story, row)
    at = story.at + timedelta(minutes=5)
    mail.outbox.clear()
    with suppress(_Killed), connection.execute_wrapper(_dies(killed_at)):
        _all(at)
    _leases_run_out()
    _all(at + timedelta(minutes=12))
    ids = {letter.extra_headers["Message-ID"] for letter in mail.outbox}
    assert {letter.to[0] for letter in mail.outbox} == {f"{n}@contoh.id" for n in range(3)}
    assert len(ids) == 3, "a letter sent twice is the same letter"
    assert not marks.keys("letters") and not marks.keys("news")


class _Killed(BaseException):
    pass


def _dies(after: int) -> Any:
    count = iter(range(1, 10_000))

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(count) == after:
            raise _Killed
        return execute(sql, params, many, context)

    return run


def _leases_run_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now()")


def test_a_worker_that_stood_for_months_loses_no_news(client: Client) -> None:
    story = _public()
    row = _confirmed(client, story)
    _step(story, row)
    at = story.at + timedelta(days=100)
    with transaction.atomic():
        actions.gather(marks.keys("news"), at=at)
    # It stood again, before the letter was written and before it was sent.
    News.objects.update(written_at=at - timedelta(days=50))
    actions.forget(at=at)
    actions.write(at=at)
    actions.forget(at=at)
    mail.outbox.clear()
    marks.work("letters")
    [letter] = mail.outbox
    assert "Catatan terbuka" in letter.body
    Message.objects.update(created_at=at - timedelta(days=50))
    actions.forget(at=at)
    assert not News.objects.exists() and not Message.objects.filter(template="news").exists()
    marks.add("news", [story.report.pk])
    assert _mail(at) == [], "what was told is no news, though its news is forgotten"


def test_what_was_hidden_before_the_letter_left_is_not_said(client: Client) -> None:
    story = _public()
    _step(story, _confirmed(client, story))
    actions.gather(marks.keys("news"), at=story.at)
    actions.write(at=story.at + timedelta(minutes=5))
    PublicReport.objects.filter(pk=story.report.pk).delete()
    mail.outbox.clear()
    marks.work("letters")
    assert mail.outbox == [] and not marks.keys("letters")


def test_very_much_becomes_thirty_and_a_number(client: Client) -> None:
    client.post("/langganan/", {"category": "jalan", "email": EMAIL, "rhythm": "now"})
    row = Subscription.objects.select_related("report", "area", "category").get()
    item = texts.Item("JK26-1", "Lubang", "waiting", "", False, ())
    _subject, body = wording.News(Message(), row, [item] * 45).mail()
    assert body.count("JK26-1") == 30 and "Dan 15 laporan lagi" in body
    assert "category=jalan" in body


def test_many_subscribers_cost_no_more_statements_than_one(client: Client) -> None:
    story = _public()
    for n in range(9):
        _step(story, _confirmed(client, story, f"{n}@contoh.id"))
    at = story.at + timedelta(minutes=5)
    with CaptureQueriesContext(connection) as seen:
        actions.gather(marks.keys("news"), at=at)
        actions.write(at=at)
    assert len(seen) <= 9
    with CaptureQueriesContext(connection) as seen:
        marks.work("letters")
    assert len(mail.outbox) >= 9
    assert len(seen) <= 9 + 14, "one each that says it was sent"


def test_a_mail_server_that_is_away_is_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = _public()
    _step(story, _confirmed(client, story))
    at = story.at + timedelta(minutes=5)
    with monkeypatch.context() as patch:
        patch.setattr(email, "post", _away)
        assert _mail(at) == []
    _leases_run_out()
    assert len(_mail(at)) == 1


def _away(*args: Any, **how: Any) -> None:
    raise SendFailed("away", permanent=False)


def test_a_mailbox_that_takes_nothing_is_forgotten(client: Client) -> None:
    story = _public()
    row = _confirmed(client, story)
    for n in range(2):
        _step(story, row)
        _mail(story.at + timedelta(minutes=5))
        assert actions.forget_unreachable(at=story.at) == 0, n
        Delivery.objects.filter(message__template="news").update(state="bounced")
    assert actions.forget_unreachable(at=story.at) == 1
    assert not Subscription.objects.exists() and not Contact.objects.filter(pk=row.contact_id)


# -- comments


def _said(client: Client, story: Story, text: str = "Saya juga, kata Pak Suryono.") -> Comment:
    _post(client, story, "komentar", text=text)
    return Comment.objects.latest("pk")


def _moderator(story: Story) -> Actor:
    return story.cast.verifier


def test_a_comment_is_read_before_everybody_reads_it_masked(client: Client) -> None:
    story = _public()
    row = _said(client, story)
    page = f"/laporan/{story.report.number}/"
    _shown(story)
    assert "Saya juga" not in client.get(page).content.decode()
    desk = Client()
    desk.force_login(User.objects.get(pk=_moderator(story).user_id))
    queue = desk.get("/meja/komentar/").content.decode()
    assert "Saya juga, kata Pak [nama disamarkan]." in queue
    desk.post("/meja/komentar/", {"comment": [str(row.pk)], "do": "show"})
    _shown(story)
    shown = client.get(page).content.decode()
    assert "Warga berkomentar" in shown and "Saya juga, kata Pak [nama disamarkan]." in shown
    assert "Suryono" not in shown
    row.refresh_from_db()
    assert (row.state, row.decided_by_id) == ("shown", _moderator(story).user_id)
    assert actions.show([row.pk], by=_moderator(story), at=timezone.now()) == 0, "once"


def test_a_shown_comment_can_be_masked_by_a_person(client: Client) -> None:
    story = _public()
    actions.show(
        [_said(client, story, "Tanya tukang Wagiyo.").pk], by=_moderator(story), at=story.at
    )
    desk = Client()
    desk.force_login(User.objects.get(pk=_moderator(story).user_id))
    seq = story.fresh().seq
    form = {"do": "run", "reason": "Nama orang.", "version": seq, f"more-note:{seq}": "Wagiyo"}
    desk.post(f"/meja/laporan/{story.report.number}/mask/", form)
    _shown(story)
    page = client.get(f"/laporan/{story.report.number}/").content.decode()
    assert "Tanya tukang [disamarkan]." in page and "Wagiyo" not in page


def test_a_refused_comment_is_kept_with_its_reason(client: Client) -> None:
    story = _public()
    rows = [_said(client, story, f"Iklan {n}") for n in range(2)]
    desk = Client()
    desk.force_login(User.objects.get(pk=_moderator(story).user_id))
    ids = [str(row.pk) for row in rows]
    desk.post("/meja/komentar/", {"comment": ids, "do": "refuse"})
    assert Comment.objects.filter(state="waiting").count() == 2, "not without a reason"
    desk.post("/meja/komentar/", {"comment": ids, "do": "refuse", "reason": "Iklan."})
    kept = list(Comment.objects.values_list("state", "reason", "text"))
    assert kept == [("refused", "Iklan.", "Iklan 0"), ("refused", "Iklan.", "Iklan 1")]
    assert "comment" not in [event.verb for event in story.fresh().events.all()]


def test_comments_are_limited_and_officers_do_not_read_them(client: Client) -> None:
    story = _public()
    for n in range(7):
        page = _post(client, story, "komentar", text=f"Komentar {n}")
    assert "Terlalu banyak" in page and Comment.objects.count() == 6
    officer = Client()
    officer.force_login(User.objects.get(pk=story.cast.officer.user_id))
    assert officer.get("/meja/komentar/").status_code == 403
    with pytest.raises(PermissionError):
        actions.show([1], by=story.cast.officer, at=timezone.now())
