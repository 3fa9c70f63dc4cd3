"""The operator says which days are closed; the log keeps who and why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from tanggap.deadlines import preview, recomputing
from tanggap.deadlines.models import Recomputation
from tanggap.lib import editions
from tanggap.people.models import Change, User
from tanggap.reports import bulk
from tanggap.taxonomy.clock_rules import NewDay, NewPolicy
from tanggap.taxonomy.models import ClockPolicy, OperatorDay
from tests import builders
from tests.builders import Cast, Story

pytestmark = pytest.mark.django_db
DAY = {
    "date": "2026-12-23",
    "kind": "public",
    "name": "Hari pemilihan",
    "source": "Keputusan Gubernur",
    "reason": "Ditetapkan kemarin.",
}


def test_a_day_is_said_and_taken_back_and_both_are_logged(client: Client) -> None:
    client.force_login(User.objects.get(pk=Cast().operator.user_id))
    assert client.post("/operator/libur/", {**DAY, "reason": ""}).status_code == 422
    asked = client.post("/operator/libur/", DAY)
    assert asked.status_code == 200 and not OperatorDay.objects.exists()
    back = client.post("/operator/libur/", {**DAY, "back": "1"})
    assert back.status_code == 200 and "Hari pemilihan" in back.content.decode()
    said = client.post("/operator/libur/", {**DAY, "sure": "1"})
    assert said["Location"] == "/operator/libur/?year=2026"
    page = client.get("/operator/libur/?year=2026").content.decode()
    assert "Hari pemilihan" in page and "Hari Raya Natal" in page
    taken = "/operator/libur/2026-12-23/cabut/"
    assert "Simpan perubahan ini" in client.post(taken, {"reason": "x"}).content.decode()
    client.post(taken, {"reason": "Dibatalkan.", "sure": "1"})
    row = OperatorDay.objects.get(date=date(2026, 12, 23))
    assert row.ended_at is not None
    assert client.post(taken, {"reason": "x"}).status_code == 404
    said = Change.objects.filter(kind="day").order_by("pk")
    assert [one.verb for one in said] == ["add", "close"]
    assert "Ditetapkan kemarin." in client.get("/operator/jejak/").content.decode()


def test_a_rule_gets_a_new_version_and_an_overlap_is_refused(client: Client) -> None:
    client.force_login(User.objects.get(pk=Cast().operator.user_id))
    said = {
        "clock": "validation", "amount": "1", "unit": "working_days", "source": "Surat edaran",
        "valid_from": "2026-12-01", "reason": "Dipercepat.", "sure": "1",
    }  # fmt: skip
    odd = client.post("/operator/jam/", {**said, "kind": "kelurahan"})
    assert odd.status_code == 422 and "tidak mengenal jenis itu" in odd.content.decode()
    assert client.post("/operator/jam/", said).status_code == 302
    rows = ClockPolicy.objects.filter(clock="validation").order_by("valid_from")
    assert [row.until for row in rows] == [date(2026, 11, 30), None]
    editions.look_again()
    refused = client.post("/operator/jam/", {**said, "valid_from": "2026-11-01"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert rows[1].code in page and "Surat edaran" in page
    client.post(
        f"/operator/jam/{rows[1].code}/akhiri/",
        {"last_day": "2027-06-30", "reason": "Percobaan.", "sure": "1"},
    )
    assert ClockPolicy.objects.get(code=rows[1].code).until == date(2027, 6, 30)
    verbs = Change.objects.filter(kind="clock").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add", "close"]


def test_a_preview_names_whom_a_day_moves_and_confidential_ones_are_only_counted(
    client: Client,
) -> None:
    editions.look_again()
    cast = Cast()
    shown, hidden = Story(cast=cast), Story(cast=cast)
    hidden.do("correct", cast.verifier, is_confidential=True)
    client.force_login(User.objects.get(pk=cast.operator.user_id))
    page = client.post("/operator/libur/", {**DAY, "date": "2026-11-24"}).content.decode()
    assert "Dari 2 laporan terbuka" in page and "Batasnya lebih lambat" in page
    assert shown.report.number in page and hidden.report.number not in page
    assert "24 Nov 2026, 09.00" in page and "25 Nov 2026, 09.00" in page
    assert not OperatorDay.objects.exists() and shown.fresh().due_at == shown.report.due_at


def test_a_large_preview_is_drawn_and_says_how_far_it_may_be_off() -> None:
    editions.look_again()
    cast = Cast()
    stories = [Story(cast=cast) for _ in range(12)]
    said = NewDay(date=date(2026, 11, 24), kind="public", name="x", source="x")
    with patch.object(preview, "MOST", 6):
        found = preview.of_day(said=said, by=cast.operator, at=stories[0].at)
    assert found.is_drawn and found.total.value == 12 and found.looked_at == 6
    # All that were drawn move, so all twelve are said to; the doubt is said too.
    assert found.later.value == 12 and found.later.off > 0
    assert len(found.examples) == found.looked_at


def test_what_is_drawn_is_a_fair_part(django_assert_max_num_queries: Any) -> None:
    """Some move and some don't: the number told is about as far off as it says, and a large
    city asks no more questions than a small one."""
    editions.look_again()
    cast = Cast()
    stories = [Story(cast=cast) for _ in range(40)]
    for story in stories[::2]:
        story.to("in_progress")
    said = NewDay(date=date(2026, 11, 24), kind="public", name="x", source="x")
    whole = preview.of_day(said=said, by=cast.operator, at=stories[0].at)
    assert (whole.is_drawn, whole.later.value, whole.later.off) == (False, 20, 0)
    with patch.object(preview, "MOST", 25), django_assert_max_num_queries(12):
        part = preview.of_day(said=said, by=cast.operator, at=stories[0].at)
    assert part.looked_at == 25 and part.is_drawn
    # What is drawn differs from run to run: two of its own margins are passed once in 10,000.
    assert 0 < part.later.off < 20 and abs(part.later.value - 20) <= 2 * part.later.off
    assert abs(part.total.value - whole.total.value) <= 2 * part.total.off + 1


def test_what_runs_is_counted_and_drawn_without_reading_the_table() -> None:
    """Each half is a question that an index answers whole; together they are what runs."""
    cast = Cast()
    for state in ("submitted", "in_progress", "resolved", "closed", "declined", "referred"):
        Story(cast=cast).to(state)
    running = {row.id for row in bulk.running(after=0, limit=100)}
    assert set(bulk.drawn(100)) == running and bulk.count() == len(running) > 0
    assert bulk.count(bulk.EVERY) == len(running)
    few = bulk.drawn(2)
    assert len(few) == 2 and set(few) < running and few == bulk.drawn(2)


def test_a_rule_for_one_category_moves_its_reports_and_the_log_tells_the_result(
    client: Client,
) -> None:
    editions.look_again()
    cast = Cast()
    lamps, other = Story(cast=cast), Story(cast=cast)
    lamps.verify(category=builders.category("jaringan-listrik"))
    other.verify()
    client.force_login(User.objects.get(pk=cast.operator.user_id))
    said = {
        "clock": "completion", "category": "jaringan-listrik", "amount": "2", "unit": "hours",
        "valid_from": "2026-11-01", "source": "SE 1", "reason": "Dipercepat.",
    }  # fmt: skip
    page = client.post("/operator/jam/", said).content.decode()
    assert lamps.report.number in page and other.report.number not in page
    rule = {name: said[name] for name in ("clock", "category", "unit", "source")}
    new = NewPolicy(**rule, amount=2, valid_from=date(2026, 11, 1))
    soon = lamps.at + timedelta(hours=3)
    late = preview.of_policy(new, by=cast.operator, at=soon)
    assert (late.become_late.value, late.become_timely.value) == (1, 0)
    client.post("/operator/jam/", {**said, "sure": "1"})
    assert "Mulai dalam beberapa detik." in client.get("/operator/jam/").content.decode()
    editions.look_again()
    row = Recomputation.objects.latest("pk")
    recomputing.recompute(row=row.pk, at=lamps.at)
    part = client.get("/operator/jam/hitung/").content.decode()
    assert "Selesai: 1 diperiksa, 1 bergeser (0 lebih lambat, 1 lebih cepat)." in part
    assert "hx-get" not in part
    log = client.get("/operator/jejak/?jenis=clock").content.decode()
    assert "Batas lebih cepat: 1" in log
    assert "selesai mengikuti aturan completion-20261101" in log
