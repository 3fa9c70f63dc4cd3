"""A small demonstration year in the database: every life obeys the table, every hash holds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db import connection

from tanggap.duty import whom
from tanggap.ops import demo
from tanggap.ops.demo import copying
from tanggap.ops.demo.records import COLUMNS
from tanggap.people.models import Agency, ApiKey, Membership, StandIn, User
from tanggap.publication.models import ChannelDay, PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports import case as cases
from tanggap.reports import chain, due
from tanggap.reports.facts import ReportFacts
from tanggap.reports.models import Assignment, Report, ReportEvent, ReportPhoto
from tanggap.reports.workflow import ReportClass, State, Verb, Visibility, check

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SPOKEN = {"coordinate", "dispose", "give_back", "reject_followup", "reopen", "hold", "support"}
WORKING = frozenset({"verifier", "dispatcher", "validator", "agency_admin", "officer"})


def load(*, scale: float = 0.02, with_photos: bool = False) -> int:
    return demo.load(at=NOW, scale=scale, with_photos=with_photos)


def test_a_small_year_is_whole() -> None:
    seen: list[int] = []
    count = demo.load(at=NOW, scale=0.02, with_photos=False, progress=lambda d, t: seen.append(d))
    assert count == Report.objects.count() > 2_400
    assert seen == sorted(seen)
    _every_life_obeys_the_table()
    _every_chain_holds()
    _clocks_are_the_cores_own()
    _people_and_places_fit()
    _offices_are_those_of_the_assignments()
    _whoever_leads_danger_has_a_roster()
    _recent_work_is_everywhere()
    _public_rows_are_there()
    assert load() == 0, "a second load does nothing"


def _every_life_obeys_the_table() -> None:
    lives: dict[int, list[ReportEvent]] = {}
    for event in ReportEvent.objects.order_by("report_id", "seq"):
        lives.setdefault(event.report_id, []).append(event)
    verbs: Counter[str] = Counter()
    for report in Report.objects.all():
        replay(report, lives[report.pk])
        verbs.update(event.verb for event in lives[report.pk])
    assert verbs.keys() >= SPOKEN


def replay(report: Report, events: list[ReportEvent]) -> None:
    """Take every event of a report through the workflow's table."""
    counts: Counter[str] = Counter()
    held_from, state, before = None, None, None
    for event in events:
        assert event.from_state == (state or "")
        assert before is None or event.at >= before
        facts = facts_of(report, event, state, held_from, counts)
        assert check(Verb(event.verb), facts) == event.to_state, (report.number, event)
        held_from = State(event.from_state) if event.verb == Verb.HOLD else held_from
        counts[event.verb] += 1
        state, before = State(event.to_state), event.at
    assert report.state == state
    assert report.seq == len(events)


def facts_of(
    report: Report,
    event: ReportEvent,
    state: State | None,
    held_from: State | None,
    counts: Counter[str],
) -> ReportFacts:
    """An actor who may do it at all; what the report itself forbids stays forbidden."""
    keeps = event.from_state == event.to_state
    supports = event.verb == Verb.DONE or (event.verb == Verb.ACCEPT and keeps)
    is_staff = event.actor_kind == "staff"
    return ReportFacts(
        state=state,
        report_class=ReportClass(report.report_class),
        is_confidential=report.is_confidential,
        visibility=Visibility(report.visibility),
        previous_state=held_from,
        is_reachable=report.contact_id is not None,
        holds=counts["hold"],
        returns=counts["give_back"],
        reopens=counts["reopen"],
        ratings=counts["rate"] - counts["reopen"],
        reply_window_over=True,
        roles=WORKING if is_staff and not supports else frozenset({"officer"} if is_staff else ()),
        is_lead=is_staff and not supports,
        is_head=is_staff,
        is_supporting=supports,
        has_accepted_support=event.verb == Verb.DONE,
        is_reporter=event.actor_kind == "reporter",
        is_clock=event.actor_kind == "clock",
        is_pack_rule=event.actor_kind == "system",
        score=(event.data or {}).get("stars"),
    )


def _every_chain_holds() -> None:
    for report in Report.objects.order_by("pk")[::9]:
        events = list(report.events.order_by("seq"))
        assert chain.verify(events, report_number=report.number) is None
        assert bytes(events[-1].hash) == bytes(report.last_hash)


