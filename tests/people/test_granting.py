"""Who may give which role to whom: many small institutions, every way of asking."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tanggap.people import granting
from tanggap.people.access import Actor, Seat
from tanggap.people.models import Agency, Membership, Role, User

# A root with two branches; "b" has case workers, "desk" is the dispatcher's.
PATHS = ("/r/", "/r/a/", "/r/a/x/", "/r/b/", "/r/b/y/", "/r/desk/")


def office(pk: int) -> Agency:
    path = PATHS[pk]
    return Agency(
        pk=pk,
        code=path.strip("/").split("/")[-1],
        path=path,
        handles_confidential=path.startswith("/r/b/"),
        is_dispatcher=path.endswith("desk/"),
    )


offices = st.integers(0, len(PATHS) - 1).map(office)
roles = st.sampled_from(Role.values)
lenders = st.sampled_from([None, None, None, 90, 91])


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    at = draw(offices)
    return Seat(draw(roles), at.pk, at.path, at.code, draw(lenders))


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    held = tuple(draw(st.lists(seats(), max_size=4)))
    absent = frozenset(seat.lent_by for seat in held if seat.lent_by is not None)
    return Actor(kind="staff", user_id=draw(st.integers(1, 3)), seats=held, absent=absent)


@st.composite
def memberships(draw: st.DrawFn) -> Membership:
    return Membership(user=User(pk=5), role=draw(roles), agency=draw(offices))


def own(actor: Actor, role: str) -> list[str]:
    return [s.agency_path for s in actor.seats if s.role == role and s.lent_by is None]


@given(actors(), roles, offices)
def test_only_who_runs_the_instance_or_heads_an_office_above_gives_a_role(
    actor: Actor, role: str, at: Agency
) -> None:
    heads = any(at.path.startswith(path) for path in own(actor, Role.AGENCY_ADMIN))
    expected = bool(own(actor, Role.OPERATOR)) or (heads and role in granting.ADMINS_GIVE)
    assert granting.may_give(actor, role, at) == (expected and granting.fits(role, at))


@given(actors(), roles, offices)
def test_borrowed_seats_give_nothing(actor: Actor, role: str, at: Agency) -> None:
    alone = replace(actor.own(), absent=frozenset())
    assert granting.may_give(actor, role, at) == granting.may_give(alone, role, at)
    for capacity in actor.capacities():
        if capacity.acts_for is not None:
            assert not granting.may_give(capacity, role, at)


@given(actors(), roles, offices)
def test_nobody_gives_a_role_to_himself(actor: Actor, role: str, at: Agency) -> None:
    assert not granting.may_give_to(actor, User(pk=actor.user_id), role, at)


@given(actors(), st.lists(memberships(), max_size=4))
def test_whoever_manages_an_account_may_take_every_seat_of_it(
    actor: Actor, held: list[Membership]
) -> None:
    if granting.may_manage(actor, User(pk=5), held):
        assert all(granting.may_take(actor, seat) for seat in held)
        assert held or granting.is_operator(actor)


@given(actors(), offices)
def test_a_form_offers_what_may_be_given_and_no_more(actor: Actor, at: Agency) -> None:
    offered = granting.roles_for(actor, at)
    assert offered == [role for role in Role.values if granting.may_give(actor, role, at)]


@given(
    st.lists(st.tuples(st.integers(0, 3), roles, offices), max_size=3),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), roles, offices), max_size=25),
)
def test_however_admins_appoint_each_other_nobody_rises_above_where_they_began(
    begin: list[tuple[int, str, Agency]],
    asked: list[tuple[int, int, str, Agency]],
) -> None:
    """Without an operator among them, only the three roles spread, and only downwards."""
    held: dict[int, set[tuple[str, str]]] = {person: set() for person in range(4)}
    for person, role, at in begin:
        if role != Role.OPERATOR:
            held[person].add((role, at.path))
    first = {person: set(posts) for person, posts in held.items()}
    tops = [path for posts in held.values() for role, path in posts if role == Role.AGENCY_ADMIN]
    for giver, taker, role, at in asked:
        seats_now = tuple(Seat(r, PATHS.index(p), p, p) for r, p in held[giver])
        actor = Actor(kind="staff", user_id=giver, seats=seats_now)
        if granting.may_give_to(actor, User(pk=taker), role, at):
            held[taker].add((role, at.path))
    for person, posts in held.items():
        for role, path in posts - first[person]:
            assert role in granting.ADMINS_GIVE
            assert any(path.startswith(top) for top in tops)
