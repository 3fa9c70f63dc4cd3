"""Who may change whom and what about the institution.

Only own seats count, never borrowed ones, and nobody gives a role to himself: whoever needs one
asks another operator, or the admin above.
"""

from __future__ import annotations

from collections.abc import Iterable

from tanggap.people.access import Actor
from tanggap.people.models import Agency, Membership, Role, User

# What the admin of an office gives there and below.
ADMINS_GIVE = frozenset({Role.AGENCY_ADMIN, Role.OFFICER, Role.CASE_WORKER})


class Forbidden(Exception):
    """This person may not change that."""


class LastOperator(Exception):
    """Without this seat nobody could run the instance."""


def is_operator(actor: Actor) -> bool:
    """Whether the actor runs the instance. The system itself may do what he may."""
    return actor.kind == "system" or actor.own().has_role(Role.OPERATOR)


def must_be_operator(actor: Actor) -> None:
    """Raise Forbidden for everybody but the operator and the system itself."""
    if not is_operator(actor):
        raise Forbidden


def administers(actor: Actor, office: Agency) -> bool:
    """Whether the actor appoints people at `office`."""
    return is_operator(actor) or actor.own().sits_at_or_above(office, Role.AGENCY_ADMIN)


def fits(role: str, office: Agency) -> bool:
    """Whether there is such a role at such an office."""
    if role == Role.CASE_WORKER:
        return office.handles_confidential
    if role == Role.DISPATCHER:
        return office.is_dispatcher
    return role in Role.values


def may_give(actor: Actor, role: str, office: Agency) -> bool:
    """Whether the actor may give `role` at `office` to somebody else."""
    if not fits(role, office):
        return False
    return is_operator(actor) or (role in ADMINS_GIVE and administers(actor, office))


def roles_for(actor: Actor, office: Agency) -> list[str]:
    """The roles that the actor may give at `office`."""
    return [role for role in Role.values if may_give(actor, role, office)]


def may_give_to(actor: Actor, user: User, role: str, office: Agency) -> bool:
    """Whether the actor may give `role` at `office` to `user`."""
    return actor.user_id != user.pk and may_give(actor, role, office)


def may_take(actor: Actor, seat: Membership) -> bool:
    """Whether the actor may end `seat` or change its dates."""
    is_theirs = seat.role in ADMINS_GIVE and administers(actor, seat.agency)
    return is_operator(actor) or is_theirs


def may_manage(actor: Actor, user: User, seats: Iterable[Membership]) -> bool:
    """Whether the actor may rename `user`, reset her password or shut her account.

    An admin only where every seat she has or will have is his to give: else the admin of a
    village could take over the account of an operator who also works there.
    """
    if is_operator(actor):
        return True
    held = list(seats)
    return actor.user_id != user.pk and bool(held) and all(may_take(actor, seat) for seat in held)