def _clocks_are_the_cores_own() -> None:
    reports = list(Report.objects.order_by("pk"))
    sample = Random(1).sample(reports, 150) + [r for r in reports if r.due_at][:100]
    for report in sample:
        times = due.times(cases.load(report))
        assert report.due_at == times.due_at, report.number
        assert report.promised_at == times.promised_at, report.number
        assert report.promised_by == times.promised_by, report.number


def _people_and_places_fit() -> None:
    roles = {person.role for person in demo.people(at=NOW)}
    assert roles == {role for role, _ in Membership._meta.get_field("role").choices or ()}
    people = User.objects.filter(is_demo=True).exclude(username__startswith="siaga-")
    assert people.count() == len(demo.people(at=NOW))
    assert ApiKey.objects.filter(name="demo").count() == 1
    delicate = Assignment.objects.filter(report__is_confidential=True)
    assert not delicate.exclude(agency__handles_confidential=True).exists()
    assert not Report.objects.filter(is_confidential=True, visibility="public").exists()


def _offices_are_those_of_the_assignments() -> None:
    had: dict[int, set[int]] = {}
    for report, agency in Assignment.objects.values_list("report_id", "agency_id"):
        had.setdefault(report, set()).add(agency)
    for pk, offices in Report.objects.values_list("pk", "offices"):
        assert offices == sorted(had.get(pk, ()))


def _whoever_leads_danger_has_a_roster() -> None:
    leading = Agency.objects.filter(code__regex="^sudin-(sda|gulkarmat)-|^(up-agd|dinas-sda)$")
    assert leading.count() == 13
    noon, night = NOW, NOW + timedelta(hours=14)
    for office in [*leading, Agency.objects.get(code="kel-kebon-jeruk")]:
        by_day, by_night = (whom.on_duty(office, at=at) for at in (noon, night))
        assert by_day and by_night, office.code
    stood = StandIn.objects.get()
    office = Membership.objects.get(user=stood.absent).agency
    called = whom.on_duty(office, at=NOW) + whom.on_duty(office, at=night)
    assert stood.absent_id not in called and stood.person_id in called
    guards = User.objects.filter(username__startswith="siaga-")
    assert not any(guard.has_usable_password() for guard in guards)
    assert set(guards.values_list("memberships__role", flat=True)) == {"officer"}


def _recent_work_is_everywhere() -> None:
    recent = Report.objects.filter(received_at__year=2026)
    states = Counter(recent.values_list("state", flat=True))
    assert set(states) == {state.value for state in State}
    assert recent.filter(state="declined", came_by="archive").exists()
    assert recent.filter(due_at__lt=NOW).exists()
    assert recent.filter(due_at__gt=NOW).exists()
    assert not recent.filter(updated_at__gt=NOW).exists()


def _public_rows_are_there() -> None:
    share = PublicReport.objects.count() / Report.objects.count()
    assert 0.45 < share < 0.65
    assert sum(ChannelDay.objects.values_list("received", flat=True)) == Report.objects.count()


@pytest.mark.usefixtures("media_root")
def test_an_interrupted_load_leaves_nothing_and_the_next_one_is_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise KeyboardInterrupt

    before = _indexes()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(publishing, "write_all_unmasked", fail)
        load(scale=0.004)
    assert not demo.is_loaded()
    assert not Report.objects.exists()
    assert _indexes() == before
    assert load(scale=0.004, with_photos=True) > 0
    assert _indexes() == before
    _photographs_are_kept_once_and_used_often()


def _indexes() -> set[tuple[str, str]]:
    rows = copying.raw().execute(copying._KEYS, [list(COLUMNS)]).fetchall()
    rows += copying.raw().execute(copying._INDEXES, [list(COLUMNS)]).fetchall()
    return {(table, name) for table, name, _definition in rows}


def _photographs_are_kept_once_and_used_often() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM media_attachment")
        kept = cursor.fetchone()[0]
    assert kept < 100 < ReportPhoto.objects.count()
    resolved = Report.objects.filter(outcome="fixed", category__proof="photo")
    assert not resolved.exclude(photos__purpose="after").exists()


@pytest.fixture
def media_root(settings: object, tmp_path: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
