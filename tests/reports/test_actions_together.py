"""Two people at one report in the same moment, over two real connections."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from tanggap.people.access import REPORTER
from tanggap.reports import actions, chain
from tanggap.reports.actions import Conflict, Refused
from tanggap.reports.models import Report
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 20  # seconds; a deadlock would show as one that never ends


def together(*acts: Callable[[], Any]) -> list[BaseException | None]:
    """Run all at once, each on its own connection; what each raised."""
    start = Barrier(len(acts))
    raised: list[BaseException | None] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            start.wait(PATIENCE)
            acts[place]()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place,), daemon=True) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return raised


def fresh(story: Story) -> Report:
    return Report.objects.get(pk=story.report.pk)


def test_the_second_gets_a_conflict_and_nothing_is_lost() -> None:
    story = Story()
    first, second, at = story.cast.verifier, story.cast.other_verifier, story.tick()
    village, category = agency(builders.VILLAGE), builders.category()
    raised = together(
        lambda: actions.verify(
            fresh(story), by=first, at=at, version=1, category=category, to=village
        ),
        lambda: actions.decline(
            fresh(story), by=second, at=at, version=1, reason="Bukan.", remedy="Keberatan."
        ),
    )
    lost = [error for error in raised if error is not None]
    assert [type(error) for error in lost] == [Conflict]
    report = fresh(story)
    winner = report.events.get(seq=2)
    assert (report.seq, report.state) == (2, winner.to_state)
    assert isinstance(lost[0], Conflict)
    assert lost[0].event.verb == winner.verb
    assert lost[0].actor_name == ("verifier" if raised[0] is None else "other_verifier")


def test_without_a_version_the_rules_refuse_the_second() -> None:
    story = Story().to("waiting")
    people, at = (story.cast.officer, story.cast.colleague), story.tick()
    raised = together(*(lambda by=by: actions.accept(fresh(story), by=by, at=at) for by in people))
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "Refused"]
    assert any(isinstance(error, Refused) for error in raised)
    winner = people[raised.index(None)]
    assert fresh(story).assignments.get().officer_id == winner.user_id


def test_every_supporter_counts() -> None:
    story = Story(visibility="public")
    at = story.tick()
    keys = [bytes([n]) * 32 for n in (1, 2, 3, 1)]
    raised = together(
        *(
            lambda key=key: actions.support(fresh(story), by=REPORTER, at=at, key_hash=key)
            for key in keys
        )
    )
    assert raised == [None] * 4
    report = fresh(story)
    assert report.supporters == 3
    assert chain.verify(report.events.order_by("seq"), report_number=report.number) is None


def test_two_merges_in_opposite_directions_end() -> None:
    cast = builders.Cast()
    one, two = Story(cast=cast), Story(cast=cast)
    by, at = cast.dispatcher, one.tick()
    raised = together(
        lambda: actions.merge(fresh(one), into=fresh(two), by=by, at=at),
        lambda: actions.merge(fresh(two), into=fresh(one), by=by, at=at),
    )
    assert sorted(type(error).__name__ for error in raised) == ["NoneType", "Refused"]
    merged = {fresh(one).merged_into_id, fresh(two).merged_into_id}
    assert None in merged
    assert len(merged) == 2
