"""Mails that carry an address of this site."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.web import mails


@jobs.task(name="web.mail_link", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def mail_link(*, user: int, by: int) -> None:
    mails.send_link(user, by=by, at=timezone.now())
