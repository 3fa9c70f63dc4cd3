"""The address to which a mail is answered: it names the delivery, under a key of this instance."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.conf import settings

from tanggap.messaging import tokens

_PURPOSE = "mail reply"
_TOKEN = re.compile(rf"[+.<]([a-z2-7]{{{tokens.LENGTH}}})@", re.IGNORECASE)


def token(delivery: int) -> str:
    """What stands between + and @."""
    return tokens.name(delivery, purpose=_PURPOSE)


def reply_address(delivery: int) -> str:
    """Where the answer to this delivery goes; empty where the instance takes no mail."""
    local, _at, domain = settings.MAIL_REPLY.partition("@")
    return f"{local}+{token(delivery)}@{domain}" if domain else ""


def find(texts: Iterable[str]) -> int | None:
    """The delivery that addresses or references name; None where no token is ours."""
    for text in texts:
        for found in _TOKEN.findall(text):
            if (delivery := tokens.named(found, purpose=_PURPOSE)) is not None:
                return delivery
    return None
