"""People, seats and the first administrator's link."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from tanggap.people import actions
from tanggap.people.access import actor_for
from tanggap.people.models import Agency, Invitation, Role, User

pytestmark = pytest.mark.django_db

PASSWORD = "kuda laut menari"


def some_agency() -> Agency:
    return Agency.objects.exclude(parent=None).order_by("id")[0]


def test_a_seat_holds_from_its_start_to_its_end() -> None:
    now = timezone.now()
    agency = some_agency()
    user = actions.add_user(
        username="Siti", name="Siti", password=PASSWORD, at=now, seats=((Role.OFFICER, agency),)
    )
    assert user.username == "siti"
    assert actor_for(user, at=now).has_role(Role.OFFICER)
    assert not actor_for(user, at=now - timedelta(days=1)).seats
    actions.dismiss(user=user, role=Role.OFFICER, agency=agency, at=now + timedelta(days=1))
    assert actor_for(user, at=now).has_role(Role.OFFICER)
    assert not actor_for(user, at=now + timedelta(days=2)).seats


def test_a_weak_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        actions.add_user(username="a", name="A", password="12345", at=timezone.now())
    assert not User.objects.exists()


def test_the_first_administrator_comes_by_a_link_that_works_once() -> None:
    now = timezone.now()
    token = actions.invite_first_operator(at=now)
    assert token is not None
    assert token not in str(Invitation.objects.values_list("token_hash", flat=True)[0])
    who = {"username": "kepala", "name": "Kepala", "password": PASSWORD}
    user = actions.accept_invitation(token=token, at=now, **who)
    assert actor_for(user, at=now).has_role(Role.OPERATOR)
    with pytest.raises(actions.InvitationInvalid):
        actions.accept_invitation(token=token, at=now, **{**who, "username": "lain"})
    assert actions.invite_first_operator(at=now) is None


def test_an_old_link_and_a_replaced_link_are_dead() -> None:
    now = timezone.now()
    first = actions.invite_first_operator(at=now)
    second = actions.invite_first_operator(at=now)
    assert first is not None
    assert second is not None
    with pytest.raises(actions.InvitationInvalid):
        actions.invitation_for(first, at=now)
    with pytest.raises(actions.InvitationInvalid):
        actions.invitation_for(second, at=now + timedelta(days=2))
