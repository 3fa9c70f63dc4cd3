"""Who is acting: the one value that every action and every read is given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.people.models import Agency, Membership, MembershipQuerySet, Role, StandIn, User

if TYPE_CHECKING:
    from collections.abc import Iterable

ActorKind = Literal["staff", "reporter", "clock", "system", "peer", "resident"]

# Working for these roles is working for the whole institution, whatever the agency says.
CITY_WIDE = frozenset(
    {Role.CLERK, Role.VERIFIER, Role.DISPATCHER, Role.VALIDATOR, Role.LEADER, Role.OPERATOR}
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One role at one agency, as it is now. `lent_by` is whose seat it is, if not one's own."""

    role: str
    agency_id: int
    agency_path: str
    agency_name: str
    lent_by: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in all the seats she has, a reporter, a clock, the system or a peer.

    Somebody who stands in for others has their seats too, and acts in one capacity at a time: her
    own, or for one of them (`acts_for`). Whoever is absent stays among `people`: nobody judges
    the work of whom she stands in for.
    """

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()
    acts_for: int | None = None
    absent: frozenset[int] = frozenset()

    @property
    def people(self) -> frozenset[int]:
        """Ids of whose work counts as the actor's own."""
        return self.absent if self.user_id is None else self.absent | {self.user_id}

    @property
    def whose(self) -> int | None:
        """Whose work it is: of the person herself, or of whom she acts for."""
        return self.user_id if self.acts_for is None else self.acts_for

    def own(self) -> Actor:
        """The same person in her own seats."""
        seats = tuple(seat for seat in self.seats if seat.lent_by is None)
        return replace(self, seats=seats, acts_for=None)

    def standing_in_for(self, person: int) -> Actor:
        """The same person in the seats of one who is absent."""
        seats = tuple(seat for seat in self.seats if seat.lent_by == person)
        return replace(self, seats=seats, acts_for=person)

    def capacities(self) -> tuple[Actor, ...]:
        """Every capacity she can act in, her own first."""
        if not self.absent:
            return (self,)
        return (self.own(), *(self.standing_in_for(person) for person in sorted(self.absent)))

    def in_role(self, *roles: str) -> Actor:
        """The first capacity with one of `roles`; her own when there is none."""
        found = (capacity for capacity in self.capacities() if capacity.has_role(*roles))
        return next(found, self.capacities()[0])

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(seat.role for seat in self.seats)

    def has_role(self, *roles: str) -> bool:
        return any(seat.role in roles for seat in self.seats)

    def agency_ids(self, *roles: str) -> frozenset[int]:
        """Agencies where the actor sits, in any of `roles` or in any role at all."""
        return frozenset(s.agency_id for s in self.seats if not roles or s.role in roles)

    def paths(self, *roles: str) -> tuple[str, ...]:
        return tuple(s.agency_path for s in self.seats if not roles or s.role in roles)

    def sits_at(self, agency: Agency, *roles: str) -> bool:
        return agency.pk in self.agency_ids(*roles)

    def sits_at_or_above(self, agency: Agency, *roles: str) -> bool:
        return any(agency.path.startswith(path) for path in self.paths(*roles))


SYSTEM = Actor(kind="system")
CLOCK = Actor(kind="clock")
REPORTER = Actor(kind="reporter")
PEER = Actor(kind="peer")
RESIDENT = Actor(kind="resident")  # anybody on the public pages; nobody knows who
NOBODY = Actor(kind="staff")


def actor_for(user: User, *, at: datetime) -> Actor:
    """The member of staff `user` with the seats that hold at `at`, lent ones too.

    One query, or none where the login read them.
    """
    seats = tuple(_seats(user, at)) if user.is_active else ()
    absent = frozenset(seat.lent_by for seat in seats if seat.lent_by is not None)
    return Actor(kind="staff", user_id=user.pk, name=user.name, seats=seats, absent=absent)


# What nobody lends: who runs the instance appoints another operator instead.
NOT_LENT = (Role.OPERATOR,)


def memberships_for(person: int, *, at: datetime) -> MembershipQuerySet:
    """Every membership of `person`, past ones too, and those that are lent to her at `at`."""
    lenders = StandIn.objects.filter(person=person).current(at=at).values("absent")
    lent = Q(user__in=lenders, user__is_active=True) & ~Q(role__in=NOT_LENT)
    rows = Membership.objects.filter(Q(user=person) | lent)
    return rows.select_related("user", "agency").order_by("pk")


def _seats(user: User, at: datetime) -> Iterable[Seat]:
    rows = user.seats_read
    for row in memberships_for(user.pk, at=at).current(at=at) if rows is None else rows:
        if row.is_current(at=at):
            lent_by = None if row.user_id == user.pk else row.user_id
            yield Seat(row.role, row.agency_id, row.agency.path, row.agency.name, lent_by)


class NotFound(Exception):
    """There is no such person, or she is not for this actor: the two look the same."""


def reach(actor: Actor) -> QuerySet[Agency]:
    """The offices at which the actor appoints people."""
    own = actor.own()
    if own.has_role(Role.OPERATOR):
        return Agency.objects.all()
    within = Q(pk__in=[])
    for path in own.paths(Role.AGENCY_ADMIN):
        within |= Q(path__startswith=path)
    return Agency.objects.filter(within)


def people_for(actor: Actor) -> QuerySet[User]:
    """The people whom the actor administers: all for the operator, else who sits or sat below."""
    if actor.own().has_role(Role.OPERATOR):
        return User.objects.all()
    seats = Membership.objects.filter(user=OuterRef("pk"), agency__in=reach(actor))
    return User.objects.filter(Exists(seats))


def person_for(actor: Actor, username: str) -> User:
    """One of them by her username. Raises NotFound. One query."""
    found = people_for(actor).filter(username=username.lower()).first()
    if found is None:
        raise NotFound
    return found
