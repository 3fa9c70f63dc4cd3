"""Who is logged in, read together with where she sits: every page of the staff needs both."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from tanggap.people.access import memberships_for
from tanggap.people.models import User

STAFF_DOOR = "tanggap.people.login.SeatedBackend"
# In the session between password and second factor: whose password it was.
AT_STAFF_DOOR = "at_staff_door"


class SeatedBackend(ModelBackend):
    """Django's own, with one query for a person and her seats."""

    def get_user(self, user_id: Any) -> User | None:
        """The person with all her seats, past and lent ones too; `actor_for` chooses."""
        seats = list(memberships_for(user_id, at=timezone.now()))
        user = next((seat.user for seat in seats if str(seat.user_id) == str(user_id)), None)
        if user is None:
            return super().get_user(user_id)
        user.seats_read = seats
        return user if self.user_can_authenticate(user) else None


class CitizenBackend(AuthenticationBackend):  # type: ignore[misc]
    """The citizens' door. Nobody comes in by a password here, and no seat is behind it."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        return None
