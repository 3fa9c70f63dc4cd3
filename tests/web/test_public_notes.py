"""A remark for everybody is read by everybody, told to the reporter, and counts as an answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanggap.messaging.models import Message
from tanggap.people.models import User
from tanggap.publishing import actions as publishing
from tanggap.reports import case, due, numbers
from tanggap.reports.clocks import Clock, ledger
from tests.builders import Story

pytestmark = pytest.mark.django_db(databases=["default", "public"])

WORDS = "Lampu cadangan dipasang malam ini, hubungi 081298765432."


@pytest.fixture
def story() -> Story:
    return Story(visibility="public").to("waiting")


def _note(story: Story, scope: str) -> None:
    story.do("note", story.cast.officer, text=WORDS, scope=scope)
    publishing.refresh(report_ids=[story.report.pk])


def _pages(client: Client, story: Story) -> dict[str, str]:
    row = story.report
    code = numbers.code_for(row.channel.code, row.external_id)
    urls = {"public": f"/laporan/{row.number}/", "own": f"/lacak/{row.number}/{code}/"}
    return {name: client.get(url).content.decode() for name, url in urls.items()}


def _first_response(story: Story) -> Any:
    now = case.load(story.fresh())
    return ledger(Clock.FIRST_RESPONSE, now.events, due.subject(now), due.rules())


def test_it_stands_on_the_public_page_masked_and_on_the_reporters(
    client: Client, story: Story
) -> None:
    _note(story, "public")
    pages = _pages(client, story)
    assert "Catatan terbuka dari Kelurahan Gambir" in pages["public"]
    assert "Lampu cadangan dipasang malam ini" in pages["public"]
    assert "081298765432" not in pages["public"]
    assert "Lampu cadangan dipasang malam ini" in pages["own"]


def test_the_reporter_hears_of_it_and_the_first_response_is_given(story: Story) -> None:
    assert _first_response(story).stopped_at is None
    _note(story, "public")
    told = Message.objects.filter(subject=story.report.number).latest("pk")
    assert (told.template, told.data["note"]) == ("progress", WORDS)
    assert _first_response(story).stopped_at == story.at


@pytest.mark.parametrize("scope", ["internal", "agencies"])
def test_any_other_remark_stays_inside(client: Client, story: Story, scope: str) -> None:
    before = Message.objects.count()
    _note(story, scope)
    pages = _pages(client, story)
    assert not any("Lampu cadangan" in page or "Catatan" in page for page in pages.values())
    assert Message.objects.count() == before and _first_response(story).stopped_at is None
    client.force_login(User.objects.get(pk=story.cast.officer.user_id))
    page = client.get(f"/meja/laporan/{story.report.number}/").content.decode()
    assert "Lampu cadangan" in page and "Catatan terbuka" not in page
