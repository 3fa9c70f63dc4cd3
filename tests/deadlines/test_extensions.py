"""More time: who is asked, where it waits, who hears the answer; and rules that change."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tanggap.casework.queries import lists
from tanggap.lib import editions
from tanggap.messaging.models import Notice
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.reports import due
from tanggap.taxonomy import clock_rules
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db


def templates(actor: Actor) -> list[str]:
    rows = Notice.objects.filter(user=actor.user_id).order_by("pk")
    return list(rows.values_list("template", flat=True))


def waits_for(actor: Actor) -> set[int]:
    return {row.pk for part in lists.queue(actor, "decide") for row in part}


def test_a_request_waits_for_the_superior_and_for_nobody_else(client: Client) -> None:
    story = Story().to("in_progress")
    cast = story.cast
    camat, department, lurah = cast.camat, cast.department, cast.lurah
    story.do("extend", cast.officer, days=5, reason="Menunggu lampu dari gudang.")
    assert waits_for(camat) == {story.report.pk}
    assert waits_for(department) == waits_for(lurah) == set()
    assert templates(camat) == ["extension_asked"] and templates(department) == []
    client.force_login(User.objects.get(pk=camat.user_id))
    page = client.get(f"/meja/antrean/decide/?report={story.report.number}").content.decode()
    assert "Menunggu lampu dari gudang." in page and "5 hari" in page
    story.do("grant", camat, note="Baik.")
    assert waits_for(camat) == set()
    assert templates(lurah) == ["extension_granted"]


def test_a_refusal_is_told_too() -> None:
    story = Story().to("in_progress")
    lurah = story.cast.lurah
    story.do("extend", story.cast.officer, days=5, reason="Hujan.")
    story.do("refuse", story.cast.camat, reason="Sudah cukup lama.")
    assert templates(lurah) == ["extension_refused"]


def test_a_new_version_ends_the_rule_it_follows() -> None:
    from tanggap.taxonomy import queries as taxonomy

    editions.look_again()
    rows = taxonomy.policies()
    said = clock_rules.NewPolicy(
        clock="validation",
        amount=1,
        unit="working_days",
        valid_from=date(2026, 12, 1),
        source="Surat edaran",
    )
    clock_rules.follow(clock_rules.plan_policy(said, rows), at=builders.MONDAY)
    editions.look_again()
    mine = [row for row in taxonomy.policies() if row.clock == "validation"]
    assert [(row.valid_from, row.until) for row in mine] == [
        (date(2014, 1, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]
    with pytest.raises(clock_rules.Overlaps):
        earlier = clock_rules.NewPolicy(
            clock="validation",
            amount=3,
            unit="working_days",
            valid_from=date(2026, 11, 1),
            source="x",
        )
        clock_rules.plan_policy(earlier, taxonomy.policies())
    clock_rules.follow(
        clock_rules.plan_end(mine[1].code, date(2027, 1, 31), taxonomy.policies()),
        at=builders.MONDAY,
    )
    editions.look_again()
    assert due.rules()._by_clock is not None
    ended = next(row for row in taxonomy.policies() if row.code == mine[1].code)
    assert ended.until == date(2027, 1, 31)
    with pytest.raises(clock_rules.NotEnding):
        clock_rules.plan_end(ended.code, date(2027, 2, 1), taxonomy.policies())
