"""Whether messages still come and go, for `tanggap doctor`: each way by its last success."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tanggap.messaging.mailbox import imap
from tanggap.messaging.models import InboundMail, Mailbox
from tanggap.messaging.sms import gateways
from tanggap.ops.cli.language import pick

SILENT = timedelta(minutes=15)
# Of the newest deliveries: what went out lately, without reading a million rows.
_LATELY = """
    SELECT way, max(updated_at) FILTER (WHERE state = 'sent'),
        count(*) FILTER (WHERE state IN ('failed', 'bounced') AND updated_at > %s),
        count(*) FILTER (WHERE state = 'sent' AND updated_at > %s)
    FROM (SELECT way, state, updated_at FROM messaging_delivery ORDER BY id DESC LIMIT 10000) AS new
    GROUP BY way ORDER BY way
"""
NAMES = {"email": ("E-mail", "E-mail"), "sms": ("SMS", "SMS"), "push": ("Layar", "Push")}
Line = tuple[bool, str, str]  # good, code, text


def lines() -> Iterator[Line]:
    """One for each way that was used, and for what comes in."""
    since = timezone.now() - timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, [since, since])
        rows = cursor.fetchall()
    for way, last, failed, sent in rows:
        name = pick(*NAMES[way])
        said = pick(
            f"{name}: terakhir terkirim {_when(last)}; sehari ini {sent} terkirim, {failed} gagal.",
            f"{name}: last sent {_when(last)}; in the last 24 hours {sent} sent, {failed} failed.",
        )
        yield failed <= sent, f"way_{way}", said
    yield _sms()
    yield from _incoming()


def _sms() -> Line:
    return (
        gateways.is_on(),
        "sms",
        pick("SMS lewat ", "SMS goes by ") + f"{settings.SMS_GATEWAY}."
        if gateways.is_on()
        else pick(
            "TANGGAP_SMS_GATEWAY kosong: tidak ada SMS, juga untuk kode masuk.",
            "TANGGAP_SMS_GATEWAY is empty: no SMS, nor codes for logging in.",
        ),
    )


def _incoming() -> Iterator[Line]:
    last = InboundMail.objects.order_by("-received_at").values_list("received_at", flat=True)
    came = pick(
        f"E-mail masuk terakhir {_when(last.first())}.", f"Last mail in {_when(last.first())}."
    )
    yield (
        bool(settings.MAIL_REPLY),
        "reply",
        came
        if settings.MAIL_REPLY
        else pick(
            "TANGGAP_MAIL_REPLY kosong: e-mail kami tidak bisa dibalas.",
            "TANGGAP_MAIL_REPLY is empty: our mails can't be answered.",
        ),
    )
    for box in Mailbox.objects.all() if imap.is_on() else ():
        is_fresh = box.polled_at is not None and timezone.now() - box.polled_at < SILENT
        said = pick("Kotak surat dibaca", "Mailbox read")
        yield (
            is_fresh and not box.error,
            "imap",
            f"{said} {_when(box.polled_at)}. {box.error}".strip(),
        )


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "–"
