"""Other rules reach what is public already, wherever the worker dies."""

from __future__ import annotations

import pytest
from django.db import connection

from tanggap.lib import marks
from tanggap.publication.models import PublicReport
from tanggap.publishing import jobs, remasking
from tanggap.publishing.models import Masking
from tests import builders
from tests.builders import Story
from tests.publishing.test_batches import Killed, killed_at

pytestmark = pytest.mark.django_db
MORE_THAN = 9  # statements of one slice


@pytest.fixture
def left_behind() -> list[int]:
    """Three public rows as rules that masked less would have left them."""
    cast = builders.Cast()
    for _ in range(3):
        Story(cast=cast, visibility="public", text="Hubungi 081234567890.")
    while marks.work("publishing"):
        pass
    remasking.settle()
    PublicReport.objects.update(text="Hubungi 081234567890.")
    marks_before = sorted(marks.keys("news"))
    assert len(marks_before) == 3
    return marks_before


def shown() -> set[str]:
    return set(PublicReport.objects.values_list("text", flat=True))


def test_nothing_is_done_while_the_rules_are_the_same(left_behind: list[int]) -> None:
    assert not remasking.catch_up()
    assert shown() == {"Hubungi 081234567890."}


def test_other_rules_mask_everything_once_and_are_no_news(left_behind: list[int]) -> None:
    Masking.objects.update(rules="earlier")
    marks.remove("news", left_behind)
    assert remasking.catch_up(most=2)
    assert "Hubungi 081234567890." in shown()
    jobs.catch_up()
    assert shown() == {"Hubungi [telepon disamarkan]."}
    assert Masking.objects.get().upto == Masking.ALL and not remasking.catch_up()
    assert marks.keys("news") == set()


@pytest.mark.parametrize("statement", range(0, MORE_THAN, 2))
def test_a_slice_that_is_killed_is_done_again(left_behind: list[int], statement: int) -> None:
    Masking.objects.update(rules="earlier")
    with pytest.raises(Killed), connection.execute_wrapper(killed_at(statement)):
        while remasking.catch_up(most=1):
            pass
    while remasking.catch_up(most=1):
        pass
    assert shown() == {"Hubungi [telepon disamarkan]."}


def test_a_city_from_before_is_masked_too(left_behind: list[int]) -> None:
    Masking.objects.all().delete()
    jobs.catch_up()
    assert shown() == {"Hubungi [telepon disamarkan]."}
