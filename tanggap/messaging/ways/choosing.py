"""All ways there are, and those that one person wants. Each way is one class and one line here."""

from __future__ import annotations

from tanggap.identity.actions import Recipient
from tanggap.identity.queries import NO_WAY
from tanggap.messaging.ways.email import Email
from tanggap.messaging.ways.parcels import Way
from tanggap.messaging.ways.push import Push
from tanggap.messaging.ways.sms import Sms

WAYS: dict[str, Way] = {"email": Email(), "sms": Sms(), "push": Push()}
BY_ADDRESS = ("email", "sms")


def wanted(to: Recipient) -> tuple[str, ...]:
    """The ways that this person is told by now.

    Who chose nothing gets a mail, or a short message where she left no e-mail: that one costs
    money. A browser is told because she said so in that browser.
    """
    possible = [name for name, way in WAYS.items() if way.reaches(to)]
    return tuple(name for name in possible if name == "push" or name in _chosen(to, possible))


def _chosen(to: Recipient, possible: list[str]) -> list[str]:
    if to.ways == NO_WAY:
        return []
    if to.ways:
        return to.ways.split(",")
    return [name for name in possible if name in BY_ADDRESS][:1]
