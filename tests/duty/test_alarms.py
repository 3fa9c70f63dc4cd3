"""A danger report calls people by the roster until somebody acknowledges."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.duty import access, actions, queries, whom
from tanggap.duty.actions import Planned, alarms
from tanggap.duty.models import Acknowledgement, Alarm, Call
from tanggap.messaging import notices
from tanggap.messaging.models import Notice
from tanggap.people import actions as people
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import User
from tanggap.reports import remarks
from tanggap.reports.models import ReportEvent
from tests import builders
from tests.builders import BRANCH, DEPARTMENT, MONDAY, VILLAGE, Story
from tests.casework import world

pytestmark = pytest.mark.django_db
STEP, AGAIN = timedelta(minutes=5), timedelta(minutes=15)


def user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def on_roster(actor: Actor, *, by: Actor, rank: int = 1, office: str = VILLAGE) -> None:
    """On duty day and night, all week."""
    planned = Planned(user=user(actor), weekdays=range(7), starts=time(0), ends=time(0), rank=rank)
    actions.add_shifts(builders.agency(office), planned, by=by, at=MONDAY)


def danger(*, to: str = VILLAGE, **more: Any) -> Story:
    story = Story(is_emergency=True, **more)
    story.verify(builders.agency(to))
    return story


def ring(at: datetime) -> list[str]:
    """One tick; the names of whom it called."""
    before = set(Call.objects.values_list("pk", flat=True))
    world.ring(at)
    rows = Call.objects.exclude(pk__in=before).select_related("user").order_by("user__name")
    return [row.user.name for row in rows]


def test_the_roster_is_called_in_order_then_the_admin_then_the_one_above_and_again() -> None:
    story = danger()
    cast = story.cast
    on_roster(cast.officer, by=cast.lurah)
    on_roster(cast.colleague, by=cast.lurah, rank=2)
    assert cast.camat
    at = story.at
    said = []
    for _ in range(5):
        said.append(ring(at))
        assert ring(at + STEP - timedelta(seconds=1)) == []
        at += STEP
    assert said == [["officer"], ["colleague"], ["lurah"], ["camat"], []]
    assert ring(story.at + 3 * STEP + AGAIN) == ["officer"]
    assert Notice.objects.filter(user=cast.officer.user_id, template="alarm").count() == 1
    assert Notice.objects.filter(user=cast.officer.user_id, template="alarm_again").count() == 1


def test_the_first_one_gets_mail_in_the_night_and_the_sentence_says_what_to_do() -> None:
    story = danger(at=MONDAY + timedelta(hours=14))  # 23.00
    on_roster(story.cast.officer, by=story.cast.lurah)
    User.objects.filter(pk=story.cast.officer.user_id).update(email="jaga@example.org")
    ring(story.at)
    for one in notices.waiting_for_mail(at=story.at):
        notices.mail(user_id=one, at=story.at)
    assert [message.to for message in mail.outbox] == [["jaga@example.org"]]
    alarm = Alarm.objects.get(report=story.report)
    assert f"/siaga/{alarm.pk}/" in mail.outbox[0].body
    assert story.report.number in mail.outbox[0].subject


def test_an_office_without_a_roster_calls_its_admin_then_the_one_above() -> None:
    story = danger()
    assert story.cast.camat and story.cast.lurah
    assert ring(story.at) == ["lurah"]
    assert ring(story.at + STEP) == ["camat"]


def test_where_nobody_is_found_the_citys_desk_is_called() -> None:
    story = danger()
    assert story.cast.dispatcher
    assert ring(story.at) == ["dispatcher"]


def test_an_unverified_danger_calls_the_verifiers() -> None:
    story = Story(is_emergency=True)
    assert story.cast.verifier
    assert ring(story.at) == ["verifier"]
    story.verify()
    assert story.cast.lurah
    assert ring(story.at) == ["lurah"]
    assert [a.because for a in Alarm.objects.order_by("pk")] == ["moved", ""]


def test_an_ordinary_report_and_an_old_danger_call_nobody() -> None:
    ordinary = Story().to("waiting")
    assert ordinary.cast.lurah
    old = danger()
    assert ring(old.at + timedelta(hours=25)) == []
    assert not Alarm.objects.exists()


def test_acknowledging_stops_it_and_stands_on_the_reports_chain() -> None:
    story = danger()
    on_roster(story.cast.officer, by=story.cast.lurah)
    ring(story.at)
    alarm = Alarm.objects.get(report=story.report)
    actions.acknowledge(alarm, by=story.cast.officer, at=story.at + STEP / 2)
    actions.acknowledge(alarm, by=story.cast.lurah, at=story.at + STEP)
    assert ring(story.at + STEP) == [] and ring(story.at + timedelta(hours=5)) == []
    assert Acknowledgement.objects.get().user_id == story.cast.officer.user_id
    last = ReportEvent.objects.filter(report=story.report).order_by("-seq")[0]
    assert (last.verb, last.actor_id) == ("note", story.cast.officer.user_id)
    assert ReportEvent.objects.filter(report=story.report, verb="note").count() == 1


def test_the_remark_is_kept_in_indonesian_and_read_in_the_readers_language() -> None:
    story = danger()
    assert story.cast.lurah
    ring(story.at)
    with translation.override("en"):
        actions.acknowledge(Alarm.objects.get(), by=story.cast.lurah, at=story.at)
        event = ReportEvent.objects.filter(report=story.report).order_by("-seq")[0]
        assert remarks.text(event).startswith("I acknowledge ")
    assert event.note.startswith("Alarm bahaya saya terima.") and event.note == remarks.text(event)


def test_accepting_the_report_stops_it_and_handing_it_on_calls_the_next_office() -> None:
    first, second = danger(), danger()
    assert first.cast.lurah
    ring(max(first.at, second.at))
    first.accept()
    second.do("coordinate", second.cast.lurah, to=builders.agency(BRANCH), reason="Jalan provinsi.")
    assert second.cast.branch and second.cast.department
    assert ring(second.at) == ["branch"]
    because = dict(Alarm.objects.values_list("report", "because").order_by("-pk"))
    assert because[first.report.pk] == "accepted" and because[second.report.pk] == "moved"
    assert Alarm.objects.get(over_at=None).agency.code == BRANCH


def test_a_confidential_danger_calls_nobody_who_may_not_open_it() -> None:
    story = Story(is_emergency=True, is_confidential=True)
    worker = builders.staff("case_worker", builders.agency("inspektorat"), name="kasus")
    admin = builders.staff("agency_admin", builders.agency("inspektorat"), name="admin")
    assert worker and admin
    story.verify(builders.agency("inspektorat"))
    said = [ring(story.at + n * STEP) for n in range(3)]
    assert "admin" not in [name for names in said for name in names]
    assert said[0] == ["kasus"]
    with pytest.raises(access.NotFound):
        access.alarm_for(admin, Alarm.objects.get().pk)


def test_who_left_the_office_is_passed_over() -> None:
    story = danger()
    on_roster(story.cast.officer, by=story.cast.lurah)
    User.objects.filter(pk=story.cast.officer.user_id).update(is_active=False)
    assert ring(story.at) == ["lurah"]


def stands_in(absent: Actor, person: Actor, *, at: datetime) -> None:
    people.stand_in(
        user(absent), user(person), starts_at=at, ends_at=at + timedelta(days=3), by=absent, at=at
    )


def test_whoever_stands_in_for_a_colleague_is_called_in_her_turn() -> None:
    story = danger()
    cast = story.cast
    assert cast.camat
    on_roster(cast.officer, by=cast.lurah)
    stands_in(cast.officer, cast.camat, at=story.at)
    assert ring(story.at) == ["camat"]
    alarm = Alarm.objects.get()
    assert alarm.calls.get().step == "duty"
    assert access.may_acknowledge(actor_for(user(cast.camat), at=story.at), alarm)
    office, later = builders.agency(VILLAGE), story.at + timedelta(days=3)
    assert whom.on_duty(office, at=later) == (cast.officer.user_id,)


@pytest.mark.parametrize(
    ("standin", "called"), [("colleague", "colleague"), (None, "camat")], ids=["named", "nobody"]
)
def test_whom_the_roster_names_goes_before_whom_the_absent_one_named(
    standin: str | None, called: str
) -> None:
    cast = danger().cast
    office = builders.agency(VILLAGE)
    on_roster(cast.officer, by=cast.lurah)
    stands_in(cast.officer, cast.camat, at=MONDAY)
    actions.add_change(
        office,
        away=user(cast.officer),
        standin=user(getattr(cast, standin)) if standin else None,
        starts_at=MONDAY,
        ends_at=MONDAY + timedelta(days=1),
        by=cast.lurah,
        at=MONDAY,
    )
    assert whom.on_duty(office, at=MONDAY + STEP) == (getattr(cast, called).user_id,)


def test_a_stand_in_who_has_left_replaces_nobody() -> None:
    cast = danger().cast
    on_roster(cast.officer, by=cast.lurah)
    stands_in(cast.officer, cast.camat, at=MONDAY)
    User.objects.filter(pk=cast.camat.user_id).update(is_active=False)
    assert whom.on_duty(builders.agency(VILLAGE), at=MONDAY + STEP) == (cast.officer.user_id,)


def test_the_office_and_those_above_see_it_and_a_stranger_does_not() -> None:
    story = danger()
    cast = story.cast
    assert cast.lurah
    ring(story.at)
    stranger = builders.staff("officer", builders.agency(DEPARTMENT))
    for watching in (cast.officer, cast.camat, cast.governor, cast.dispatcher):
        assert len(queries.ringing(watching)) == 1, watching.name
    assert queries.ringing(stranger) == []
    assert queries.hers(cast.officer) and not queries.hers(cast.dispatcher)


def test_only_the_offices_admin_writes_its_roster_and_only_with_its_people() -> None:
    story = Story()
    with pytest.raises(actions.rosters.Forbidden):
        on_roster(story.cast.officer, by=story.cast.officer)
    with pytest.raises(actions.NotOfTheOffice):
        on_roster(story.cast.inspector, by=story.cast.lurah)
    on_roster(story.cast.officer, by=story.cast.camat)
    with pytest.raises(actions.Overlaps):
        on_roster(story.cast.officer, by=story.cast.lurah)


def test_what_was_told_can_not_be_changed() -> None:
    story = danger()
    assert story.cast.lurah
    ring(story.at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Call.objects.update(step="desk")


class Killed(Exception):
    """The process died here."""


@contextmanager
def killed(line: str) -> Iterator[None]:
    """While it lasts, a tick dies after (or before) its notices were written."""
    real = alarms.messaging.notify_staff

    def dies(**said: Any) -> int:
        if line == "after":
            real(**said)
        raise Killed

    patch = pytest.MonkeyPatch()
    patch.setattr(alarms.messaging, "notify_staff", dies)
    try:
        yield
    except Killed:
        pass
    finally:
        patch.undo()


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("tick"), st.integers(0, 12)),
        st.tuples(st.sampled_from(["killed before", "killed after"]), st.integers(0, 12)),
        st.tuples(st.just("acknowledge"), st.integers(0, 2)),
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_steps_are_told_once_and_in_order_until_the_acknowledgement(
    moves: list[tuple[str, int]],
) -> None:
    with transaction.atomic():
        story = danger()
        cast = story.cast
        on_roster(cast.officer, by=cast.lurah)
        on_roster(cast.colleague, by=cast.lurah, rank=2)
        people = [cast.officer, cast.colleague, cast.lurah]
        stopped = _live(story, people, moves)
        _check(people, stopped)
        transaction.set_rollback(True)


def _live(story: Story, people: list[Actor], moves: list[tuple[str, int]]) -> datetime | None:
    """Let it all happen; when the first acknowledgement came, if one did."""
    at, stopped = story.at, None
    for move, n in moves:
        alarm = Alarm.objects.filter(report=story.report).first()
        if move == "acknowledge":
            if alarm is not None:
                actions.acknowledge(alarm, by=people[n], at=at)
                stopped = stopped or at
            continue
        at += timedelta(minutes=n)
        if move == "tick":
            world.ring(at)
        else:
            with killed(move.split()[1]):
                world.ring(at)
    return stopped


def _check(people: list[Actor], stopped: datetime | None) -> None:
    calls = list(Call.objects.order_by("number"))
    order = [person.user_id for person in people]
    assert [call.number for call in calls] == list(range(1, len(calls) + 1))
    assert [call.user_id for call in calls] == [order[i % 3] for i in range(len(calls))]
    told = Notice.objects.filter(template__in=["alarm", "alarm_again"])
    assert told.count() == len(calls)
    for before, after in itertools.pairwise(calls):
        assert after.at - before.at >= (AGAIN if before.number % 3 == 0 else STEP)
    if stopped is not None:
        assert all(call.at <= stopped for call in calls)
        assert Acknowledgement.objects.count() == 1
