"""An office closed while somebody gives it a report; and the head of a city, who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.deadlines import warnings
from tanggap.lib import editions
from tanggap.messaging.models import Notice
from tanggap.people.models import Agency
from tanggap.reports import access, actions
from tanggap.reports.actions import together
from tanggap.reports.models import Assignment, Report
from tanggap.reports.workflow import Code, Refused
from tests import builders
from tests.builders import BRANCH, Cast, Story, agency

pytestmark = pytest.mark.django_db


def test_an_office_that_was_closed_since_the_form_was_read_gets_nothing() -> None:
    story, other = Story().to("waiting"), agency(builders.DEPARTMENT)
    Agency.objects.filter(pk=other.pk).update(is_active=False)  # `other` doesn't know
    with pytest.raises(Refused) as error:
        story.do("coordinate", story.cast.officer, to=other, reason="Bukan tugas kami.")
    assert error.value.code is Code.INACTIVE_AGENCY
    assert story.fresh().seq == 2 and not Assignment.objects.filter(agency=other).exists()


def test_many_together_are_refused_alike_and_nothing_is_written() -> None:
    cast, other = Cast(), agency(builders.DEPARTMENT)
    reports = [Story(cast=cast).to("waiting").report for _ in range(2)]
    Agency.objects.filter(pk=other.pk).update(is_active=False)
    results = list(
        together.together(
            actions.coordinate,
            Report.objects.all(),
            by=cast.officer,
            at=builders.MONDAY + timedelta(days=1),
            versions={report.number: report.seq for report in reports},
            needs=lambda _: {"to": other, "reason": "Bukan tugas kami."},
        )
    )
    assert [one.refusal and one.refusal.code for one in results] == [Code.INACTIVE_AGENCY] * 2
    assert not Assignment.objects.filter(agency=other).exists()


def test_the_office_is_read_under_a_lock_that_a_closing_waits_for() -> None:
    story = Story()
    with CaptureQueriesContext(connection) as asked:
        story.verify()
    locks = [one["sql"] for one in asked if "FOR SHARE" in one["sql"]]
    assert len(locks) == 1 and "people_agency" in locks[0]


def test_the_head_of_a_city_sees_what_works_in_it_and_the_ladder_reaches_her() -> None:
    editions.look_again()
    mayor = builders.staff("leader", agency(builders.CITY))
    elsewhere = builders.staff("leader", agency("kota-barat"))
    story = Story()
    story.verify(to=agency(BRANCH))  # below its department, not below the city
    assert access.visible_to(mayor).filter(pk=story.report.pk).exists()
    assert not access.visible_to(elsewhere).filter(pk=story.report.pk).exists()
    late = story.fresh().due_at
    assert late is not None
    warnings.warn(at=late + timedelta(days=4))
    rungs = Notice.objects.filter(user=mayor.user_id).values_list("effect_key", flat=True)
    assert [key.rsplit(":", 1)[1] for key in rungs] == ["late-city"]
    assert not Notice.objects.filter(user=elsewhere.user_id).exists()
    hidden = Story(cast=story.cast)
    hidden.do("correct", story.cast.verifier, is_confidential=True)
    hidden.verify(to=agency(builders.INSPECTORATE))
    assert not access.visible_to(mayor).filter(pk=hidden.report.pk).exists()
