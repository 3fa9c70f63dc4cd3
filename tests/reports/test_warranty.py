"""What comes back at a repaired place is joined to its repair, once, and tells nobody's secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tanggap.casework.queries import proposals
from tanggap.casework.queries import warranty as reading
from tanggap.lib import marks
from tanggap.people.models import Agency
from tanggap.reports import numbers, warranty
from tanggap.reports.models import Relation, Report
from tanggap.reports.workflow import Visibility
from tests import builders
from tests.builders import Cast, Story, contact
from tests.casework import world

pytestmark = pytest.mark.django_db

PLACE = {"lat": -6.17, "lng": 106.82}
METER = 1 / 111_195


def repaired(cast: Cast, **columns: Any) -> Story:
    columns = {**PLACE, **columns}
    code = columns.pop("code", "jalan")
    told = Story(cast=cast, **columns)
    told.verify(category=builders.category(code))
    told.accept()
    told.resolve()
    told.validate()
    return told


def again(after: Story, *, code: str = "jalan", days: float = 10, north: float = 0.0,
          **columns: Any) -> Story:  # fmt: skip
    place = {"lat": PLACE["lat"] + north * METER, "lng": PLACE["lng"]}
    at = after.at + timedelta(days=days)
    return Story(cast=after.cast, at=at, category=builders.category(code), **place, **columns)


def joined(told: Story) -> list[str]:
    while marks.work(warranty.TOPIC):
        pass
    rows = Relation.objects.filter(report=told.report, kind="recurrence")
    return list(rows.values_list("other__number", flat=True))


@pytest.mark.parametrize(
    ("how", "is_under"),
    [
        ({}, True),
        ({"north": 45}, True),
        ({"north": 60}, False),
        ({"days": 89}, True),
        ({"days": 91}, False),
        ({"code": "trotoar"}, True),  # of the same line
        ({"code": "sampah"}, False),
    ],
)
def test_the_same_at_the_same_place_within_the_time(how: dict[str, Any], is_under: bool) -> None:
    old = repaired(Cast())
    new = again(old, **how)
    assert joined(new) == ([old.report.number] if is_under else [])


def test_it_is_done_once_whoever_is_killed_in_between() -> None:
    old = repaired(Cast())
    new = again(old)
    assert joined(new) == [old.report.number]
    before = new.fresh().seq
    marks.add(warranty.TOPIC, [new.report.pk])
    assert joined(new) == [old.report.number] and new.fresh().seq == before
    event = new.report.events.get(verb="relate")
    assert event.actor_kind == "system" and event.data["kind"] == "recurrence"


def test_the_newest_repair_answers() -> None:
    cast = Cast()
    repaired(cast, at=builders.MONDAY - timedelta(days=40))
    last = repaired(cast)
    assert joined(again(last)) == [last.report.number]


def test_a_category_named_later_joins_it_then() -> None:
    old = repaired(Cast())
    new = Story(cast=old.cast, at=old.at + timedelta(days=3), **PLACE)
    assert joined(new) == []
    new.verify(category=builders.category("jalan"))
    assert joined(new) == [old.report.number]


@pytest.mark.parametrize("which", ["old", "new"])
def test_what_is_confidential_is_joined_to_nothing(which: str) -> None:
    old = repaired(Cast())
    new = again(old)
    row = old.report if which == "old" else new.report
    Report.objects.filter(pk=row.pk).update(is_confidential=True)
    assert joined(new) == []


def test_nothing_is_told_any_more_once_one_became_confidential() -> None:
    old = repaired(Cast())
    new = again(old)
    assert joined(new) and reading.of(new.fresh()) is not None
    Report.objects.filter(pk=old.report.pk).update(is_confidential=True)
    assert reading.of(new.fresh()) is None


def test_many_are_asked_together(django_assert_num_queries: Any) -> None:
    old = repaired(Cast())
    ids = [again(old, north=n).report.pk for n in range(5)]
    warranty.is_kin(0, 1)  # what is kept is read once
    warranty.days()
    with django_assert_num_queries(2):
        assert warranty.returned(ids) == dict.fromkeys(ids, old.report.pk)


def page_of(client: Client, report: Report) -> str:
    code = numbers.code_for(report.channel.code, report.external_id)
    return " ".join(client.get(f"/lacak/{report.number}/{code}/").content.decode().split())


def test_the_reporter_reads_since_when_and_a_strangers_number_only_if_public(
    client: Client,
) -> None:
    old = repaired(Cast())
    new = again(old)
    assert joined(new)
    said = page_of(client, new.report)
    assert "Kembali dalam masa jaminan" in said and "Warga menunggu sejak" in said
    assert old.report.number not in said
    Report.objects.filter(pk=old.report.pk).update(visibility=Visibility.PUBLIC)
    assert old.report.number in page_of(client, new.report)


def test_her_own_earlier_report_is_named() -> None:
    mine = contact(email="sama@example.org")
    old = repaired(Cast(), contact=mine)
    new = again(old, contact=mine)
    assert joined(new)
    found = reading.of(new.fresh())
    assert found is not None and found.is_tellable


def test_who_repaired_it_is_proposed_first_and_the_office_reads_why(client: Client) -> None:
    old = repaired(Cast())
    new = again(old)
    joined(new)
    found = proposals.proposed(new.fresh(), back=reading.of(new.fresh()))
    assert found is not None and found.agency == Agency.objects.get(code=builders.VILLAGE)
    assert "masih masa jaminannya" in found.reason
    client.force_login(world.staff("verifier", world.desk()))
    page = " ".join(client.get(f"/meja/laporan/{new.report.number}/").content.decode().split())
    assert "Ini kembali dalam masa jaminan laporan" in page and old.report.number in page
    assert "Warga menunggu sejak" in page


def test_the_office_reads_who_must_leave_it_to_somebody_else(client: Client) -> None:
    old = repaired(Cast())
    old.do("reopen", reason="Rusak lagi.")
    client.force_login(world.staff("dispatcher", world.desk()))
    page = " ".join(client.get(f"/meja/laporan/{old.report.number}/").content.decode().split())
    assert "harus dikerjakan orang lain, bukan officer." in page


def test_many_at_once_go_where_each_alone_would(client: Client) -> None:
    old = repaired(Cast())
    news = [again(old), again(old, code="sampah")]
    for new in news:
        joined(new)
    old.report.refresh_from_db()
    client.force_login(world.staff("verifier", world.desk()))
    picks = [f"{new.fresh().number}:{new.fresh().seq}" for new in news]
    form = {"verb": "verify", "kind": "simple", "category": "", "to": "", "pick": picks}
    page = client.post("/meja/antrean/verify/banyak/", {**form, "do": "try"}).content.decode()
    assert reading.among([new.report.number for new in news]).keys() == {news[0].report.number}
    assert old.report.lead and page.count(f"ke {old.report.lead.name}") == 1
