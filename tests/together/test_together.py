"""Residents support, follow, say something and hear of what happens, and nobody knows who."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tanggap.identity.models import Contact
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.reports.models import Supporter
from tanggap.together import actions
from tanggap.together.actions import letters
from tanggap.together.models import Comment, Subscription
from tests.builders import Story
from tests.together.residents import (
    EMAIL,
    asked,
    confirmed,
    letters_at,
    post,
    public,
    shown,
    step,
)
from tests.web.test_citizen_door import SARI, come_in

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters.quiet_hours().__class__, "awake", lambda self, at: at)


# -- support


def test_a_browser_supports_once_without_a_script_or_an_account(client: Client) -> None:
    story = public()
    assert "Dukunganmu tercatat" in post(client, story, "dukung")
    post(client, story, "dukung")
    assert shown(story).supporters == 1
    post(Client(), story, "dukung")
    assert shown(story).supporters == 2
    assert "2 warga mendukung" in client.get(f"/laporan/{story.report.number}/").content.decode()


def test_nothing_of_the_browser_is_stored_and_two_reports_share_no_mark(client: Client) -> None:
    one, other = public(), public()
    post(client, one, "dukung")
    post(client, other, "dukung")
    number = client.cookies["warga"].value.split(":")[0]
    marks_kept = [bytes(row.key_hash) for row in Supporter.objects.all()]
    assert len(set(marks_kept)) == 2
    assert not any(number.encode() in kept for kept in marks_kept)
    event = one.fresh().events.last()
    assert event is not None and (event.verb, event.actor_kind, event.actor) == (
        "support", "resident", None,
    )  # fmt: skip


def test_an_account_supports_once_from_every_browser() -> None:
    story = public()
    person = User.objects.get(pk=story.cast.officer.user_id)
    for client in (Client(), Client()):
        client.force_login(person)
        post(client, story, "dukung")
    assert shown(story).supporters == 1


def test_support_is_taken_back_once_from_the_report_or_from_the_list(client: Client) -> None:
    story = public()
    page = f"/laporan/{story.report.number}/"
    assert "Tarik dukungan" not in client.get(page).content.decode()
    post(client, story, "dukung")
    shown(story)
    assert "Tarik dukungan" in client.get(page).content.decode()
    assert story.report.title in client.get("/dukungan/").content.decode()
    for n in range(2):
        said = client.post(f"{page}dukung/tarik/", {"list": "1"} if n else {}, follow=True)
        assert "Dukunganmu ditarik" in said.content.decode()
        assert shown(story).supporters == 0
    assert not Supporter.objects.exists()
    assert [event.verb for event in story.fresh().events.all()][-2:] == ["support", "unsupport"]
    assert "Tarik dukungan" not in client.get("/dukungan/").content.decode()
    post(client, story, "dukung")
    assert shown(story).supporters == 1, "and given again"


def test_who_logs_in_later_is_still_the_same_supporter(client: Client) -> None:
    story = public()
    post(client, story, "dukung")
    client.force_login(User.objects.get(pk=story.cast.officer.user_id))
    post(client, story, "dukung")
    assert shown(story).supporters == 1
    post(client, story, "dukung/tarik")
    assert shown(story).supporters == 0


def test_support_is_taken_back_from_a_report_that_is_hidden_or_merged(client: Client) -> None:
    child, root = public(), public()
    for story in (child, root):
        post(client, story, "dukung")
        post(Client(), story, "dukung")
    child.do("merge", child.cast.dispatcher, into=root.fresh(), reason="Sama.")
    assert root.fresh().supporters == 2 + 2 + 1
    post(client, child, "dukung/tarik")
    assert (child.fresh().supporters, root.fresh().supporters) == (1, 3)
    root.do("hide", root.cast.dispatcher, reason="Ada nama orang.")
    shown_again = client.post("/laporan/JK26-0/dukung/tarik/", {"list": "1"})
    assert shown_again.status_code == 302, "nothing is said of what is there"


def test_only_public_reports_and_only_open_ones_and_not_without_end(client: Client) -> None:
    private, story = Story().to("waiting"), public()
    url = "/laporan/{}/{}/"
    for what in ("dukung", "komentar"):
        assert client.post(url.format(private.report.number, what)).status_code == 404
        assert client.get(url.format(story.report.number, what)).status_code == 405
    assert client.get(url.format(private.report.number, "ikuti")).status_code == 404
    for _ in range(61):
        page = post(Client(), story, "dukung")
    assert "Terlalu banyak" in page
    story = Story(visibility="public").to("closed")
    assert "sudah berakhir" in post(Client(REMOTE_ADDR="10.9.9.9"), story, "dukung")


# -- subscriptions


def test_nothing_is_sent_before_the_mailbox_said_yes(client: Client) -> None:
    story = public()
    row = asked(client, story)
    actions.send_question(row.pk, at=timezone.now())
    [question] = mail.outbox
    link = re.search(r"/langganan/ya/\S+", question.body)
    assert question.to == [EMAIL] and link
    assert client.get(link[0]).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None, "looking at a link confirms nothing"
    story.do("note", story.cast.officer, text="Alat datang.", scope="public")
    shown(story)
    assert letters_at(timezone.now() + timedelta(hours=1)) == []
    assert "Siap" in client.post(link[0]).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at


def test_a_follower_hears_each_step_once_and_ends_it_with_one_tap(client: Client) -> None:
    story = public()
    row = confirmed(client, story)
    step(story, row)
    soon = story.at + timedelta(minutes=5)
    [letter] = letters_at(soon)
    assert "Catatan terbuka" in letter.body and story.report.number in letter.body
    assert letter.to == [EMAIL]
    assert letters_at(soon) == [], "once"
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
    story = public()
    first = post(client, story, "ikuti", email=EMAIL, rhythm="now")
    again = post(client, story, "ikuti", email=EMAIL.upper(), rhythm="now")
    assert "Cek e-mailmu" in first and "Cek e-mailmu" in again
    assert Subscription.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM identity_contact c WHERE c::text ILIKE '%rumah.hijau%'"
        )
        assert cursor.fetchone() == (0,)


def test_nobody_floods_a_mailbox_with_our_questions(client: Client) -> None:
    story = public()
    with CaptureQueriesContext(connection) as seen:
        for _ in range(8):
            post(client, story, "ikuti", email=EMAIL, rhythm="now")
    asked = [query for query in seen if "together.question" in query["sql"]]
    assert len(asked) == 5


def test_who_is_logged_in_need_not_type_her_address(client: Client) -> None:
    story = public()
    person = User.objects.get(pk=story.cast.officer.user_id)
    person.email = EMAIL
    person.save(update_fields=["email"])
    client.force_login(person)
    assert EMAIL in client.get(f"/laporan/{story.report.number}/ikuti/").content.decode()


def test_an_address_that_the_account_has_proved_is_not_asked_again(client: Client) -> None:
    story = public()
    come_in(client)
    mail.outbox.clear()
    assert SARI in client.get(f"/laporan/{story.report.number}/ikuti/").content.decode()
    with CaptureQueriesContext(connection) as seen:
        said = post(client, story, "ikuti", email=SARI.upper(), rhythm="now")
    assert "langsung kami kirim" in said
    assert not [query for query in seen if "together.question" in query["sql"]]
    assert Subscription.objects.get().confirmed_at
    assert story.report.number in client.get("/dukungan/").content.decode()
    other = asked(client, story, "lain@contoh.id")
    assert other.confirmed_at is None, "an address of somebody else is asked"


def test_who_never_said_yes_is_forgotten(client: Client) -> None:
    row = asked(client, public())
    assert actions.forget_unconfirmed(at=row.created_at + timedelta(days=2)) == 0
    assert actions.forget_unconfirmed(at=row.created_at + timedelta(days=4)) == 1
    assert not Subscription.objects.exists() and not Contact.objects.filter(pk=row.contact_id)


@pytest.mark.parametrize("token", ["x", "a:b:c"])
def test_a_link_that_nobody_made_says_so(client: Client, token: str) -> None:
    assert client.get(f"/langganan/ya/{token}/").status_code == 404
    assert client.post(f"/langganan/berhenti/{token}/").status_code == 404


# -- comments


def _said(client: Client, story: Story, text: str = "Saya juga, kata Pak Suryono.") -> Comment:
    post(client, story, "komentar", text=text)
    return Comment.objects.latest("pk")


def _moderator(story: Story) -> Actor:
    return story.cast.verifier


def test_a_comment_is_read_before_everybody_reads_it_masked(client: Client) -> None:
    story = public()
    row = _said(client, story)
    page = f"/laporan/{story.report.number}/"
    shown(story)
    assert "Saya juga" not in client.get(page).content.decode()
    desk = Client()
    desk.force_login(User.objects.get(pk=_moderator(story).user_id))
    queue = desk.get("/meja/komentar/").content.decode()
    assert "Saya juga, kata Pak [nama disamarkan]." in queue
    desk.post("/meja/komentar/", {"comment": [str(row.pk)], "do": "show"})
    shown(story)
    everybody = client.get(page).content.decode()
    assert (
        "Warga berkomentar" in everybody and "Saya juga, kata Pak [nama disamarkan]." in everybody
    )
    assert "Suryono" not in everybody
    row.refresh_from_db()
    assert (row.state, row.decided_by_id) == ("shown", _moderator(story).user_id)
    assert actions.show([row.pk], by=_moderator(story), at=timezone.now()) == 0, "once"


def test_a_shown_comment_can_be_masked_by_a_person(client: Client) -> None:
    story = public()
    actions.show(
        [_said(client, story, "Tanya tukang Wagiyo.").pk], by=_moderator(story), at=story.at
    )
    desk = Client()
    desk.force_login(User.objects.get(pk=_moderator(story).user_id))
    seq = story.fresh().seq
    form = {"do": "run", "reason": "Nama orang.", "version": seq, f"more-note:{seq}": "Wagiyo"}
    desk.post(f"/meja/laporan/{story.report.number}/mask/", form)
    shown(story)
    page = client.get(f"/laporan/{story.report.number}/").content.decode()
    assert "Tanya tukang [disamarkan]." in page and "Wagiyo" not in page


def test_a_refused_comment_is_kept_with_its_reason(client: Client) -> None:
    story = public()
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
    story = public()
    for n in range(7):
        page = post(client, story, "komentar", text=f"Komentar {n}")
    assert "Terlalu banyak" in page and Comment.objects.count() == 6
    officer = Client()
    officer.force_login(User.objects.get(pk=story.cast.officer.user_id))
    assert officer.get("/meja/komentar/").status_code == 403
    with pytest.raises(PermissionError):
        actions.show([1], by=story.cast.officer, at=timezone.now())
