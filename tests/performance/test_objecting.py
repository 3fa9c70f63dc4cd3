"""Objections to closed cards: who may, until when, and that nothing frozen ever changes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.messaging.models import Notice
from tanggap.people.access import Actor
from tanggap.performance import actions, rules
from tanggap.performance.counting import Month
from tanggap.performance.models import (
    Close,
    Decision,
    Objection,
    Version,
    VersionFact,
    VersionScore,
)
from tanggap.performance.rules import Code, Refused
from tanggap.performance.vocabulary import Remedy
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)
LATER = DUE + timedelta(days=2)


class Scene:
    """A closed month of the village: one late report, one in time, one of another office."""

    def __init__(self) -> None:
        self.cast = Cast()
        for name in ("lurah", "camat", "operator", "governor"):
            getattr(self.cast, name)  # before anything is rolled back with a refusal
        self.late = Story(cast=self.cast)
        self.late.to("in_progress")
        self.done = Story(cast=self.cast)
        self.done.to("resolved")
        self.other = Story(cast=self.cast)
        self.other.verify(to=agency(builders.BRANCH))
        actions.close_month(month=NOVEMBER, by=self.cast.operator, at=DUE)
        self.village = agency(builders.VILLAGE)

    def object_to(self, figure: str = "late", **how: Any) -> Objection:
        usual: dict[str, Any] = {
            "month": NOVEMBER,
            "office": self.village,
            "reports": [self.late.report.pk] if figure == "late" else [],
            "reason": "Bukan kami yang memegang.",
            "by": self.cast.lurah,
            "at": LATER,
        }
        return actions.object_to(figure=figure, **usual | how)

    def decide(self, objection: Objection, remedy: Remedy, **how: Any) -> Decision:
        usual: dict[str, Any] = {"reason": "Benar.", "by": self.cast.operator, "at": LATER}
        return actions.decide(objection=objection, remedy=remedy, **usual | how)

    def figures(self, scope: str = "own") -> VersionScore:
        rows = VersionScore.objects.filter(agency=self.village, scope=scope)
        return rows.order_by("-version__number")[0]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def refused(what: Any, *args: Any, **how: Any) -> Code:
    with pytest.raises(Refused) as caught, transaction.atomic():
        what(*args, **how)
    return caught.value.code


def test_an_office_objects_within_the_packs_period_and_once_a_figure(scene: Scene) -> None:
    for name in ("officer", "validator", "governor", "operator"):
        by = getattr(scene.cast, name)
        assert refused(scene.object_to, by=by) is Code.NOT_YOURS
    other = builders.staff("agency_admin", agency(builders.BRANCH))
    assert refused(scene.object_to, by=other) is Code.NOT_YOURS
    until = rules.objectable_until(Close.objects.get())
    assert refused(scene.object_to, at=until + timedelta(seconds=1)) is Code.OVER
    assert refused(scene.object_to, reason=" ") is Code.NO_REASON
    assert refused(scene.object_to, "hidden") is Code.NOT_COUNTED
    assert refused(scene.object_to, month=NOVEMBER.next) is Code.NOT_CLOSED
    scene.object_to(at=until)
    assert refused(scene.object_to) is Code.OBJECTED
    scene.object_to("rejected", by=scene.cast.camat)


def test_only_counted_reports_can_be_named(scene: Scene) -> None:
    for story in (scene.done, scene.other):
        assert refused(scene.object_to, reports=[story.report.pk]) is Code.NOT_COUNTED
    late = [scene.late.report.pk]
    assert refused(scene.object_to, "hours_mean", reports=late) is Code.NOT_COUNTED
    assert refused(scene.object_to, reports=range(60)) is Code.TOO_MANY


def test_nobody_decides_an_objection_of_her_own_office(scene: Scene) -> None:
    objection = scene.object_to()
    for office in (builders.VILLAGE, builders.DISTRICT):
        leader = builders.staff("leader", agency(office))
        assert refused(scene.decide, objection, Remedy.NONE, by=leader) is Code.PARTIAL
    both = builders.staff("operator", builders.desk())
    both = Actor(**{**_fields(both), "seats": (*both.seats, *scene.cast.lurah.seats)})
    assert refused(scene.decide, objection, Remedy.NONE, by=both) is Code.PARTIAL
    for name in ("lurah", "validator", "dispatcher"):
        by = getattr(scene.cast, name)
        assert refused(scene.decide, objection, Remedy.NONE, by=by) is Code.NOT_YOURS
    scene.decide(objection, Remedy.NONE, by=scene.cast.governor)
    assert refused(scene.decide, objection, Remedy.ON_TIME) is Code.DECIDED


def _fields(actor: Actor) -> dict[str, Any]:
    return {name: getattr(actor, name) for name in Actor.__dataclass_fields__}


def test_rejected_the_card_stays_and_the_office_is_told(scene: Scene) -> None:
    objection = scene.object_to()
    told = set(Notice.objects.filter(template="score_objection").values_list("user_id", flat=True))
    assert told == {scene.cast.operator.user_id, scene.cast.governor.user_id}
    assert refused(scene.decide, objection, Remedy.NONE, reason="") is Code.NO_REASON
    decision = scene.decide(objection, Remedy.NONE)
    assert not decision.is_upheld and Version.objects.filter(agency=scene.village).count() == 1
    notice = Notice.objects.get(template="score_rejected")
    assert notice.user_id == scene.cast.lurah.user_id
    assert notice.data["path"] == f"/kinerja/keberatan/{objection.pk}/"


def test_upheld_nothing_but_the_named_reports_is_put_right(scene: Scene) -> None:
    before = scene.figures()
    assert (before.received, before.late, before.on_time) == (2, 1, 1)
    objection = scene.object_to()
    Story(cast=scene.cast).verify()  # what was recorded since has no part in it
    decision = scene.decide(objection, Remedy.ON_TIME)
    after = scene.figures()
    assert decision.version and decision.version.number == 2 and decision.version.reason == "Benar."
    assert (after.received, after.late, after.on_time, after.within_limit) == (2, 0, 1, 1)
    district = VersionScore.objects.get(agency__code=builders.DISTRICT, scope="whole")
    assert district.version.number == 1
    assert Notice.objects.filter(template="score_upheld").exists()


def test_left_out_a_report_no_longer_counts_and_a_later_recount_keeps_that(scene: Scene) -> None:
    scene.decide(scene.object_to(), Remedy.LEAVE_OUT)
    assert (scene.figures().received, scene.figures().late) == (1, 0)
    again = scene.object_to("received")
    assert refused(scene.decide, again, Remedy.LEAVE_OUT) is Code.NO_REMEDY
    scene.decide(again, Remedy.RECOUNT)
    assert (scene.figures().received, scene.figures().late) == (1, 0)
    how: dict[str, Any] = {"month": NOVEMBER, "office": scene.village, "by": scene.cast.operator}
    actions.recount(reason="Peristiwa terlambat tercatat.", at=LATER, **how)
    assert (scene.figures().received, scene.figures().late) == (1, 0)


def test_the_database_refuses_to_change_an_objection_or_a_decision(scene: Scene) -> None:
    scene.decide(scene.object_to(), Remedy.ON_TIME)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in ("objection", "objectedreport", "decision"):
        for what in (f"DELETE FROM performance_{table}", f"TRUNCATE performance_{table} CASCADE"):
            with pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute(what)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.update(reason="x")


def _frozen() -> set[str]:
    found = set()
    for table in (Close, Version, VersionFact, VersionScore):
        names = [item.name for item in table._meta.concrete_fields if item.name != "signature"]
        found |= {f"{table.__name__} {row}" for row in table.objects.values_list(*names)}
    return found


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["late", "received", "rejected", "stars_mean", "hours_median"]),
        st.sampled_from(list(Remedy)),
        st.sampled_from(["object", "decide", "decide", "recount", "live", "compute"]),
    ),
    max_size=8,
)


def test_whatever_is_decided_no_version_ever_changes(scene: Scene) -> None:
    @settings(max_examples=20)
    @given(steps=STEPS)
    def check(steps: list[tuple[str, Remedy, str]]) -> None:
        with transaction.atomic():
            known = _frozen()
            for figure, remedy, verb in steps:
                _step(scene, figure, remedy, verb)
                now = _frozen()
                assert known <= now
                known = now
            versions = Version.objects.filter(agency=scene.village).order_by("number")
            numbers = list(versions.values_list("number", flat=True))
            upheld = Decision.objects.exclude(remedy=Remedy.NONE).count()
            assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > upheld
            transaction.set_rollback(True)

    check()


def _step(scene: Scene, figure: str, remedy: Remedy, verb: str) -> None:
    try:
        if verb == "object":
            scene.object_to(figure)
        elif verb == "decide":
            waiting = Objection.objects.filter(decision=None).first()
            if waiting:
                scene.decide(waiting, remedy)
        elif verb == "recount":
            how: dict[str, Any] = {"office": scene.village, "by": scene.cast.operator}
            actions.recount(month=NOVEMBER, reason="Koreksi.", at=LATER, **how)
        elif verb == "live":
            Story(cast=scene.cast).verify()
        else:
            actions.recompute(NOVEMBER, at=LATER)
    except Refused:
        pass
