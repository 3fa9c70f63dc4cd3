"""Who is logged in comes with her seats, and the two ways to read them agree."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from tanggap.people import actions
from tanggap.people.access import actor_for
from tanggap.people.login import SeatedBackend
from tanggap.people.models import Agency, Role, User

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def user() -> User:
    """Somebody with a seat that ended, one that holds and one that is still to come."""
    here, there = Agency.objects.exclude(parent=None).order_by("id")[:2]
    made = actions.add_user(username="siti", name="Siti", password="kuda laut menari", at=NOW)
    for role, office, days in (
        (Role.OFFICER, here, -9),
        (Role.CASE_WORKER, there, -5),
        (Role.LEADER, here, 5),
    ):
        actions.appoint(user=made, role=role, agency=office, at=NOW + timedelta(days=days))
    actions.dismiss(user=made, role=Role.OFFICER, agency=here, at=NOW - timedelta(days=2))
    return made


def test_one_query_reads_the_person_and_her_seats(
    user: User, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = SeatedBackend().get_user(user.pk)
        assert found is not None and actor_for(found, at=NOW).has_role(Role.CASE_WORKER)


@pytest.mark.parametrize("days", [-30, -9, -6, -5, -3, -2, -1, 0, 4, 5, 6])
def test_her_seats_are_those_that_the_database_would_choose(user: User, days: int) -> None:
    at = NOW + timedelta(days=days)
    found = SeatedBackend().get_user(user.pk)
    assert found is not None
    seats, plain = actor_for(found, at=at).seats, actor_for(user, at=at).seats
    assert set(seats) == set(plain) and len(seats) == len(plain)


def test_who_left_is_logged_out_and_who_has_no_seat_is_not(user: User) -> None:
    nobody = actions.add_user(username="tamu", name="Tamu", password="kuda laut menari", at=NOW)
    assert SeatedBackend().get_user(nobody.pk) == ModelBackend().get_user(nobody.pk) == nobody
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert SeatedBackend().get_user(user.pk) is None
    assert SeatedBackend().get_user(10**9) is None
