"""Mails that come in: whose they are, what was typed, and that they come once from every door."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from tanggap.lib import marks
from tanggap.messaging.mailbox import imap, letters, quoting, storing, tokens
from tanggap.messaging.models import InboundMail, Mailbox
from tanggap.ops.cli import mail as command
from tests.messaging.imap_server import Box, running

LETTERS = Path(__file__).parent / "letters"
WORDS = "Di tiang nomor 14, dekat warung Bu Ani.\nLampunya masih padam – gelap sekali."


def letter(name: str, **said: str) -> bytes:
    usual = {"from": "sari@example.org", "to": "reports@kota.id", "id": "1", "photo": "UE5H",
             "token": "", "action": "failed", "status": "5.1.1"}  # fmt: skip
    return (LETTERS / f"{name}.eml").read_text().format(**usual | said).encode()


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.MAIL_REPLY = "reports@kota.id"


def test_a_token_names_its_delivery_in_any_case_and_nobody_makes_one() -> None:
    made = tokens.reply_address(77)
    assert len(made.split("@")[0]) <= 64
    assert tokens.find([f"Tanggap <{made.upper()}>"]) == 77
    text = tokens.token(77)
    for place in range(24):
        other = "a" if text[place] != "a" else "b"
        forged = f"reports+{text[:place]}{other}{text[place + 1 :]}@kota.id"
        assert tokens.find([forged]) != 77
        assert tokens.find([forged]) is None
    assert tokens.find(["reports@kota.id", ""]) is None


def test_without_an_address_for_answers_there_is_none(settings: Any) -> None:
    settings.MAIL_REPLY = ""
    assert tokens.reply_address(77) == ""


@pytest.mark.parametrize("program", ["gmail", "outlook", "yahoo", "k9"])
def test_only_what_she_typed_is_read(program: str) -> None:
    found = letters.read(letter(program, to=tokens.reply_address(5)))
    assert found.text == WORDS
    assert (found.sender, found.delivery) == ("sari@example.org", 5)
    assert not found.is_machine and found.bounced is None
    assert [one.name for one in found.files] == (["tiang.png"] if program == "k9" else [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Pada hari Senin lampu mati.\nPada Sen, 23 Nov 2026 Kota <a@b.id> menulis:\n> x",
         "Pada hari Senin lampu mati."),
        ("Sudah.\n\nPada 23/11/26 09.00, Kota\nmenulis:\n> x", "Sudah."),
        ("Sudah.\n\nOn Mon, 23 Nov 2026, Kota <a@b.id>\nwrote:\n> x", "Sudah."),
        ("Dari: rumah saya terlihat jelas", "Dari: rumah saya terlihat jelas"),
        ("Jawaban saya\n> pertanyaan\nlagi", "Jawaban saya\n\nlagi"),
        ("Ya\n\n----- Pesan Asli -----\nx", "Ya"),
        ("> hanya kutipan", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_quoted_is_cut_and_what_looks_like_it_is_not(text: str, kept: str) -> None:
    assert quoting.own_words(text) == kept


def test_machines_are_known_by_what_they_say() -> None:
    assert letters.read(letter("holiday")).is_machine
    for header in ("Auto-Submitted: auto-generated", "Precedence: list", "List-Id: <x.y>",
                   "Return-Path: <>", "X-Autoreply: yes"):  # fmt: skip
        raw = f"{header}\nFrom: a@b.id\nTo: c@d.id\n\nHalo".encode()
        assert letters.read(raw).is_machine, header
    assert not letters.read(b"Auto-Submitted: no\nFrom: a@b.id\n\nHalo").is_machine


def test_a_notice_of_a_mail_server_says_what_became_of_which_mail() -> None:
    failed = letters.read(letter("bounce", token=tokens.reply_address(9)))
    assert (failed.bounced, failed.delivery) == (True, 9)
    waits = letters.read(letter("bounce", action="delayed", status="4.4.1"))
    assert waits.bounced is False


@pytest.mark.parametrize(
    "raw",
    [b"\xff\xfe\x00", b"From: @@@\nTo: <<<\n\n\xff",
     b"Content-Type: text/plain; charset=klingon\n\nHalo",
     b"Content-Type: multipart/mixed; boundary=x\n\nno parts", b"From: =?utf-8?B?////?=\n\nHalo",
     b"Content-Transfer-Encoding: base64\n\n!!!!", b"\n\n"],
)  # fmt: skip
def test_nothing_that_comes_in_breaks_the_reader(raw: bytes) -> None:
    letters.read(raw)


@pytest.mark.django_db
def test_it_is_sealed_marked_once_and_forgotten() -> None:
    at = timezone.now()
    assert storing.keep(letter("gmail"), at=at)
    assert not storing.keep(b"Received: by another way\n" + letter("gmail"), at=at)
    assert not storing.keep(letter("gmail").replace(b"\n", b"\r\n"), at=at)
    assert storing.keep(letter("gmail", id="2"), at=at)
    row = InboundMail.objects.order_by("pk")[0]
    assert b"sari" not in bytes(row.sealed)
    assert storing.content(row) == letter("gmail")
    assert len(marks.keys("mail")) == 2
    InboundMail.objects.update(done_at=at - storing.KEPT * 2)
    assert (storing.forget(at=at), storing.forget(at=at)) == (2, 0)
    assert not storing.keep(letter("gmail"), at=at)


@pytest.mark.django_db
def test_the_pipe_of_a_mail_server_gets_its_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert command.store(letter("gmail")) == 0
    assert command.store(b"") == 65
    assert InboundMail.objects.count() == 1

    def away() -> None:
        raise OSError("sari@example.org")

    monkeypatch.setattr(command, "django_with_database", away)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(letter("gmail"))))
    assert command.run(SimpleNamespace(what="receive")) == 75  # type: ignore[arg-type]


@pytest.fixture
def box(settings: Any) -> Iterator[Box]:
    with running(Box()) as made:
        settings.IMAP_HOST, settings.IMAP_PORT, settings.IMAP_TLS = "127.0.0.1", made.port, False
        settings.IMAP_USER, settings.IMAP_PASSWORD = "reports", "rahasia"
        yield made


@pytest.mark.django_db
def test_a_mailbox_is_read_from_where_it_was_left(box: Box) -> None:
    at = timezone.now()
    box.add(letter("gmail", id="a"))
    box.add(letter("gmail", id="b"))
    assert imap.poll(at=at) == 2
    assert box.seen == {1, 2}
    assert imap.poll(at=at) == 0
    fetched = [one for one in box.asked if "BODY.PEEK" in one]
    assert len(fetched) == 2
    box.add(letter("outlook"))
    assert imap.poll(at=at) == 1
    assert Mailbox.objects.get().last_uid == 3


@pytest.mark.django_db
def test_new_numbers_begin_again_and_store_nothing_twice(box: Box) -> None:
    at = timezone.now()
    box.add(letter("gmail", id="a"))
    imap.poll(at=at)
    box.validity = 8
    assert imap.poll(at=at) == 0
    assert InboundMail.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("where", ["STORE", "FETCH 2 (BODY"])
def test_a_line_that_breaks_loses_nothing(box: Box, where: str) -> None:
    at = timezone.now()
    for name in ("a", "b", "c"):
        box.add(letter("gmail", id=name))
    box.breaks_at = where
    with pytest.raises(imap.Trouble):
        imap.poll(at=at)
    assert Mailbox.objects.get().error
    box.breaks_at = ""
    imap.poll(at=at)
    assert InboundMail.objects.count() == 3
    assert (box.seen, Mailbox.objects.get().error) == ({1, 2, 3}, "")


@pytest.mark.django_db
def test_killed_after_the_commit_it_comes_once(box: Box) -> None:
    box.add(letter("gmail"))

    def die(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith('UPDATE "messaging_mailbox" SET "last_uid"'):
            raise KeyboardInterrupt
        return run(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        imap.poll(at=timezone.now())
    assert imap.poll(at=timezone.now()) == 0
    assert InboundMail.objects.count() == 1


@pytest.mark.django_db
def test_a_wrong_password_is_trouble_without_a_name(box: Box, settings: Any) -> None:
    settings.IMAP_PASSWORD = "salah"
    with pytest.raises(imap.Trouble) as caught:
        imap.poll(at=timezone.now())
    assert "salah" not in str(caught.value)
