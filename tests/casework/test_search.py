"""The search finds exactly what one plain condition would, however it looks for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.casework.queries import paging
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.search import search
from tanggap.lib.lookup import windows
from tanggap.people.access import NOBODY, SYSTEM, Actor
from tanggap.reports import access
from tanggap.reports.models import TAGS, Report
from tests.casework import mixture
from tests.casework.mixture import AT

ROWS, ASKED, SIZE = 200, 40, 5
moments = st.datetimes(datetime(1899, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Rows of every kind, and the people who look for them."""
    monkeypatch.setattr(paging, "PAGE_SIZE", SIZE)
    mixture.fill(Random(5), ROWS)
    return mixture.actors()


@pytest.mark.slow
@pytest.mark.django_db
def test_a_search_finds_what_one_condition_finds(city: list[Actor]) -> None:
    pick, sizes = Random(6), []
    for turn in range(ASKED):
        actor = pick.choice(city)
        asked = mixture.some_filters(pick) if turn % 4 else Filters()
        plain = mixture.narrowed(mixture.visible_to(actor), asked)
        expected = list(plain.order_by("-received_at", "-id").values_list("number", flat=True))
        assert _read_through(actor, asked) == expected, (actor.seats, asked)
        sizes.append(len(expected))
    assert sum(size > 3 * SIZE for size in sizes) > ASKED / 10, "nearly all lists were short"


def _read_through(actor: Actor, asked: Filters) -> list[str]:
    """All numbers, read forwards page by page; backwards they must be the same."""
    pages = [search(actor, asked, at=AT)]
    while pages[-1].after:
        pages.append(search(actor, asked, at=AT, after=pages[-1].after))
    back = pages[-1:]
    while back[0].before:
        back.insert(0, search(actor, asked, at=AT, before=back[0].before))
    forward = [row.number for page in pages for row in page.rows]
    assert [row.number for page in back for row in page.rows] == forward
    return forward


@pytest.mark.django_db
def test_what_somebody_sees_is_what_the_assignments_say(city: list[Actor]) -> None:
    for actor in city:
        plain, found = mixture.visible_to(actor), access.visible_to(actor)
        assert set(found.values_list("pk")) == set(plain.values_list("pk")), actor.seats
    assert not access.visible_to(NOBODY).exists()
    assert not search(NOBODY, Filters(text="sampah"), at=AT).rows


@pytest.mark.django_db
def test_everything_one_sees_carries_a_tag_of_her_reach(city: list[Actor]) -> None:
    for actor in city:
        tags, seen = access.reach(actor), access.visible_to(actor)
        if tags is not None:
            reached = seen.alias(tags=TAGS).filter(tags__overlap=tags)
            assert seen.count() == reached.count(), actor.seats
    assert access.reach(SYSTEM) is None


@pytest.mark.django_db
def test_a_search_finds_the_same_however_many_matches_are_expected(
    city: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanggap.casework.queries import search as module

    pick = Random(7)
    for matches in (150.0, 3_000.0, 60_000.0):
        monkeypatch.setattr(module, "estimate", lambda rows, matches=matches: matches)
        for _ in range(12):
            actor, asked = pick.choice(city), mixture.some_filters(pick)
            plain = mixture.narrowed(mixture.visible_to(actor), asked)
            expected = plain.order_by("-received_at", "-id").values_list("number", flat=True)
            assert _read_through(actor, asked) == list(expected)


@pytest.mark.django_db
def test_every_search_asks_once_and_estimates_once_at_most(city: list[Actor]) -> None:
    for actor in city[::6]:
        for asked in (Filters(), Filters(text="sampah"), Filters(state="closed", year=2026)):
            search(actor, asked, at=AT)
            with CaptureQueriesContext(connection) as queries:
                search(actor, asked, at=AT)
            asked_of_reports = [q for q in queries if "reports_report" in q["sql"]]
            assert len(asked_of_reports) <= 2
            assert sum("EXPLAIN" not in q["sql"] for q in asked_of_reports) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("spoilt", ["0001-01-01T00:00:00+00:00_5", "9999-12-31T23:59:59+00:00_5"])
def test_a_cursor_from_the_end_of_time_is_no_error(spoilt: str) -> None:
    for name in ("after", "before"):
        assert not search(SYSTEM, Filters(text="sampah"), at=AT, **{name: spoilt}).rows


@pytest.mark.django_db
@settings(max_examples=25)
@given(moment=moments)
def test_the_database_tags_a_moment_as_we_do(moment: datetime) -> None:
    row = Report(received_at=moment, state="closed", offices=[7])
    found = _tags_in_the_database(row)
    assert windows.tags_of(moment) <= found and 7 in found


def _tags_in_the_database(row: Report) -> set[int]:
    """What `TAGS` makes of one row that is nowhere stored."""
    values = {field.column: getattr(row, field.attname) for field in Report._meta.concrete_fields}
    values |= {"code_hash": None, "last_hash": None, "received_at": row.received_at.isoformat()}
    tags, given = Report.objects.values_list(TAGS).query.sql_with_params()
    made = "jsonb_populate_record(NULL::reports_report, %s) AS reports_report"
    with connection.cursor() as cursor:
        cursor.execute(
            tags.replace('FROM "reports_report"', f"FROM {made}"), [*given, json.dumps(values)]
        )
        (found,) = cursor.fetchall()[0]
    return set(found) - {None}
