"""Who may change whom and what about the institution. Only own seats count, never borrowed ones."""

from __future__ import annotations

from tanggap.people.access import Actor
from tanggap.people.models import Role


class Forbidden(Exception):
    """This person may not change that."""


def must_be_operator(actor: Actor) -> None:
    """Raise Forbidden for everybody but the operator and the system itself."""
    if actor.kind != "system" and not actor.has_role(Role.OPERATOR):
        raise Forbidden
