"""What the reporters of merged duplicates say of the work: counted once each, for who did it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tanggap.people.models import Agency
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Fact, Score, VersionFact
from tanggap.performance.vocabulary import Scope
from tests import builders
from tests.builders import Cast, Story, agency
from tests.performance import plainly
from tests.performance.test_counting import counted

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
LATER = builders.MONDAY + timedelta(days=20)


def person(name: str) -> Any:
    return builders.contact(email=f"{name}@example.org")


def pair(cast: Cast, *, target: str = "ani", other: str = "budi", **columns: Any) -> list[Story]:
    """A report finished by the village, and one that was merged into it before."""
    root = Story(cast=cast, contact=person(target), **columns)
    twin = Story(cast=cast, contact=person(other))
    twin.do("merge", cast.verifier, into=root.report)
    root.to("resolved")
    twin.at = root.at
    return [root, twin]


def score(office: str) -> Score | None:
    rows = Score.objects.filter(month=NOVEMBER.first, agency__code=office, scope=Scope.OWN)
    return rows.first()


def recount() -> None:
    actions.recompute(NOVEMBER, at=LATER)
    # Whatever the example, the plain way must say the same.
    assert counted(NOVEMBER, LATER) == plainly.count(plainly.everything(), NOVEMBER, at=LATER)


def test_the_duplicates_reporter_judges_the_office_that_finished_the_target() -> None:
    root, twin = pair(Cast())
    root.do("rate", stars=5)
    twin.do("rate", stars=2, reason="Masih gelap.")
    recount()
    village = score(builders.VILLAGE)
    assert village is not None
    assert (village.stars_count, village.stars_mean) == (2, Decimal("3.50"))
    assert village.received == 1, "a duplicate was not received"
    row = Fact.objects.get(report=twin.report)
    assert (row.agency.code, row.is_received, row.stars) == (builders.VILLAGE, False, 2)


def test_one_person_speaks_once_with_her_last_word() -> None:
    root, twin = pair(Cast(), target="ani", other="ani")
    root.do("rate", stars=1, reason="Masih gelap.")
    twin.at = root.at
    twin.do("rate", stars=4)
    recount()
    village = score(builders.VILLAGE)
    assert village and (village.stars_count, village.stars_mean) == (1, Decimal("4.00"))


def test_who_left_no_name_speaks_by_her_report() -> None:
    cast = Cast()
    root, twin = Story(cast=cast, contact=None), Story(cast=cast, contact=None)
    twin.do("merge", cast.verifier, into=root.report)
    root.to("resolved")
    twin.at = root.at
    for story in (root, twin):
        story.do("rate", stars=3)
    recount()
    village = score(builders.VILLAGE)
    assert village and village.stars_count == 2


def test_a_rating_in_another_month_counts_in_that_month() -> None:
    root, twin = pair(Cast())
    twin.tick(days=20)
    twin.do("rate", stars=4)
    december, later = NOVEMBER.next, twin.at + timedelta(days=1)
    actions.recompute(december, at=later)
    row = Fact.objects.get(month=december.first, report=twin.report)
    assert (row.agency.code, row.is_rated, row.is_received) == (builders.VILLAGE, True, False)
    assert counted(december, later) == plainly.count(plainly.everything(), december, at=later)
    assert not Fact.objects.filter(month=december.first, report=root.report).exists()


def test_one_offices_count_alone_says_the_same() -> None:
    root, twin = pair(Cast())
    root.do("rate", stars=5)
    twin.do("rate", stars=1, reason="Belum.")
    everything = counted(NOVEMBER, LATER)
    village = Agency.objects.get(code=builders.VILLAGE)
    alone = counted(NOVEMBER, LATER, office=village.pk)
    assert alone == {key: row for key, row in everything.items() if key[0] == village.pk}
    assert (village.pk, twin.report.pk) in alone


def test_another_office_that_goes_on_is_not_judged_for_it() -> None:
    cast = Cast()
    root, twin = pair(cast)
    twin.do("rate", stars=1, reason="Belum.")
    root.at = twin.at
    root.do("reopen", reason="Masih gelap.")
    root.do("coordinate", cast.lurah, to=agency(builders.BRANCH), reason="Jalan kota.")
    twin.at = root.at
    recount()
    village, branch = score(builders.VILLAGE), score(builders.BRANCH)
    # The village finished its turn before; what was said of that turn stays with it.
    assert village and village.stars_count == 1
    assert branch and branch.stars_count == 0


def test_what_belongs_to_a_confidential_report_is_hidden() -> None:
    root, twin = pair(Cast())
    twin.do("rate", stars=4)
    type(root.report).objects.filter(pk=root.report.pk).update(is_confidential=True)
    recount()
    assert Fact.objects.get(report=twin.report).is_hidden


def test_after_parting_her_last_word_counts() -> None:
    cast = Cast()
    _root, twin = pair(cast)
    twin.do("rate", stars=4)
    twin.do("unmerge", cast.verifier, reason="Ternyata lain.")
    twin.to("resolved")
    twin.do("rate", stars=2, reason="Belum.")
    recount()
    village = score(builders.VILLAGE)
    assert village is not None and village.received == 2
    # One row for a report: its reporter's last word.
    assert (village.stars_count, village.stars_mean) == (1, Decimal("2.00"))


def test_a_frozen_month_stays_as_it_was() -> None:
    root, twin = pair(Cast())
    root.do("rate", stars=5)
    closed_at = NOVEMBER.end + timedelta(days=9)
    actions.close_month(month=NOVEMBER, by=root.cast.operator, at=closed_at)
    before = list(VersionFact.objects.order_by("pk").values_list("report", "stars"))
    assert before == [(root.report.pk, 5)]
    twin.at = closed_at + timedelta(hours=1)
    twin.do("rate", stars=1, reason="Belum.")
    actions.recompute(NOVEMBER, at=twin.at)
    assert list(VersionFact.objects.order_by("pk").values_list("report", "stars")) == before
    actions.recompute(NOVEMBER.next, at=twin.at)
    assert Fact.objects.get(report=twin.report).month == NOVEMBER.next.first
