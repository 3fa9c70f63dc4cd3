"""Shared phones: the code, the PIN, and everything that must stop a guess."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.people import actions, phones
from tanggap.people.actions import Answer
from tanggap.people.actions.devices import FREE, MOST, is_strong
from tanggap.people.models import Change, Device, Membership, Pin, User
from tests.builders import DEPARTMENT, MONDAY, VILLAGE, Cast, agency, staff

PIN = "482917"


def registered(cast: Cast) -> tuple[Device, str]:
    _device, code = actions.add_device(agency(VILLAGE), name="Piket", by=cast.lurah, at=MONDAY)
    return actions.register_device(f" {code[:4].lower()}-{code[4:]}", at=MONDAY)


def person(cast: Cast) -> User:
    user = User.objects.get(pk=cast.officer.user_id)
    actions.set_pin(user, PIN, at=MONDAY)
    return user


@pytest.mark.django_db
def test_a_code_works_once_and_half_an_hour_and_only_for_the_admins_office() -> None:
    cast = Cast()
    device, token = registered(cast)
    assert phones.device_for(token) == device and phones.device_for(token + "x") is None
    assert token not in str(list(Device.objects.values_list()))
    _late, code = actions.add_device(agency(VILLAGE), name="Dua", by=cast.lurah, at=MONDAY)
    for typed, at in ((code, MONDAY + timedelta(minutes=31)), ("", MONDAY), ("AAAA2222", MONDAY)):
        with pytest.raises(actions.CodeInvalid):
            actions.register_device(typed, at=at)
    actions.register_device(code, at=MONDAY)
    with pytest.raises(actions.CodeInvalid):
        actions.register_device(code, at=MONDAY)
    with pytest.raises(actions.Forbidden):
        actions.add_device(agency(DEPARTMENT), name="x", by=cast.lurah, at=MONDAY)
    with pytest.raises(actions.Forbidden):
        actions.revoke_device(device, by=cast.branch, at=MONDAY)
    actions.revoke_device(device, by=cast.lurah, at=MONDAY)
    actions.revoke_device(device, by=cast.lurah, at=MONDAY)
    assert phones.device_for(token) is None
    verbs = Change.objects.filter(kind="device", subject="Piket").values_list("verb", flat=True)
    assert list(verbs.order_by("pk")) == ["add", "register", "revoke"]


@pytest.mark.django_db
def test_only_officers_of_the_office_with_a_pin_are_offered() -> None:
    cast = Cast()
    device, _token = registered(cast)
    user = person(cast)
    elsewhere = User.objects.get(pk=staff("officer", agency("kel-cideng")).user_id)
    admin = User.objects.get(pk=cast.lurah.user_id)
    for other in (elsewhere, admin):
        actions.set_pin(other, PIN, at=MONDAY)
        assert actions.try_pin(device, other, PIN, at=MONDAY) is Answer.GONE
    assert cast.colleague.user_id  # works there, without a PIN
    assert phones.people_on(device, at=MONDAY) == [user]
    assert actions.try_pin(device, user, PIN, at=MONDAY) is Answer.RIGHT
    Membership.objects.filter(user=user).update(ends_at=MONDAY)
    assert actions.try_pin(device, user, PIN, at=MONDAY) is Answer.GONE


@pytest.mark.django_db
def test_guessing_slows_down_and_then_voids_the_pin() -> None:
    cast = Cast()
    device, _token = registered(cast)
    user, at, waits = person(cast), MONDAY, []
    for _guess in range(FREE):
        assert actions.try_pin(device, user, "000001", at=at) is Answer.WRONG
    assert actions.try_pin(device, user, PIN, at=at) is Answer.LOCKED  # the right one too
    while True:
        row = Pin.objects.get(user=user)
        if row.locked_until is None:
            break
        waits.append(row.locked_until - at)
        at = row.locked_until
        answer = actions.try_pin(device, user, "000001", at=at)
    assert answer is Answer.GONE and len(waits) == MOST - FREE
    assert waits == [timedelta(minutes=2**n) for n in range(MOST - FREE)]
    assert actions.try_pin(device, user, PIN, at=at) is Answer.GONE
    assert Change.objects.filter(verb="pin_gone", person=user).count() == 1
    actions.set_pin(user, "917482", at=at)
    assert actions.try_pin(device, user, "917482", at=at) is Answer.RIGHT


@pytest.mark.django_db
def test_a_right_pin_forgives_and_a_revoked_one_is_gone() -> None:
    cast = Cast()
    device, _token = registered(cast)
    user = person(cast)
    actions.try_pin(device, user, "000001", at=MONDAY)
    actions.try_pin(device, user, PIN, at=MONDAY)
    row = Pin.objects.get(user=user)
    assert row.failures == 0 and PIN not in row.hash and row.hash.startswith("argon2")
    with pytest.raises(actions.Forbidden):
        actions.revoke_pin(user, by=cast.branch, at=MONDAY)
    actions.revoke_pin(user, by=cast.lurah, at=MONDAY)
    assert actions.try_pin(device, user, PIN, at=MONDAY) is Answer.GONE
    with pytest.raises(actions.WeakPin):
        actions.set_pin(user, "123456", at=MONDAY)


@pytest.mark.parametrize(
    "pin", ["", "48291", "1" * 13, "111111", "123456", "987654", "890123", "12a456", "４８２９１７"]
)
def test_what_anybody_would_guess_first_is_no_pin(pin: str) -> None:
    assert not is_strong(pin)


@given(st.from_regex(r"[0-9]{6,12}", fullmatch=True))
def test_a_pin_is_weak_only_by_a_rule(pin: str) -> None:
    steps = {(int(pin[i + 1]) - int(pin[i])) % 10 for i in range(len(pin) - 1)}
    assert is_strong(pin) == (steps not in ({0}, {1}, {9}))
