"""Who is acting: the one value that every action and every read is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from tanggap.people.models import Agency, Membership, Role, User

if TYPE_CHECKING:
    from collections.abc import Iterable

ActorKind = Literal["staff", "reporter", "clock", "system", "peer"]

# Working for these roles is working for the whole institution, whatever the agency says.
CITY_WIDE = frozenset(
    {Role.CLERK, Role.VERIFIER, Role.DISPATCHER, Role.VALIDATOR, Role.LEADER, Role.OPERATOR}
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One role at one agency, as it is now."""

    role: str
    agency_id: int
    agency_path: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in all the seats she has, a reporter, a clock, the system or a peer."""

    kind: ActorKind
    user_id: int | None = None
    name: str = ""
    seats: tuple[Seat, ...] = ()

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
NOBODY = Actor(kind="staff")


def actor_for(user: User, *, at: datetime) -> Actor:
    """The member of staff `user` with the seats that hold at `at`. One query, or none."""
    seats = tuple(_seats(_memberships(user, at=at))) if user.is_active else ()
    return Actor(kind="staff", user_id=user.pk, name=user.name, seats=seats)


def _memberships(user: User, *, at: datetime) -> Iterable[Membership]:
    if user.seats_read is not None:
        return [row for row in user.seats_read if row.is_current(at=at)]
    return Membership.objects.filter(user=user).current(at=at).select_related("agency")


def _seats(memberships: Iterable[Membership]) -> Iterable[Seat]:
    for row in memberships:
        yield Seat(row.role, row.agency_id, row.agency.path, row.agency.name)
