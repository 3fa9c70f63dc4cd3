"""An address that somebody types to come in: an e-mail or a mobile number, in one spelling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tanggap.identity.sealing import index
from tanggap.lib import phone

Kind = Literal["email", "phone"]
MAX_LENGTH = 254


class BadAddress(ValueError):
    """Neither an e-mail address nor a number that can get an SMS."""


@dataclass(frozen=True, slots=True)
class Address:
    """`str` and `repr` show nothing, so that no log and no error page can."""

    kind: Kind
    value: str

    def __str__(self) -> str:
        return f"sealed {self.kind}"

    __repr__ = __str__

    @property
    def index(self) -> bytes:
        """The keyed hash by which an account is found."""
        found = index(self.kind, self.value)
        assert found is not None  # never empty
        return found

    @property
    def masked(self) -> str:
        """For telling one's own addresses apart: s•••@example.org, •••••432."""
        if self.kind == "phone":
            return phone.masked(self.value)
        name, _at, host = self.value.partition("@")
        return f"{name[0]}•••@{host}"


def read(typed: str) -> Address:
    """What was typed, as an address. Raises BadAddress."""
    text = typed.strip()
    return _email(text) if "@" in text else _phone(text)


def _email(text: str) -> Address:
    try:
        validate_email(text)
    except ValidationError as error:
        raise BadAddress from error
    if len(text) > MAX_LENGTH:
        raise BadAddress
    return Address("email", text.lower())


def _phone(text: str) -> Address:
    try:
        number = phone.normalise(text)
    except phone.BadPhone as error:
        raise BadAddress from error
    if not phone.is_mobile(number):
        raise BadAddress
    return Address("phone", number)
