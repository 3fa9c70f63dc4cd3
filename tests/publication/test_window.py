"""A window of the map shows what a plain reading of every public report shows."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib.geo import BBox
from tanggap.publication import window
from tanggap.publication.models import DB, PublicReport, cells_of
from tanggap.taxonomy.models import Channel

AT = datetime(2026, 11, 23, 7, tzinfo=UTC)
SINCE, MOST = AT - timedelta(days=30), 25
# Edges of squares, and both sides of the equator and of Greenwich, are where counting goes wrong.
DEGREES = (-6.42, -6.4, -6.3999, -6.3, -6.2801, -6.28, -6.26, -0.02, -0.01, 0.0, 0.01, 0.02)


def _plain(south: float, west: float, north: float, east: float) -> list[str]:
    """The newest of the window by the simplest reading."""
    return [row.number for row in _standing(south, west, north, east)[:MOST]]


def _cell(lat: float, lng: float) -> int:
    (number,) = cells_of(BBox(lng, lat, lng, lat), most=1)
    return number


def _standing(south: float, west: float, north: float, east: float) -> list[PublicReport]:
    return [
        row
        for row in PublicReport.objects.order_by("-received_at", "-id")
        if row.lat is not None
        and row.lng is not None
        and south <= row.lat <= north
        and west <= row.lng <= east
        and (row.is_open or row.received_at >= SINCE)
    ]


@pytest.mark.django_db(databases=["default", "public"])
def test_every_window_shows_what_a_plain_reading_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "MAX_PINS", MOST)
    _scatter(Random(1), 300)
    pick = Random(2)
    found = []
    for _ in range(80):
        south, north = sorted(pick.choices(DEGREES, k=2))
        west, east = sorted(pick.choices(DEGREES, k=2))
        expected = _plain(south, west, north, east)
        pins = window.pins(BBox(west, south, east, north), since=SINCE)
        assert [pin.number for pin in pins] == expected
        found.append(len(expected))
    assert max(found) == MOST and sorted(found)[len(found) // 2] > 0


@pytest.mark.django_db(databases=["default", "public"])
def test_a_crowded_window_is_counted_to_the_last_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "DRAWN", 10)
    _scatter(Random(3), 300)
    # By its squares, and too wide for squares.
    for box in (BBox(-0.001, -6.401, 0.119, -6.261), BBox(-7.0, -7.0, 1.0, 1.0)):
        heaps = window.look(box, since=SINCE)
        assert heaps and all(isinstance(heap, window.Heap) for heap in heaps)
        for heap in heaps:
            assert isinstance(heap, window.Heap)
            south, west = heap.lat - 0.01, heap.lng - 0.01
            inside = [
                row
                for row in _standing(south - 1, west - 1, south + 1, west + 1)
                if _cell(row.lat, row.lng) == _cell(heap.lat, heap.lng)
            ]
            assert heap.count == len(inside)
    assert sum(heap.count for heap in heaps) == len(_standing(-90, -180, 90, 180))


@pytest.mark.django_db(databases=["default", "public"])
def test_a_window_of_few_reports_or_few_squares_shows_them_one_by_one(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    _scatter(Random(3), 300)
    wide, close = BBox(-7.0, -7.0, 1.0, 1.0), BBox(-0.005, -0.03, 0.015, 0.005)
    expected = len(_standing(-7, -7, 1, 1))
    with django_assert_max_num_queries(2, connection=connections["public"]):
        assert len(window.look(wide, since=SINCE)) == expected
    monkeypatch.setattr(window, "DRAWN", 0)
    found = window.look(close, since=SINCE)
    assert found and all(isinstance(pin, window.Pin) for pin in found)


def _scatter(pick: Random, count: int) -> None:
    channel = Channel.objects.order_by("pk")[0]
    PublicReport.objects.bulk_create(
        PublicReport(
            id=n,
            number=f"N{n}",
            channel=channel,
            state="waiting",
            lat=pick.choice([pick.choice(DEGREES), pick.uniform(-6.5, 0.1), None]),
            lng=pick.choice(DEGREES) if pick.random() < 0.5 else pick.uniform(-6.5, 0.1),
            received_at=AT - timedelta(days=pick.choice([0, 1, 29, 30, 31, 400])),
            updated_at=AT,
            is_open=pick.random() < 0.5,
            is_completed=False,
        )
        for n in range(1, count + 1)
    )


points = st.floats(-85, 85), st.floats(-180, 180)


@given(*points, *points, st.floats(0, 1), st.floats(0, 1))
def test_a_window_touches_the_square_of_each_point_in_it(
    lat: float, lng: float, other_lat: float, other_lng: float, up: float, along: float
) -> None:
    south, north = sorted((lat, other_lat))
    west, east = sorted((lng, other_lng))
    north, east = min(north, south + 0.2), min(east, west + 0.2)
    inside = min(south + up * (north - south), north), min(west + along * (east - west), east)
    assert _cell(*inside) in cells_of(BBox(west, south, east, north), most=1000)


def test_a_wide_window_is_not_looked_up_by_squares() -> None:
    assert cells_of(BBox(106, -7, 107, -6), most=64) == []


@pytest.mark.django_db(databases=["default", "public"])
def test_open_and_recent_ones_of_a_small_window_are_looked_up_by_its_squares() -> None:
    box = BBox(106.8, -6.2, 106.86, -6.15)
    rows = window.within(PublicReport.objects.using(DB), box).values_list("pk")
    # Which index an all but empty table is read by depends on when it was last counted; that the
    # squares are asked for doesn't.
    for part in (rows.filter(is_open=True), rows.filter(received_at__gte=AT)):
        assert re.search(r"cell = ANY \('\{-?\d+,", part.explain())


@pytest.mark.django_db(databases=["default", "public"])
def test_a_close_window_says_that_it_holds_more(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window, "MAX_PINS", 1)
    _scatter(Random(3), 300)
    close = {"bbox": "-0.03,-0.005,0.005,0.015"}
    answer = client.get(reverse("public:map_points"), close).json()
    assert answer["is_cut"] is True and len(answer["features"]) == 1
    nowhere = client.get(reverse("public:map_points"), {"bbox": "10,10,10.1,10.1"}).json()
    assert nowhere["is_cut"] is False and nowhere["features"] == []
