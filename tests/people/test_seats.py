"""Giving and ending seats, links, accounts: dates, the log, and the last operator."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.people import actions
from tanggap.people.access import actor_for
from tanggap.people.models import Change, Membership, Role, User
from tests import builders
from tests.builders import HIRED, MONDAY, Cast, agency

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
_serial = itertools.count(1)
PASSWORD = "kuda laut menari"


def person(username: str = "sari", *, password: str = "!") -> User:
    user = User(username=username, name=username.title(), created_at=HIRED, password=password)
    user.save()
    return user


def posts(user: User, at: Any = MONDAY) -> set[tuple[str, str]]:
    return {(seat.role, seat.agency_name) for seat in actor_for(user, at=at).seats}


def test_a_seat_begins_and_ends_on_its_days() -> None:
    cast, user, office = Cast(), person(), agency(builders.VILLAGE)
    actions.give_seat(
        user,
        "officer",
        office,
        by=cast.lurah,
        at=MONDAY,
        starts_at=MONDAY + DAY,
        ends_at=MONDAY + 3 * DAY,
    )
    assert posts(user) == set()
    assert posts(user, MONDAY + 2 * DAY) == {("officer", office.name)}
    assert posts(user, MONDAY + 3 * DAY) == set()


def test_giving_the_same_again_writes_nothing() -> None:
    cast, user, office = Cast(), person(), agency(builders.VILLAGE)
    first = actions.give_seat(user, "officer", office, by=cast.lurah, at=MONDAY)
    again = actions.give_seat(user, "officer", office, by=cast.lurah, at=MONDAY + DAY)
    assert first.pk == again.pk
    assert Change.objects.count() == 1


def test_other_dates_change_the_seat_and_are_logged_on_both_sides() -> None:
    cast, user, office = Cast(), person(), agency(builders.VILLAGE)
    actions.give_seat(user, "officer", office, by=cast.lurah, at=MONDAY)
    until = MONDAY + 30 * DAY
    actions.give_seat(user, "officer", office, by=cast.camat, at=MONDAY + DAY, ends_at=until)
    assert Membership.objects.get(user=user).ends_at == until
    line = Change.objects.order_by("-pk")[0]
    assert (line.verb, line.by_id, line.person) == ("change", cast.camat.user_id, user)
    assert line.before is not None and line.before["until"] is None
    assert line.after is not None and line.after["until"] == until.isoformat()


def test_a_seat_that_has_not_begun_never_does() -> None:
    cast, user, office = Cast(), person(), agency(builders.VILLAGE)
    seat = actions.give_seat(
        user, "officer", office, by=cast.lurah, at=MONDAY, starts_at=MONDAY + 5 * DAY
    )
    actions.end_seat(seat, by=cast.lurah, at=MONDAY + DAY)
    assert all(posts(user, MONDAY + n * DAY) == set() for n in range(9))


@pytest.mark.parametrize(
    ("giver", "role", "office"),
    [
        ("lurah", "leader", builders.VILLAGE),
        ("lurah", "officer", "kel-cideng"),
        ("lurah", "agency_admin", builders.DISTRICT),
        ("camat", "operator", builders.VILLAGE),
        ("camat", "case_worker", builders.VILLAGE),
        ("officer", "officer", builders.VILLAGE),
        ("dispatcher", "officer", builders.VILLAGE),
        ("operator", "dispatcher", builders.VILLAGE),
    ],
)
def test_who_may_not_give_what(giver: str, role: str, office: str) -> None:
    with pytest.raises(actions.Forbidden):
        actions.give_seat(person(), role, agency(office), by=getattr(Cast(), giver), at=MONDAY)
    assert not Change.objects.exists()


def test_an_admin_gives_her_three_roles_at_her_office_and_below() -> None:
    cast, user = Cast(), person()
    for office in (builders.DISTRICT, builders.VILLAGE):
        for role in ("agency_admin", "officer"):
            actions.give_seat(user, role, agency(office), by=cast.camat, at=MONDAY)
    assert len(posts(user)) == 4


def test_the_admin_of_a_village_cannot_take_over_an_operators_account() -> None:
    cast = Cast()
    operator = User.objects.get(pk=cast.operator.user_id)
    actions.give_seat(operator, "officer", agency(builders.VILLAGE), by=cast.lurah, at=MONDAY)
    with pytest.raises(actions.Forbidden):
        actions.link_for(operator, by=cast.lurah, at=MONDAY)
    with pytest.raises(actions.Forbidden):
        actions.deactivate(operator, by=cast.lurah, at=MONDAY)
    with pytest.raises(actions.Forbidden):
        actions.change_person(operator, name="X", email="x@example.org", by=cast.lurah, at=MONDAY)


# The last operator.


def operators(count: int) -> list[User]:
    root, found = agency("pemprov-dki"), []
    for _ in range(count):
        user = person(f"operator{next(_serial)}", password="argon2$x")
        actions.appoint(user=user, role=Role.OPERATOR, agency=root, at=HIRED)
        found.append(user)
    return found


def as_actor(user: User) -> Any:
    user.refresh_from_db()
    return actor_for(user, at=MONDAY)


def running() -> int:
    rows = Membership.objects.filter(role=Role.OPERATOR, ends_at=None, user__is_active=True)
    return rows.count()


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    count=st.integers(1, 3),
    steps=st.lists(
        st.tuples(
            st.integers(0, 2), st.integers(0, 2), st.sampled_from(["end", "until", "shut", "give"])
        ),
        max_size=8,
    ),
)
def test_whatever_operators_do_to_each_other_one_is_left(
    count: int, steps: list[tuple[int, int, str]]
) -> None:
    User.objects.filter(username__startswith="operator").update(is_active=False)
    people, root = operators(count), agency("pemprov-dki")
    for doer, target, what in steps:
        if doer >= count or target >= count:
            continue
        by, user = as_actor(people[doer]), people[target]
        seat = Membership.objects.filter(user=user).order_by("-pk")[0]
        try:
            if what == "end":
                actions.end_seat(seat, by=by, at=MONDAY)
            elif what == "until":
                actions.end_seat(seat, by=by, at=MONDAY, ends_at=MONDAY + DAY)
            elif what == "shut":
                actions.deactivate(user, by=by, at=MONDAY)
            else:
                actions.give_seat(user, Role.OPERATOR, root, by=by, at=MONDAY)
        except (actions.LastOperator, actions.Forbidden):
            pass
        assert running() >= 1


def test_an_operator_who_never_set_a_password_does_not_count() -> None:
    (first,) = operators(1)
    actions.give_seat(
        person("baru"), Role.OPERATOR, agency("pemprov-dki"), by=as_actor(first), at=MONDAY
    )
    seat = Membership.objects.get(user=first)
    with pytest.raises(actions.LastOperator):
        actions.end_seat(seat, by=as_actor(first), at=MONDAY)


# Links.


def newcomer(**more: Any) -> actions.Newcomer:
    values = {"role": "officer", "office": agency(builders.VILLAGE), "name": "Budi"}
    return actions.Newcomer(**values | more)


def test_an_invitation_makes_one_account_with_its_seat_and_end() -> None:
    cast, until = Cast(), MONDAY + 10 * DAY
    token = actions.invite(
        newcomer(ends_at=until, email="budi@example.org"), by=cast.lurah, at=MONDAY
    )
    who = {"username": "budi", "name": "Budi", "password": PASSWORD}
    user = actions.accept_invitation(token=token, at=MONDAY + DAY, **who)
    assert user.email == "budi@example.org"
    assert posts(user, MONDAY + DAY) == {("officer", agency(builders.VILLAGE).name)}
    assert posts(user, until) == set()
    with pytest.raises(actions.InvitationInvalid):
        actions.accept_invitation(token=token, at=MONDAY + DAY, **{**who, "username": "b2"})
    verbs = Change.objects.order_by("pk").values_list("kind", "verb")
    assert list(verbs) == [("link", "invite"), ("person", "join")]


def test_an_admin_invites_only_where_she_may_give() -> None:
    with pytest.raises(actions.Forbidden):
        actions.invite(newcomer(office=agency("kel-cideng")), by=Cast().lurah, at=MONDAY)


def test_a_withdrawn_invitation_is_dead() -> None:
    cast = Cast()
    token = actions.invite(newcomer(), by=cast.lurah, at=MONDAY)
    actions.withdraw(actions.invitation_for(token, at=MONDAY), by=cast.camat, at=MONDAY)
    with pytest.raises(actions.InvitationInvalid):
        actions.invitation_for(token, at=MONDAY)


def test_a_password_link_works_once_and_replaces_the_one_before() -> None:
    cast = Cast()
    officer = User.objects.get(pk=cast.officer.user_id)
    old = actions.link_for(officer, by=cast.lurah, at=MONDAY)
    token = actions.link_for(officer, by=cast.lurah, at=MONDAY)
    with pytest.raises(actions.InvitationInvalid):
        actions.set_password(token=old, password=PASSWORD, at=MONDAY)
    with pytest.raises(ValidationError):
        actions.set_password(token=token, password="pendek", at=MONDAY)
    actions.set_password(token=token, password=PASSWORD, at=MONDAY)
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    with pytest.raises(actions.InvitationInvalid):
        actions.set_password(token=token, password=PASSWORD, at=MONDAY)


def test_a_link_for_an_account_makes_no_other_account() -> None:
    cast = Cast()
    officer = User.objects.get(pk=cast.officer.user_id)
    token = actions.link_for(officer, by=cast.lurah, at=MONDAY)
    who = {"username": "lain", "name": "Lain", "password": PASSWORD}
    with pytest.raises(actions.InvitationInvalid):
        actions.accept_invitation(token=token, at=MONDAY, **who)


def test_a_shut_account_has_no_seats_and_no_links() -> None:
    cast = Cast()
    officer = User.objects.get(pk=cast.officer.user_id)
    token = actions.link_for(officer, by=cast.lurah, at=MONDAY)
    actions.deactivate(officer, by=cast.lurah, at=MONDAY, reason="Pindah.")
    officer.refresh_from_db()
    assert actor_for(officer, at=MONDAY).seats == ()
    with pytest.raises(actions.InvitationInvalid):
        actions.set_password(token=token, password=PASSWORD, at=MONDAY)
    actions.reactivate(officer, by=cast.lurah, at=MONDAY)
    officer.refresh_from_db()
    assert posts(officer) == {("officer", agency(builders.VILLAGE).name)}
