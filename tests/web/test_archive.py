"""Archiving: what holds nothing to act on is put away, and nowhere reads as refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanggap.casework.queries import filters
from tanggap.messaging.models import Message
from tanggap.people.access import CLOCK
from tanggap.people.models import User
from tanggap.performance.counting import Month
from tanggap.publication import labels, lists
from tanggap.publication.filters import Filters
from tanggap.publishing import actions as publishing
from tanggap.reports.actions import Refused
from tanggap.reports.models import Report
from tests import builders
from tests.builders import Story
from tests.performance import plainly
from tests.performance.test_counting import counted

pytestmark = pytest.mark.django_db

WHY: dict[str, Any] = {"reason": "Ini laporan percobaan.", "remedy": "Keberatan."}


def archived(**columns: Any) -> Story:
    story = Story(visibility="public", **columns)
    story.do("archive", story.cast.verifier, **WHY)
    return story


def declined() -> Story:
    story = Story(visibility="public")
    story.do("decline", story.cast.verifier, **WHY)
    return story


def label_of(row: Report) -> str:
    return str(labels.state(row.state, came_by=row.came_by).word)


def login(client: Client, story: Story) -> User:
    user = User.objects.get(pk=story.cast.verifier.user_id)
    client.force_login(user)
    return user


def test_the_verifier_archives_with_a_reason_of_its_own(client: Client) -> None:
    story = Story()
    login(client, story)
    url = f"/meja/laporan/{story.report.number}/archive/"
    page = client.get(url).content.decode()
    assert "ucapan terima kasih" in page and "sengketa antarwarga" not in page
    form = {"version": str(story.report.seq), "reason_code": "archive-thanks", "reason": ""}
    assert client.post(url, {**form, "remedy": "Keberatan."}).status_code == 302
    row = story.fresh()
    assert (row.state, row.came_by, row.closed_at is None) == ("declined", "archive", False)
    event = row.events.last()
    assert event is not None
    assert event.data == {
        "reason": "archive-thanks",
        "remedy": "Keberatan.",
        "basis": "ketentuan kami",
    }
    assert "Diarsipkan" in client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert Message.objects.latest("pk").template == "archived"


def test_an_office_may_not_archive() -> None:
    story = Story().to("waiting")
    with pytest.raises(Refused):
        story.do("archive", story.cast.officer, **WHY)


def test_everybody_reads_that_it_was_archived(client: Client) -> None:
    story, other = archived(), declined()
    publishing.refresh(report_ids=[story.report.pk, other.report.pk])
    number = story.report.number
    page = client.get(f"/laporan/{number}/").content.decode()
    assert "Diarsipkan" in page and "Ini laporan percobaan." in page and "Ditolak" not in page
    english = client.get(f"/laporan/{number}/", headers={"accept-language": "en"})
    assert "Archived" in english.content.decode()
    found = client.get(f"/open311/v2/requests/{number}.json", {"extensions": "true"}).json()[0]
    assert found["status_notes"] == "Diarsipkan" and found["status"] == "closed"
    assert found["extended_attributes"]["detailed_status"] == "ARCHIVED"
    said = {
        state: {row.number for row in lists.feed(Filters(state=state), at=builders.MONDAY).rows}
        for state in ("archived", "declined")
    }
    assert said == {"archived": {number}, "declined": {other.report.number}}


def test_the_reporter_reads_it_and_may_object() -> None:
    story = archived()
    assert label_of(story.report) == "Diarsipkan"
    story.do("object_to", builders.REPORTER, reason="Bukan percobaan.")
    assert label_of(story.fresh()) == "Diarsipkan"
    story.do("overturn", story.cast.other_verifier, reason="Benar.")
    assert label_of(story.fresh()) == "Menunggu Verifikasi"
    assert story.fresh().came_by == ""


def test_nobody_decides_on_the_objection_to_her_own_archiving() -> None:
    story = archived()
    story.do("object_to", builders.REPORTER, reason="Bukan percobaan.")
    with pytest.raises(Refused):
        story.do("uphold", story.cast.verifier, reason="Tetap.")


def test_what_waited_at_an_office_is_archived_too() -> None:
    story = Story().to("waiting")
    story.do("archive", story.cast.dispatcher, **WHY)
    row = story.fresh()
    assert (row.state, row.came_by, row.lead) == ("declined", "archive", None)


def test_an_unanswered_question_ends_in_the_archive() -> None:
    story = Story()
    story.do("hold", story.cast.verifier, question="Di mana?")
    story.at = story.fresh().due_at  # type: ignore[assignment]
    story.do("lapse", CLOCK)
    assert label_of(story.fresh()) == "Diarsipkan"


@pytest.mark.parametrize("state", ["archived", "declined"])
def test_lists_are_narrowed_to_either(client: Client, state: str) -> None:
    story, other = archived(), declined()
    wanted = story if state == "archived" else other
    at = max(story.at, other.at)
    rows = filters.narrowed(Report.objects.all(), filters.Filters(state=state), at=at)
    assert [row.number for row in rows] == [wanted.report.number]
    login(client, story)
    page = client.get("/meja/cari/", {"state": state}).content.decode()
    assert wanted.report.number in page
    left = other if wanted is story else story
    assert left.report.number not in page
    assert "Diarsipkan" in page  # at least as a filter


def test_many_are_archived_at_once(client: Client) -> None:
    stories = [Story() for _ in range(3)]
    login(client, stories[0])
    url = "/meja/antrean/verify/banyak/"
    picks = [f"{story.report.number}:{story.report.seq}" for story in stories]
    ask = {"verb": "archive", "reason_code": "archive-advertising", "remedy": "Keberatan."}
    tried = client.post(url, {**ask, "pick": picks, "do": "try"})
    assert "3 bisa, 0 tidak" in tried.content.decode()
    mark = tried.context["tried"]
    client.post(url, {**ask, "pick": picks, "do": "run", "tried": mark})
    assert {story.fresh().came_by for story in stories} == {"archive"}
    assert stories[0].report.events.last().note == "Ini iklan atau pesan massal."  # type: ignore[union-attr]


def test_an_office_has_not_received_what_was_archived() -> None:
    story = Story().to("waiting")
    story.do("archive", story.cast.dispatcher, **WHY)
    month, at = Month.of(story.at), story.at
    assert counted(month, at) == plainly.count(plainly.everything(), month, at=at)
    assert not [row for row in counted(month, at).values() if row["is_received"]]
