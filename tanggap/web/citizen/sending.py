"""The message that carries a one-time code, written nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from tanggap.citizens.actions.codes import LIFE
from tanggap.citizens.addresses import Address
from tanggap.messaging.sms import codes, gateways
from tanggap.messaging.ways import email
from tanggap.web.citizen import ways as ways_in


def offers_phone() -> bool:
    """Whether a code can go to a telephone: there is a gateway, and the pack allows it."""
    return gateways.is_on() and "phone" in ways_in.allowed()


def send(address: Address, code: str, *, language: str) -> None:
    """Send the code. Raises SendFailed."""
    if address.kind == "phone":
        minutes = int(LIFE.total_seconds()) // 60
        codes.send_code(address.value, code, minutes=minutes, language=language)
        return
    email.post(_letter(code), address=address.value, language=language)


def _letter(code: str) -> Callable[[], tuple[str, str]]:
    def write() -> tuple[str, str]:
        body = _(
            "Halo,\n\n"
            "kodemu: %(code)s\n\n"
            "Tulis di halaman yang tadi kamu buka. Kode ini berlaku 15 menit dan hanya di "
            "peramban itu.\n\n"
            "Kalau bukan kamu yang meminta, abaikan saja: tanpa kode ini tidak ada yang bisa "
            "masuk.\n"
        )
        return _("Kode masukmu: %(code)s") % {"code": code}, body % {"code": code}

    return write
