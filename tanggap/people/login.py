"""Who is logged in, read together with where she sits: every page of the staff needs both."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from tanggap.people.models import Membership, User


class SeatedBackend(ModelBackend):
    """Django's own, with one query for a person and her seats."""

    def get_user(self, user_id: Any) -> User | None:
        """The person with all her seats, past ones too; `actor_for` chooses those that hold."""
        seats = list(Membership.objects.filter(user=user_id).select_related("user", "agency"))
        if not seats:
            return super().get_user(user_id)
        user = seats[0].user
        user.seats_read = seats
        return user if self.user_can_authenticate(user) else None
