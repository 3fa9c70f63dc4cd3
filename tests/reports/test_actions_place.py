"""Corrections of place and of the office complained about: what follows, what is refused."""

from __future__ import annotations

import pytest

from tanggap.places import queries as places
from tanggap.places.models import Area
from tanggap.reports import access
from tanggap.reports.actions import Refused
from tanggap.reports.workflow import Code, State, Visibility
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db

GAMBIR, KEBON_JERUK = "31.71.01.1001", "31.73.05.1001"
AT_GAMBIR = {"lat": -6.1764, "lng": 106.8267}
AT_KEBON_JERUK = {"lat": -6.1950, "lng": 106.7721}


def area(code: str) -> Area:
    return Area.objects.get(code=code, valid_to=None)


def refused(code: Code):  # type: ignore[no-untyped-def]
    return pytest.raises(Refused, match=f": {code.value}")


def test_a_moved_point_finds_its_area_and_is_written_down() -> None:
    story = Story(area=area(KEBON_JERUK), **AT_KEBON_JERUK).to("in_progress")
    story.do("correct", story.cast.verifier, **AT_GAMBIR, address="Jl. Medan Merdeka")
    report = story.fresh()
    assert (report.area, report.is_area_approximate) == (area(GAMBIR), True)
    changes = report.events.last().data["changes"]  # type: ignore[union-attr]
    assert changes["lat"] == [AT_KEBON_JERUK["lat"], AT_GAMBIR["lat"]]
    assert changes["area"] == [area(KEBON_JERUK).pk, area(GAMBIR).pk]
    assert "is_area_approximate" in changes


def test_a_point_outside_the_city_is_refused_and_nothing_moves() -> None:
    story = Story(area=area(GAMBIR), **AT_GAMBIR).to("in_progress")
    with refused(Code.OUTSIDE):
        story.do("correct", story.cast.verifier, lat=-7.98, lng=112.63)
    assert (story.fresh().lat, story.fresh().area) == (AT_GAMBIR["lat"], area(GAMBIR))


def test_a_named_area_is_certain_and_drops_a_point_that_lies_elsewhere() -> None:
    story = Story(area=area(GAMBIR), is_area_approximate=True, **AT_GAMBIR).to("waiting")
    story.do("correct", story.cast.verifier, area=area(KEBON_JERUK))
    report = story.fresh()
    assert (report.lat, report.lng, report.is_area_approximate) == (None, None, False)
    assert report.area == area(KEBON_JERUK)


def test_a_named_neighbour_keeps_the_point() -> None:
    """Boundaries are approximate here: the point may well lie in the next kelurahan."""
    second = places.locate(**AT_GAMBIR).nearest[1].code
    story = Story(area=area(GAMBIR), **AT_GAMBIR).to("waiting")
    story.do("correct", story.cast.verifier, area=area(second))
    assert (story.fresh().lat, story.fresh().area) == (AT_GAMBIR["lat"], area(second))


def test_an_area_named_with_the_point_counts_before_the_point() -> None:
    story = Story(area=area(GAMBIR), **AT_GAMBIR).to("waiting")
    chosen = area("31.73.05.1007")
    story.do("correct", story.cast.verifier, area=chosen, **AT_KEBON_JERUK)
    report = story.fresh()
    assert (report.area, report.lat) == (chosen, AT_KEBON_JERUK["lat"])
    assert not report.is_area_approximate


def test_the_office_complained_about_loses_the_report_to_the_inspectorate() -> None:
    story = Story().to("waiting")
    assert story.report.lead == agency(builders.VILLAGE)
    story.do("correct", story.cast.dispatcher, about=agency(builders.VILLAGE))
    report = story.fresh()
    assert report.lead == agency(builders.INSPECTORATE)
    assert (report.is_confidential, report.visibility) == (True, Visibility.PRIVATE)
    with pytest.raises(access.NotFound):
        access.report_for(story.cast.officer, report.number)


def test_an_office_at_work_is_not_taken_the_report_silently() -> None:
    story = Story().to("in_progress")
    with refused(Code.CONFLICT_OF_INTEREST):
        story.do("correct", story.cast.dispatcher, about=agency(builders.DISTRICT))
    assert story.fresh().about is None


def test_without_a_receiver_a_report_about_an_office_goes_where_the_pack_says() -> None:
    story = Story()
    story.do(
        "verify",
        story.cast.verifier,
        category=builders.category(),
        about=agency(builders.DISTRICT),
    )
    report = story.fresh()
    assert report.lead == agency(builders.INSPECTORATE)
    assert report.events.last().data["complained_about"] == agency(builders.DISTRICT).pk  # type: ignore[union-attr]


def test_what_is_known_of_the_office_stays_until_it_is_taken_away() -> None:
    story = Story()
    story.do("correct", story.cast.verifier, about=agency(builders.DISTRICT))
    assert story.fresh().about == agency(builders.DISTRICT)
    assert story.fresh().state == State.SUBMITTED
    story.do("correct", story.cast.verifier, about=None)
    assert story.fresh().about is None
    story.do("correct", story.cast.verifier, about=agency(builders.DISTRICT))
    story.do("verify", story.cast.verifier, category=builders.category())
    assert story.fresh().about == agency(builders.DISTRICT)
