"""Mails that carry an address of this site, and errands whose results pages show."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from tanggap.lib import jobs
from tanggap.web import mails
from tanggap.web.errands import makers


@jobs.task(name="web.mail_link", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def mail_link(*, user: int, by: int) -> None:
    mails.send_link(user, by=by, at=timezone.now())


@jobs.task(
    name="web.forget_sessions", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="53 * * * *"
)
def forget_sessions() -> None:
    """Delete logins that are over; they can't be used any more."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


@jobs.task(name="web.errand", retry=jobs.PROMPT, lane=jobs.Lane.PEOPLE)
def errand(*, errand: int) -> None:
    makers.do(errand, at=timezone.now())
