"""A public list finds exactly what one plain condition finds, however it looks for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from tanggap.lib.lookup import reading
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.publication import labels, lists
from tanggap.publication.filters import Filters, filtered
from tanggap.publication.models import DB, PublicReport
from tanggap.taxonomy.models import Category, Channel

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
ROWS, ASKED, SIZE = 240, 40, 20
WORDS = ("sampah", "menumpuk", "lampu", "padam", "jalan", "berlubang")
# Few moments, so that rows share them: where two are equal the order is easily wrong.
RECEIVED = [AT - timedelta(days=days) for days in (0, 1, 2, 20, 40, 200, 700, 3000, 20_000)]

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    """Rows of every kind, and the keys that they were drawn from."""
    monkeypatch.setattr(lists, "PAGE", SIZE)
    known = {
        "area": [*_keys(Area, level="village")[:4], None],
        "category": [*_keys(Category, scheme="crm")[:4], None],
        "lapor": [*_keys(Category, scheme="lapor")[:2], None, None],
        "channel": _keys(Channel)[:3],
        "agency": [*_keys(Agency)[:4], None],
    }
    pick = Random(1)
    PublicReport.objects.bulk_create([_row(pick, n, known) for n in range(ROWS)])
    return known


def _keys(model: Any, **which: Any) -> list[Any]:
    return list(model.objects.filter(**which).order_by("pk").values_list("pk", flat=True))


def _row(pick: Random, n: int, known: dict[str, list[Any]]) -> PublicReport:
    state = pick.choice(labels.NAMES)
    offices = pick.sample(known["agency"][:-1], 2)
    return PublicReport(
        id=n + 1,
        number=f"JK{n:08}",
        title=" ".join(pick.sample(WORDS, 2)),
        text=" ".join(pick.sample(WORDS, 3)),
        category_id=pick.choice(known["category"]),
        lapor_category_id=pick.choice(known["lapor"]),
        channel_id=pick.choice(known["channel"]),
        area_id=pick.choice(known["area"]),
        agency_id=pick.choice(known["agency"]),
        state=state,
        came_by=pick.choice(["", labels.PUT_AWAY]) if state == "declined" else "",
        received_at=pick.choice(RECEIVED),
        updated_at=AT,
        is_open=state not in ("resolved", "closed", "declined", "referred"),
        is_completed=state in labels.DONE and pick.random() < 0.7,
        received_by=offices,
        done_by=offices[: pick.randrange(3)],
    )


def _some_filters(pick: Random, known: dict[str, list[Any]]) -> Filters:
    city = Area.objects.get(pk=known["area"][0]).parent.parent  # type: ignore[union-attr]
    choices: dict[str, list[Any]] = {
        "area": [*known["area"][:-1], city.pk, -1],  # type: ignore[union-attr]
        "category": [*known["category"][:-1], -1],
        "lapor": known["lapor"][:2],
        "channel": known["channel"],
        "agency": known["agency"][:-1],
        "received_by": known["agency"][:-1],
        "state": [*labels.NAMES, labels.ARCHIVED, "unheard-of"],
        "year": [2026, 2025, 1970],
        "month": [11, 10],
        "completed": [True, False],
        "words": [*WORDS, "sampah jalan", "xyzzy"],
    }
    names = pick.sample(sorted(choices), pick.choice([0, 1, 1, 2, 3]))
    return Filters(**{name: pick.choice(choices[name]) for name in names})


def _read_through(asked: Filters) -> list[str]:
    """All numbers, read forwards page by page; backwards they must be the same."""
    pages = [lists.feed(asked, at=AT)]
    while pages[-1].older:
        pages.append(lists.feed(asked, at=AT, before=pages[-1].older))
    back = pages[-1:]
    while back[0].newer:
        back.insert(0, lists.feed(asked, at=AT, after=back[0].newer))
    forward = [row.number for page in pages for row in page.rows]
    assert [row.number for page in back for row in page.rows] == forward
    return forward


@pytest.mark.parametrize("matches", [None, 150.0, 3_000.0, 60_000.0])
def test_a_list_finds_what_one_condition_finds(
    known: dict[str, list[Any]], monkeypatch: pytest.MonkeyPatch, matches: float | None
) -> None:
    if matches is not None:
        monkeypatch.setattr(reading, "estimate", lambda rows: matches)
    pick, sizes = Random(2), []
    for _ in range(ASKED if matches is None else ASKED // 4):
        asked = _some_filters(pick, known)
        plain = filtered(asked).order_by("-received_at", "-id")
        expected = list(plain.values_list("number", flat=True))
        assert _read_through(asked) == expected, asked
        assert [row.number for row in lists.latest(asked, at=AT)] == expected[: lists.LATEST]
        sizes.append(len(expected))
    assert sum(size > SIZE for size in sizes) > len(sizes) / 4, "nearly all lists were short"


def test_a_list_asks_the_same_few_things_however_it_is_narrowed(
    known: dict[str, list[Any]],
) -> None:
    pick = Random(3)
    for _ in range(20):
        asked = _some_filters(pick, known)
        with CaptureQueriesContext(connections[DB]) as queries:
            lists.feed(asked, at=AT)
        assert len(queries) <= 4, asked


SPOILT = ("nonsense", "_5", "5", "2026-01-01T00:00:00_5")
ENDS = ("0001-01-01T00:00:00Z_5", "9999-12-31T23:59:59Z_5")


@pytest.mark.parametrize("key", [*SPOILT, *ENDS])
def test_a_key_that_nobody_made_is_no_error(known: dict[str, list[Any]], key: str) -> None:
    for asked in (Filters(), Filters(words="sampah")):
        lists.feed(asked, at=AT, before=key)
        lists.feed(asked, at=AT, after=key)
