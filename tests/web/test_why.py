"""The reporter's page says how its date came about: rule, holidays, pauses; and names nobody."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from tanggap.deadlines import policies, recomputing
from tanggap.deadlines.models import Recomputation
from tanggap.lib import codes, editions, marks
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.taxonomy import clock_rules
from tanggap.taxonomy.clock_rules import NewDay, NewPolicy
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKLM"


def why(client: Client, story: Story, *, language: str = "id") -> str:
    """The lines as text, without marks."""
    Report.objects.filter(pk=story.report.pk).update(code_hash=codes.hashed(CODE))
    url = f"/lacak/{story.report.number}/{CODE}/"
    page = client.get(url, headers={"accept-language": language}).content.decode()
    found = re.search(r"<details class=\"more\">\s*<summary>.*?</details>", page, re.DOTALL)
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
    assert "berlaku sejak 17 Maret 2025: Jakarta Smart City, 17 Maret 2025" in said, said
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


def test_everybody_reads_the_rule_with_its_source_and_since_when(client: Client) -> None:
    """Also that of an operator, and nothing that only the reporter knows."""
    story = Story(visibility="public").to("in_progress")
    story.do("hold", story.cast.officer, question="Rahasia yang mana?")
    story.do("reply", text="Rahasia.")
    rule = NewPolicy(
        clock="completion", amount=3, unit="days", valid_from=date(2026, 11, 20), source="SK Uji 7",
        source_en="Test decree 7",
    )  # fmt: skip
    assert "17 Maret 2025: tindak lanjut paling lama tujuh hari" in public(client, story)
    policies.add(rule, by=story.cast.operator, at=story.at, reason="Uji.")
    editions.look_again()
    row = Recomputation.objects.latest("pk")
    recomputing.recompute(row=row.pk, at=story.at)
    assert marks.keys("publishing") >= {story.report.pk}
    said = public(client, story)
    assert "berlaku sejak 20 November 2026: SK Uji 7. + 3 hari" in said and "Rahasia" not in said
    assert "20 November 2026: Test decree 7. + 3 days" in public(client, story, "en")


def public(client: Client, story: Story, language: str = "id") -> str:
    publishing.refresh(report_ids=[story.report.pk])
    url = f"/laporan/{story.report.number}/"
    page = client.get(url, headers={"accept-language": language}).content.decode()
    found = re.search(r"<details class=\"more\">\s*<summary>.*?</details>", page, re.DOTALL)
    assert found is not None, page
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())
