"""The reporter's page says how its date came about: rule, holidays, pauses; and names nobody."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tanggap.lib import codes, editions
from tanggap.reports.models import Report
from tanggap.taxonomy import clock_rules
from tanggap.taxonomy.clock_rules import NewDay
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKLM"


def why(client: Client, story: Story, *, language: str = "id") -> str:
    """The lines as text, without marks."""
    Report.objects.filter(pk=story.report.pk).update(code_hash=codes.hashed(CODE))
    url = f"/lacak/{story.report.number}/{CODE}/"
    page = client.get(url, headers={"accept-language": language}).content.decode()
    found = re.search(r"<details class=\"more\"><summary>.*?</details>", page, re.DOTALL)
    assert found is not None and ("Kenapa tanggal ini?" in page or "Why this date?" in page)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_a_question_that_waited_moved_the_date_and_the_page_says_so(client: Client) -> None:
    story = Story().to("in_progress")
    story.do("hold", story.cast.officer, question="Tiang yang mana?")
    story.tick(days=2)
    story.do("reply", text="Yang di sudut.")
    said = why(client, story)
    assert "Laporanmu masuk lewat" in said and "+ 7 hari" in said
    assert "Hitungan berhenti pada" in said and "kami menunggu jawabanmu" in said
    assert said.endswith("Jadi paling lambat Rab, 2 Des, 11.00"), said
    cast = story.cast
    for person in (cast.officer, cast.verifier):
        assert person.name not in re.findall(r"\w+", said)


def test_the_holidays_that_were_skipped_are_named(client: Client) -> None:
    editions.look_again()
    story = Story()
    day = NewDay(
        date=date(2026, 11, 24), kind="public", name="Hari Uji", name_en="Test Day", source="x"
    )
    clock_rules.say_day(day, at=builders.MONDAY + timedelta(hours=2))
    editions.look_again()
    said = why(client, story)
    assert "Dilewati karena libur: Hari Uji" in said and "+ 60 hari kerja" in said
    assert "Sabtu, Minggu, dan hari libur tidak dihitung" in said
    english = why(client, story, language="en")
    assert "Skipped, a holiday: Test Day" in english and "+ 60 working days" in english
