"""Coming in for the first time and again; what stands in an account."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction

from tanggap.citizens.addresses import Address
from tanggap.citizens.models import Account
from tanggap.identity.sealing import KEY_VERSION, Person, index, seal, unseal
from tanggap.people import actions as people
from tanggap.people.models import User

MAX_NAME = 120


class Taken(Exception):
    """Another account has this address. Said only to whoever proved that the address is hers."""


class LastWayIn(Exception):
    """Without this address nobody could open the account any more."""


def come_in(address: Address, *, language: str, at: datetime) -> User:
    """The account of a proved address, made when there is none."""
    return _found(address) or _made(_with(Person(), address), language=language, at=at)


def come_in_by_provider(person: Person, *, language: str, at: datetime) -> User:
    """The account of somebody whom a provider vouches for, made when there is none.

    `person.email` is empty unless the provider has verified it; a verified one opens the account
    that has it already.
    """
    known = _found(Address("email", person.email.lower())) if person.email else None
    return known or _made(replace(person, phone=""), language=language, at=at)


def _found(address: Address) -> User | None:
    rows = Account.objects.select_related("user")
    row = rows.filter(**{f"{address.kind}_index": address.index}, user__is_active=True).first()
    return row.user if row else None


def _made(person: Person, *, language: str, at: datetime) -> User:
    """Two browsers at once make one account: the second one finds it."""
    try:
        with transaction.atomic():
            user = people.add_citizen(language=language, at=at)
            Account.objects.create(user=user, created_at=at, **_columns(person))
            return user
    except IntegrityError:
        found = _found(_only_address(person))
        if found is None:
            raise
        return found


def _only_address(person: Person) -> Address:
    return Address("email", person.email) if person.email else Address("phone", person.phone)


@transaction.atomic
def account_of(user: User, *, at: datetime) -> Account:
    """The user's account, locked; a member of staff gets one when she needs it."""
    empty = {"created_at": at, **_columns(Person())}
    Account.objects.get_or_create(user=user, defaults=empty)
    return Account.objects.select_for_update().get(user=user)


@transaction.atomic
def rename(user: User, name: str, *, at: datetime) -> None:
    """What she wants to be called; nothing is fine."""
    row = account_of(user, at=at)
    _save(row, replace(_opened(row), name=name.strip()[:MAX_NAME]))


def add_address(user: User, address: Address, *, at: datetime) -> None:
    """A proved address becomes the account's, in place of the one of its kind. Raises Taken."""
    try:
        with transaction.atomic():
            row = account_of(user, at=at)
            _save(row, _with(_opened(row), address))
    except IntegrityError as error:
        raise Taken from error


@transaction.atomic
def drop_address(user: User, kind: str, *, at: datetime) -> None:
    """The account forgets it. Raises LastWayIn."""
    row = account_of(user, at=at)
    rest = replace(_opened(row), **{kind: ""})
    if not (rest.email or rest.phone or _has_other_way(user)):
        raise LastWayIn
    _save(row, rest)


def _has_other_way(user: User, *, but: str = "") -> bool:
    """A provider, or a member of staff's password."""
    others = SocialAccount.objects.filter(user=user).exclude(provider=but)
    return user.has_usable_password() or others.exists()


@transaction.atomic
def unlink(user: User, provider: str, *, at: datetime) -> None:
    """One no longer comes in by this provider. Raises LastWayIn."""
    person = _opened(account_of(user, at=at))
    if not (person.email or person.phone or _has_other_way(user, but=provider)):
        raise LastWayIn
    SocialAccount.objects.filter(user=user, provider=provider).delete()


def speak(user: User, language: str) -> None:
    """The language of messages to her."""
    user.language = language
    user.save(update_fields=["language"])


def _opened(row: Account) -> Person:
    return unseal(bytes(row.sealed))


def _with(person: Person, address: Address) -> Person:
    return replace(person, **{address.kind: address.value})


def _columns(person: Person) -> dict[str, object]:
    return {
        "sealed": seal(person),
        "key_version": KEY_VERSION,
        "email_index": index("email", person.email),
        "phone_index": index("phone", person.phone),
    }


def _save(row: Account, person: Person) -> None:
    changed = _columns(person)
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
