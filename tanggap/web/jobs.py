"""Mails that carry an address of this site, and errands whose results pages show."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.web import mails
from tanggap.web.errands import makers


@jobs.task(name="web.mail_link", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def mail_link(*, user: int, by: int) -> None:
    mails.send_link(user, by=by, at=timezone.now())


@jobs.task(name="web.errand", retry=jobs.PROMPT, lane=jobs.Lane.PEOPLE)
def errand(*, errand: int) -> None:
    makers.do(errand, at=timezone.now())
