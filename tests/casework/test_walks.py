"""The lists that follow indexes show exactly what one plain condition would, page by page."""

from __future__ import annotations

from random import Random

import pytest

from tanggap.casework.queries import lists, paging
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import Page
from tanggap.people.access import Actor
from tests.casework import mixture
from tests.casework.mixture import AT

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROWS, ASKED, SIZE = 160, 60, 5


@pytest.fixture
def city(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Rows of every kind, and the people who read them."""
    monkeypatch.setattr(paging, "PAGE_SIZE", SIZE)
    mixture.fill(Random(1), ROWS)
    return mixture.actors()


def test_queues_hold_what_one_condition_finds(city: list[Actor]) -> None:
    pick, sizes = Random(3), []
    for turn in range(ASKED):
        actor, which = pick.choice(city), pick.choice(lists.QUEUES)
        given = mixture.some_filters(pick) if turn % 2 else Filters()
        plain = mixture.narrowed(mixture.queue(actor, which), given)
        expected = list(plain.order_by("due_at", "id").values_list("number", flat=True))
        walks = lists.narrowed(lists.queue(actor, which), given, at=AT)
        assert _read_through(walks) == expected, (actor.seats, which, given)
        sizes.append(len(expected))
    assert sum(size > 2 * SIZE for size in sizes) > ASKED / 10, "nearly all lists were short"


def test_the_field_has_what_one_condition_finds(city: list[Actor]) -> None:
    for actor in city:
        expected = list(
            mixture.tasks(actor).order_by("due_at", "id").values_list("number", flat=True)
        )
        assert _read_through(lists.tasks(actor)) == expected


def test_counts_are_those_of_the_whole_queue_up_to_the_cap(
    city: list[Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    for cap in (3, 1000):
        monkeypatch.setattr(lists, "COUNT_CAP", cap)
        for actor in city[::4]:
            for which in lists.QUEUES:
                plain = mixture.queue(actor, which)
                exact = (
                    plain,
                    mixture.narrowed(plain, Filters(is_late=True)),
                    mixture.narrowed(plain, Filters(is_returned=True)),
                )
                found = lists.counts(lists.queue(actor, which), at=AT)
                assert (found.total, found.late, found.returned) == tuple(
                    min(rows.count(), cap) for rows in exact
                )


def test_many_at_once_are_the_first_of_the_queue(city: list[Actor]) -> None:
    for actor in city[::5]:
        rows = mixture.queue(actor, "agency").order_by("due_at", "id")
        walks = lists.queue(actor, "agency")
        expected = list(rows.values_list("number", "seq")[:9])
        assert list(lists.versions(walks, most=9).items()) == expected
        assert [(row.number, row.seq) for row in lists.nearest(walks, size=9).rows] == expected


def _read_through(walks: paging.Walks) -> list[str]:
    """All numbers, read forwards page by page; backwards they must be the same."""
    forward, pages = [], [lists.by_due(walks)]
    while pages[-1].after:
        pages.append(lists.by_due(walks, after=pages[-1].after))
    forward = [row.number for page in pages for row in page.rows]
    assert [row.number for page in _back(walks, pages[-1]) for row in page.rows] == forward
    return forward


def _back(walks: paging.Walks, last: Page) -> list[Page]:
    pages = [last]
    while pages[0].before:
        pages.insert(0, lists.by_due(walks, before=pages[0].before))
    return pages
