"""What the institution says now of whom a list names, read once for all its lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from tanggap.lib.text import fold
from tanggap.people.lists.understanding import Said
from tanggap.people.models import Agency, Membership, User


class Doubt(Exception):
    """Nobody can say whom a line means; `code` and `value` say why."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


@dataclass(slots=True)
class Directory:
    """People by everything they are known by, and their seats that hold or will hold."""

    by_username: dict[str, User] = field(default_factory=dict)
    by_email: dict[str, list[User]] = field(default_factory=lambda: defaultdict(list))
    by_phone: dict[str, list[User]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    def add(self, user: User) -> None:
        """Know `user`, also one who isn't stored yet."""
        if user.username:
            self.by_username[user.username] = user
        if user.email:
            self.by_email[user.email.lower()].append(user)
        if user.phone:
            self.by_phone[user.phone].append(user)

    def find(self, said: Said) -> User | None:
        """Whom a line means: by username, else e-mail, else telephone. Raises Doubt.

        Offices share telephones, so a number alone never joins two e-mail addresses.
        """
        if said.username:
            return self._named(said)
        found = self.by_email.get(said.email, []) if said.email else []
        if len(found) > 1:
            raise Doubt("many_email", said.email)
        if found:
            return found[0]
        return self._by_phone(said)

    def _named(self, said: Said) -> User:
        user = self.by_username.get(said.username)
        if user is None:
            raise Doubt("unknown_username", said.username)
        if any(other is not user for other in self.by_email.get(said.email, [])):
            raise Doubt("email_taken", said.email)
        return user

    def _by_phone(self, said: Said) -> User | None:
        found = self.by_phone.get(said.phone, []) if said.phone else []
        if len(found) > 1:
            raise Doubt("many_phone", said.phone)
        if found and said.email and found[0].email:
            raise Doubt("phone_of_another", said.phone)
        return found[0] if found else None


def read(lines: Iterable[Said], *, at: datetime) -> Directory:
    """The directory of whom `lines` name. Two queries."""
    said = list(lines)
    directory = Directory()
    which = Q(username__in={one.username for one in said if one.username})
    which |= Q(low__in={one.email for one in said if one.email})
    which |= Q(phone__in={one.phone for one in said if one.phone})
    people = {user.pk: user for user in User.objects.alias(low=Lower("email")).filter(which)}
    for user in people.values():
        directory.add(user)
    rows = Membership.objects.filter(user__in=people).unfinished(at=at).select_related("agency")
    for seat in rows.order_by("pk"):
        seat.user = people[seat.user_id]
        directory.seats[seat.user_id].append(seat)
    return directory


class Offices:
    """Offices by code, and by name where one name is one office."""

    def __init__(self) -> None:
        rows = list(Agency.objects.all())
        self.by_code = {row.code: row for row in rows}
        self.by_name: dict[str, list[Agency]] = defaultdict(list)
        for row in rows:
            self.by_name[fold(row.name)].append(row)

    def find(self, typed: str) -> Agency:
        """The office of this code or name; open ones before closed ones. Raises Doubt."""
        if (found := self.by_code.get(typed.lower())) is not None:
            return found
        named = self.by_name.get(fold(typed), [])
        standing = [row for row in named if row.is_active] or named
        if not standing:
            raise Doubt("unknown_office", typed)
        if len(standing) > 1:
            raise Doubt("many_offices", typed)
        return standing[0]
