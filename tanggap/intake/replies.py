"""Answers to our mails become what the reporter says on her page: the verb, or a message.

Whoever answers is the reporter only if the token is ours and the mail comes from the address that
we wrote to. Anything else is never shown as hers; a person gets one kind answer a week, a machine
none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.identity import queries as identity
from tanggap.identity.sealing import Unreadable, index
from tanggap.intake import photos
from tanggap.media.models import Attachment
from tanggap.messaging import actions as messaging
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.mailbox import letters, storing
from tanggap.messaging.mailbox.letters import Letter
from tanggap.messaging.models import Delivery, InboundMail
from tanggap.messaging.ways import email
from tanggap.people.access import REPORTER
from tanggap.reports import actions
from tanggap.reports.actions import Photo
from tanggap.reports.models import Report, ReportPhoto

if TYPE_CHECKING:
    from tanggap.intake.inbound import Photo as Stored

Outcome = InboundMail.Outcome
Purpose = ReportPhoto.Purpose
OLD = timedelta(days=180)
ANSWER_EVERY = timedelta(days=7)
LONGEST = 5000
ANSWERED = frozenset({Outcome.STRANGER, Outcome.UNKNOWN, Outcome.OLD, Outcome.EMPTY})

log = logging.getLogger(__name__)


def take(pk: int, *, at: datetime) -> bool:
    """Read one stored mail and do what it says, once. Call it outside of transactions."""
    row = InboundMail.objects.filter(pk=pk, done_at=None).first()
    if row is None:
        return True
    try:
        letter = letters.read(storing.content(row))
    except (Unreadable, ValueError, LookupError, RecursionError):
        log.exception("mail %s can't be read", pk)
        return _done(row, Outcome.UNREADABLE, at=at)
    delivery = _answered(letter)
    outcome = _kind(letter, delivery, at=at)
    if outcome is not None or delivery is None:
        return _put_aside(row, letter, delivery, outcome or Outcome.UNKNOWN, at=at)
    stored, _refused = photos.prepare(letter.files, at, documents=True)
    return _speak(row, letter, delivery, stored, at=at)


def _answered(letter: Letter) -> Delivery | None:
    if letter.delivery is None:
        return None
    return Delivery.objects.select_related("message").filter(pk=letter.delivery).first()


def _kind(letter: Letter, delivery: Delivery | None, *, at: datetime) -> Outcome | None:
    """Why it is not what the reporter says; None when it is."""
    if letter.bounced is not None:
        return Outcome.BOUNCE
    if letter.is_machine:
        return Outcome.MACHINE
    if delivery is None or not delivery.message.subject:  # news that isn't about her own report
        return Outcome.UNKNOWN
    if not identity.is_hers(delivery.contact_id, letter.sender):
        return Outcome.STRANGER
    if delivery.message.created_at < at - OLD:
        return Outcome.OLD
    return None if letter.text or letter.files else Outcome.EMPTY


def _put_aside(
    row: InboundMail, letter: Letter, delivery: Delivery | None, outcome: Outcome, *, at: datetime
) -> bool:
    if outcome is Outcome.BOUNCE and delivery is not None and letter.bounced:
        Delivery.objects.filter(pk=delivery.pk, way="email").update(
            state=Delivery.State.BOUNCED, error="returned", updated_at=at
        )
    may_answer = outcome in ANSWERED and _may_answer(row, letter.sender, at=at)
    _done(row, outcome, at=at)
    if may_answer:
        _answer(letter.sender, outcome)
    return True


def _may_answer(row: InboundMail, sender: str, *, at: datetime) -> bool:
    """Once a week, and written down before it is sent: rather no answer than a second one."""
    who = index("email", sender)
    if who is None or "@" not in sender:
        return False
    rows = InboundMail.objects.filter(sender_index=who, answered_at__gt=at - ANSWER_EVERY)
    if rows.exists():
        return False
    row.sender_index, row.answered_at = who, at
    row.save(update_fields=["sender_index", "answered_at"])
    return True


def _answer(sender: str, outcome: Outcome) -> None:
    try:
        email.post(_letter(outcome), address=sender, language="id")
    except SendFailed:
        log.info("an answer to a mail could not be sent")


def _letter(outcome: Outcome) -> Callable[[], tuple[str, str]]:
    def write() -> tuple[str, str]:
        reasons = {
            Outcome.STRANGER: _("E-mailmu datang dari alamat lain daripada yang ada di laporan."),
            Outcome.OLD: _("Kabar yang kamu balas sudah lama, jadi balasannya tidak kami catat."),
            Outcome.EMPTY: _("Kami tidak menemukan tulisan atau foto di e-mailmu."),
        }
        usual = _("Kami tidak tahu laporan mana yang kamu maksud.")
        way = _(
            "Buka halaman laporanmu dengan nomor dan kodenya, dan tulis di sana. Laporan baru"
            " bisa kamu kirim di situs kami. Kotak surat ini dibaca mesin."
        )
        return _("Balasanmu belum tercatat"), f"{reasons.get(outcome, usual)}\n\n{way}\n"

    return write


@transaction.atomic
def _speak(
    row: InboundMail,
    letter: Letter,
    delivery: Delivery,
    stored: tuple[Stored, ...],
    *,
    at: datetime,
) -> bool:
    """The verb and the end of the mail in one transaction: killed, both come again."""
    locked = InboundMail.objects.select_for_update(no_key=True).get(pk=row.pk)
    if locked.done_at is not None:
        return True
    report = Report.objects.filter(number=delivery.message.subject).first()
    if report is None or report.contact_id != delivery.contact_id:
        return _done(locked, Outcome.UNKNOWN, at=at)
    text = letter.text[:LONGEST] or _("(hanya foto)")
    try:
        with transaction.atomic():
            actions.reply(report, text=text, photos=_photos(stored), by=REPORTER, at=at)
        outcome = Outcome.REPLY
    except actions.Refused:
        key = f"mail:{row.pk}"
        messaging.record_reply(subject=report.number, body=text, effect_key=key, at=at)
        outcome = Outcome.MESSAGE
    return _done(locked, outcome, at=at)


def _photos(stored: tuple[Stored, ...]) -> list[Photo]:
    found = Attachment.objects.in_bulk([one.attachment_id for one in stored])
    return [
        Photo(
            attachment=found[one.attachment_id],
            purpose=Purpose.ENCLOSED if one.is_document else Purpose.REPORT,
            taken_at=one.taken_at,
            lat=one.lat,
            lng=one.lng,
        )
        for one in stored
    ]


def _done(row: InboundMail, outcome: Outcome, *, at: datetime) -> bool:
    row.outcome, row.done_at = outcome, at
    row.save(update_fields=["outcome", "done_at"])
    return True
