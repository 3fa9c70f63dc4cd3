"""A short message to a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation

from tanggap.identity.actions import Recipient
from tanggap.lib import phone
from tanggap.messaging.sms import gateways, gsm, receipts
from tanggap.messaging.ways.parcels import Parcel, Send

PARTS = 2  # the page has the rest


class Sms:
    """At most PARTS parts, with the address of the page at their end."""

    def reaches(self, to: Recipient) -> bool:
        return gateways.is_on() and _is_mobile(to.person.phone)

    @contextmanager
    def session(self) -> Iterator[Send]:
        def send(parcel: Parcel) -> None:
            with translation.override(parcel.to.language):
                text, end = parcel.words.short()
            number = phone.normalise(parcel.to.person.phone)
            said = gsm.fit(text, end=end, most=PARTS)
            gateways.gateway().send(number, said, receipt=receipts.url(parcel.delivery))

        yield send


def _is_mobile(number: str) -> bool:
    try:
        return phone.is_mobile(phone.normalise(number))
    except phone.BadPhone:
        return False
