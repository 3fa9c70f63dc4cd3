"""Standing in for a colleague: her seats, her name beside it, and the same conflicts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tanggap.people import actions as people
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import Change, Role, StandIn, User
from tanggap.reports import access, chain
from tanggap.reports.actions import Refused
from tanggap.reports.models import Report
from tanggap.reports.workflow import Code
from tanggap.web.staff import words
from tests import builders
from tests.builders import MONDAY, Cast, Story, agency

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def lend(absent: Actor, person: Actor, *, by: Actor | None = None, **more: Any) -> StandIn:
    period = {"starts_at": MONDAY, "ends_at": MONDAY + 7 * DAY}
    return people.stand_in(user(absent), user(person), by=by or absent, at=MONDAY, **period | more)


def again(actor: Actor, at: Any = MONDAY) -> Actor:
    return actor_for(user(actor), at=at)


def test_she_has_the_seats_of_both_and_only_for_the_period() -> None:
    cast = Cast()
    lend(cast.branch, cast.department, starts_at=MONDAY + DAY)
    assert not again(cast.department).absent
    during = again(cast.department, MONDAY + 2 * DAY)
    assert {seat.agency_path for seat in during.seats} == {
        agency(code).path for code in (builders.BRANCH, builders.DEPARTMENT)
    }
    assert again(cast.department, MONDAY + 7 * DAY).seats == cast.department.seats


def test_lending_is_not_handed_on() -> None:
    cast = Cast()
    lend(cast.lurah, cast.officer)
    lend(cast.officer, cast.colleague)
    assert not again(cast.colleague).has_role(Role.AGENCY_ADMIN)


def test_the_seat_of_an_operator_is_never_lent() -> None:
    cast = Cast()
    operator = cast.operator
    people.give_seat(
        user(cast.operator), "officer", agency(builders.VILLAGE), by=cast.lurah, at=MONDAY
    )
    lend(operator, cast.officer)
    assert not again(cast.officer).has_role(Role.OPERATOR)


def test_one_query_whoever_is_absent(django_assert_num_queries: Any) -> None:
    cast = Cast()
    lend(cast.lurah, cast.officer)
    who = user(cast.officer)
    with django_assert_num_queries(1):
        actor_for(who, at=MONDAY)


def test_who_may_begin_it() -> None:
    cast = Cast()
    lend(cast.officer, cast.colleague)
    lend(cast.officer, cast.colleague, by=cast.lurah)
    lend(cast.officer, cast.colleague, by=cast.operator)
    for stranger in (cast.colleague, cast.branch, cast.dispatcher):
        with pytest.raises(people.Forbidden):
            lend(cast.officer, cast.colleague, by=stranger)
    with pytest.raises(people.Forbidden):
        lend(cast.officer, cast.officer)


def test_it_is_a_colleague_in_the_same_branch_unless_the_operator_says_so() -> None:
    cast = Cast()
    with pytest.raises(people.NotNear):
        lend(cast.officer, cast.branch)
    lend(cast.officer, cast.branch, by=cast.operator)


def test_it_has_an_end_and_not_a_distant_one() -> None:
    cast = Cast()
    for days in (0, -1, 93):
        with pytest.raises(people.TooLong):
            lend(cast.officer, cast.colleague, ends_at=MONDAY + days * DAY)


def test_either_of_the_two_ends_it_before_its_time() -> None:
    cast = Cast()
    row = lend(cast.officer, cast.colleague)
    with pytest.raises(people.Forbidden):
        people.end_stand_in(row, by=cast.branch, at=MONDAY + DAY)
    people.end_stand_in(row, by=cast.colleague, at=MONDAY + DAY)
    assert not again(cast.colleague, MONDAY + DAY).absent
    assert [line.verb for line in Change.objects.order_by("pk")] == ["begin", "end"]


def in_progress(cast: Cast) -> Story:
    return Story(cast=cast).to("in_progress")


def test_the_event_names_both_and_the_chain_holds() -> None:
    cast = Cast()
    story = Story(cast=cast).to("waiting")
    lend(cast.officer, cast.camat, by=cast.operator)
    story.do("accept", again(cast.camat))
    event = story.report.events.select_related("actor", "agency").order_by("-seq")[0]
    assert (event.actor_id, event.data["for"]) == (cast.camat.user_id, cast.officer.user_id)
    assert words.actor(event).startswith("camat untuk officer")
    events = story.report.events.order_by("seq")
    assert chain.verify(events, report_number=story.report.number) is None
    assert story.report.assignments.get().officer_id == cast.officer.user_id


def test_what_she_may_do_herself_she_does_in_her_own_name() -> None:
    cast = Cast()
    story = Story(cast=cast).to("waiting")
    lend(cast.officer, cast.colleague)
    story.do("accept", again(cast.colleague))
    event = story.report.events.order_by("-seq")[0]
    assert event.actor_id == cast.colleague.user_id
    assert "for" not in (event.data or {})


def refused_for_own_work(story: Story, by: Actor) -> None:
    with pytest.raises(Refused) as refused:
        story.do("validate", by)
    assert refused.value.code is Code.OWN_WORK


def resolved_by(story: Story, by: Actor) -> None:
    photos = [builders.photo("before"), builders.photo("after")]
    story.do("resolve", by, outcome=builders.Outcome.FIXED, note="Lampu diganti.", photos=photos)


def test_nobody_validates_the_work_of_whom_she_stands_in_for() -> None:
    cast = Cast()
    story = in_progress(cast)
    resolved_by(story, cast.officer)
    lend(cast.officer, cast.validator, by=cast.operator)
    refused_for_own_work(story, again(cast.validator))


def test_nobody_validates_her_own_work_in_the_validators_seat() -> None:
    cast = Cast()
    story = in_progress(cast)
    resolved_by(story, cast.officer)
    lend(cast.validator, cast.officer, by=cast.operator)
    refused_for_own_work(story, again(cast.officer))


def test_nobody_validates_what_was_done_in_her_name() -> None:
    cast = Cast()
    people.give_seat(
        user(cast.officer), "validator", agency("biro-pemerintahan"), by=cast.operator, at=MONDAY
    )
    story = in_progress(cast)
    lend(cast.officer, cast.camat, by=cast.operator)
    resolved_by(story, again(cast.camat))
    refused_for_own_work(story, again(cast.officer))


def test_after_the_period_the_work_of_the_other_is_anothers_again() -> None:
    cast = Cast()
    story = in_progress(cast)
    resolved_by(story, cast.officer)
    lend(cast.officer, cast.validator, by=cast.operator, ends_at=MONDAY + timedelta(hours=1))
    story.do("validate", again(cast.validator, MONDAY + DAY))
    assert story.fresh().state == "resolved"


def test_a_stand_in_never_sees_complaints_about_her_own_office() -> None:
    cast = Cast()
    story = Story(cast=cast)
    story.verify(to=agency(builders.INSPECTORATE), category=builders.category("pungutan-liar"))
    Report.objects.filter(pk=story.report.pk).update(
        about=agency(builders.DISTRICT), is_confidential=True
    )
    lend(cast.case_worker, cast.lurah, by=cast.operator)
    lend(cast.case_worker, cast.branch, by=cast.operator)
    with pytest.raises(access.NotFound):
        access.report_for(again(cast.lurah), story.report.number)
    assert access.report_for(again(cast.branch), story.report.number) == story.report


def test_borrowed_seats_appoint_nobody() -> None:
    cast = Cast()
    lend(cast.lurah, cast.officer)
    with pytest.raises(people.Forbidden):
        people.give_seat(
            user(cast.colleague),
            "agency_admin",
            agency(builders.VILLAGE),
            by=again(cast.officer),
            at=MONDAY,
        )


def test_nobody_grants_the_time_that_she_asked_for() -> None:
    cast = Cast()
    story = in_progress(cast)
    story.do("extend", cast.lurah, days=3, reason="Hujan.")
    lend(cast.camat, cast.lurah, by=cast.operator)
    with pytest.raises(Refused) as refused:
        story.do("grant", again(cast.lurah), note="Boleh.")
    assert refused.value.code is Code.OWN_REQUEST
    story.do("grant", cast.camat, note="Boleh.")
