"""A code for logging in, by short message, outside of any report."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.messaging.sms import gateways, gsm


def send_code(number: str, code: str, *, minutes: int, language: str) -> None:
    """Send one code to a normalised number, now and once. Raises SendFailed.

    Call it outside of transactions. One part in both languages. Its last line binds the code to
    our address, so that a phone offers it on no other page.
    """
    with translation.override(language):
        text = _words(code, minutes)
    gateways.gateway().send(number, text)


def _words(code: str, minutes: int) -> str:
    said = _("%(code)s kode masuk Tanggap, berlaku %(minutes)s menit. Jangan berikan ke siapa pun.")
    host = urlsplit(settings.SITE_URL).hostname
    return gsm.plain(f"{said % {'code': code, 'minutes': minutes}}\n\n@{host} #{code}")
