"""What a process keeps of the directories follows every change, wherever it was made."""

from __future__ import annotations

import os
from datetime import date
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.utils import translation

from tanggap.casework.queries import choices
from tanggap.intake import reference
from tanggap.lib import editions
from tanggap.lib.editions import kept
from tanggap.people.models import Agency, ApiKey
from tanggap.places.models import Area, Place
from tanggap.reports import due
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import (
    Category,
    Channel,
    ClockPolicy,
    Holiday,
    Institution,
    PackSetting,
    Reason,
)
from tanggap.triage import route

pytestmark = pytest.mark.django_db
DIRECTORIES = [
    Agency, ApiKey, Area, Category, Channel, ClockPolicy, Holiday, Institution, PackSetting, Place,
    Reason,
]  # fmt: skip


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question looks at the numbers."""
    monkeypatch.setattr(editions, "CHECK_SECONDS", 0)


def number(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        query = "SELECT number FROM lib_edition WHERE name = %s"
        cursor.execute(query, [model._meta.db_table])
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("model", DIRECTORIES)
def test_every_change_of_a_directory_makes_a_new_edition(model: type[Model]) -> None:
    table, before = model._meta.db_table, number(model)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert number(model) == before
        for change in (
            f"UPDATE {table} SET id = id WHERE id = (SELECT min(id) FROM {table})",
            f"DELETE FROM {table} WHERE id < 0",
            f"INSERT INTO {table} SELECT * FROM {table} LIMIT 0",
        ):
            cursor.execute(change)
            assert number(model) != before
            before = number(model)


def test_caches_follow_an_edit_outside_of_a_load(always: None) -> None:
    agency = Agency.objects.get(code="kel-gambir")
    policy = ClockPolicy.objects.filter(is_active=True).order_by("code")[0]
    assert ("kel-gambir", agency.name) in choices.agencies()
    assert due.rules() is due.rules()
    Agency.objects.filter(pk=agency.pk).update(name="Kelurahan Gambir Baru")
    assert ("kel-gambir", "Kelurahan Gambir Baru") in choices.agencies()
    assert reference.current().agencies["kel-gambir"].name == "Kelurahan Gambir Baru"
    area = Area.objects.get(code="31.71.01.1001")
    category = Category.objects.get(code="jalan")
    proposal = route.propose(category, area, is_geotagged=True)
    assert proposal and proposal.agency.name == "Kelurahan Gambir Baru"
    rules = due.rules()
    ClockPolicy.objects.filter(pk=policy.pk).update(is_active=False)
    assert due.rules() is not rules
    assert policy.code not in {row.code for row in taxonomy.policies()}
    assert not taxonomy.calendar().is_working_day(date(2022, 8, 17))
    Holiday.objects.filter(date="2022-08-17").delete()
    assert taxonomy.calendar().is_working_day(date(2022, 8, 17))


def test_a_change_that_was_rolled_back_is_unseen(always: None) -> None:
    with transaction.atomic():
        Channel.objects.filter(code="web").update(name="Lain")
        assert ("web", "Lain") in choices.channels()
        transaction.set_rollback(True)
    assert ("web", "Lain") not in choices.channels()


def test_nothing_is_asked_between_two_looks(django_assert_num_queries: Any) -> None:
    choices.channels()
    choices.agencies()
    with django_assert_num_queries(0):
        choices.channels()
        choices.agencies()


def test_one_look_serves_all_caches(always: None, django_assert_num_queries: Any) -> None:
    reference.current()
    with django_assert_num_queries(1):
        reference.current()


@pytest.mark.django_db(transaction=True)
def test_another_process_s_change_is_seen_after_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = choices.channels()
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL"], dbname=name, autocommit=True) as other:
        other.execute("UPDATE taxonomy_channel SET name = 'Situs lain' WHERE code = 'web'")
    assert choices.channels() == before
    now = editions.time.monotonic()
    monkeypatch.setattr(editions.time, "monotonic", lambda: now + editions.CHECK_SECONDS)
    assert ("web", "Situs lain") in choices.channels()


def test_answers_are_kept_by_their_arguments_and_few(always: None) -> None:
    asked = []

    @kept(Channel, most=2)
    def answer(one: int, *, by: str = "") -> str:
        asked.append((one, by))
        return f"{one}{by}"

    assert [answer(1), answer(1), answer(1, by="a"), answer(1, by="a")] == ["1", "1", "1a", "1a"]
    assert asked == [(1, ""), (1, "a")]
    assert answer(2) == "2"  # a third: the two before are let go
    assert answer(1) == "1"
    assert len(asked) == 4


def test_a_table_that_nobody_watches_is_a_mistake_said_at_once() -> None:
    @kept("django_session")
    def answer() -> int:
        return 1

    with pytest.raises(LookupError, match="django_session"):
        answer()


def test_each_language_has_its_own_answer() -> None:
    for _again in range(2):
        with translation.override("id"):
            assert ("media", "Aspirasi publik di media massa") in choices.channels()
        with translation.override("en"):
            assert ("media", "Voices in the mass media") in choices.channels()
