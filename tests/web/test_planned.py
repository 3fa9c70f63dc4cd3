"""The public list of scheduled works: what is on it, in which order, and what never is."""

from __future__ import annotations

from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tanggap.publication import planned
from tanggap.publication.models import PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.reports.vocabulary import Step
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def scheduled(cast: Cast, month: date, *, programme: str = "Musrenbang", **columns: Any) -> Story:
    story = Story(cast=cast, **columns).to("in_progress")
    story.do("schedule", cast.lurah, programme=programme, month=month, reason="Menunggu anggaran.")
    return story


def publish(*stories: Story, visibility: str = "public") -> None:
    ids = [story.report.pk for story in stories]
    Report.objects.filter(pk__in=ids).update(visibility=visibility)
    publishing.refresh(report_ids=ids)


def page(client: Client, query: str = "", *, language: str = "id") -> str:
    response = client.get(f"/terjadwal/{query}", headers={"accept-language": language})
    assert response.status_code == 200 and "max-age" in response["Cache-Control"]
    return response.content.decode()


def test_public_works_stand_under_their_month_and_hidden_ones_nowhere(client: Client) -> None:
    cast = Cast()
    later = scheduled(cast, date(2027, 3, 1), title="Trotoar Jalan Merdeka")
    sooner = scheduled(cast, date(2027, 1, 1), title="Saluran Kali Pesing")
    private = scheduled(cast, date(2027, 1, 1), title="Pagar rumah dinas")
    usual = Story(cast=cast, title="Lampu biasa").to("in_progress")
    publish(later, sooner, usual)
    publish(private, visibility="private")
    said = page(client)
    words = ("Januari 2027</h2>", "Saluran Kali", "Maret 2027</h2>", "Trotoar Jalan")
    places = [said.index(one) for one in words]
    assert places == sorted(places) and "Musrenbang" in said
    assert "Pagar rumah dinas" not in said and "Lampu biasa" not in said
    assert "March 2027" in page(client, language="en")
    later.do("hide", cast.verifier, reason="Menyebut nama.")
    publishing.refresh(report_ids=[later.report.pk])
    assert "Trotoar Jalan Merdeka" not in page(client)


def test_it_is_narrowed_by_month_area_office_and_programme(client: Client) -> None:
    cast = Cast()
    one = scheduled(cast, date(2027, 1, 1), programme="Musrenbang 2027", title="Satu")
    two = scheduled(cast, date(2027, 2, 1), programme="Dana Kelurahan", title="Dua")
    publish(one, two)
    for query, has_one, has_two in (
        ("?month=2027-01", True, False),
        ("?programme=dana", False, True),
        (f"?agency={builders.VILLAGE}", True, True),
        (f"?agency={builders.BRANCH}", False, False),
        ("?area=nirgends", False, False),
        ("?month=x&after=y", True, True),
    ):
        said = page(client, query)
        assert (">Satu<" in said, ">Dua<" in said) == (has_one, has_two), query
    assert "Tidak ada pekerjaan yang cocok" in page(client, "?month=2028-01")


def test_pages_follow_each_other_and_ask_the_same_few_questions(client: Client) -> None:
    cast = Cast()
    stories = [scheduled(cast, date(2027, n % 3 + 1, 1), title=f"Kerja {n}") for n in range(5)]
    publish(*stories)
    with patch.object(planned, "PAGE", 2):
        seen, after = list[str](), ""
        while True:
            found = planned.works(planned.Asked(), after=after)
            seen += [row.title for row in found.rows]
            if not (after := found.later):
                break
    assert seen == ["Kerja 0", "Kerja 3", "Kerja 1", "Kerja 4", "Kerja 2"]
    page(client)
    with CaptureQueriesContext(connections["public"]) as asked:
        page(client)
    assert len(asked) <= 5


def test_the_end_of_a_plan_takes_it_off_and_the_story_says_so(client: Client) -> None:
    story = scheduled(Cast(), date(2027, 1, 1), title="Saluran")
    publish(story)
    number = story.report.number
    assert "Januari 2027, Musrenbang" in client.get(f"/laporan/{number}/").content.decode()
    story.do("schedule", story.cast.lurah, step=Step.ENDED, reason="Dikerjakan minggu ini.")
    publish(story)
    said = client.get(f"/laporan/{number}/").content.decode()
    assert "Jadwal pekerjaan diakhiri" in said and "Dikerjakan minggu ini." in said
    assert "Januari 2027" not in said
    assert "Belum ada pekerjaan terjadwal" in page(client)


def test_partners_are_named_and_what_gives_somebody_away_is_masked(client: Client) -> None:
    cast, branch = Cast(), agency(builders.BRANCH)
    story = Story(cast=cast).to("in_progress")
    story.do("add_support", cast.lurah, to=branch)
    story.do(
        "schedule", cast.lurah, programme="Hubungi 0812-3456-7890", month=date(2027, 1, 1),
        reason="Besar.", together=[branch],
    )  # fmt: skip
    publish(story)
    row = PublicReport.objects.using("public").get(pk=story.report.pk)
    assert row.planned_with == [branch.pk] and "3456" not in row.programme
    assert f"bersama {branch.name}" in page(client)
