"""Urgent news to those who work here: on the screens of their browsers, and danger by telephone.

A notice is called out until one way took it; killed in between it comes once more, and on a screen
takes its own place. Twice is better than never for who may save somebody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation

from tanggap.identity import actions as identity
from tanggap.identity.actions import Browser
from tanggap.lib import phone
from tanggap.messaging import notice_texts
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Notice
from tanggap.messaging.notices import readable
from tanggap.messaging.sms import gateways, gsm
from tanggap.messaging.ways import push
from tanggap.people.models import User

FRESH = timedelta(hours=1)  # what is older is told by mail and in the app alone
DANGER = frozenset({"alarm", "alarm_again"})
PARTS = 2


def call_out(*, user_id: int, at: datetime) -> None:
    """Call one person to what is urgent and unread. Raises SendFailed to be tried again."""
    user = User.objects.get(pk=user_id)
    browsers = identity.open_browsers_of(user_id)
    waiting = Notice.objects.filter(
        user=user, is_urgent=True, called_at=None, read_at=None, created_at__gt=at - FRESH
    ).filter(readable(user, at=at))
    for notice in waiting.order_by("pk"):
        with translation.override(user.language):
            _call(notice, user, browsers)
        Notice.objects.filter(pk=notice.pk).update(called_at=at)


def _call(notice: Notice, user: User, browsers: tuple[Browser, ...]) -> None:
    """By every way she has. One that took it is enough; else the failure that may pass."""
    tries: list[Callable[[], None]] = []
    if browsers:
        tries.append(lambda: _push(notice, browsers))
    if notice.template in DANGER and gateways.is_on() and phone.is_mobile(user.phone):
        tries.append(lambda: _text(notice, user.phone))
    failures = [failure for one in tries if (failure := _failure(one))]
    if failures and len(failures) == len(tries):
        passing = [failure for failure in failures if not failure.permanent]
        if passing:
            raise passing[0]


def _failure(send: Callable[[], None]) -> SendFailed | None:
    try:
        send()
    except SendFailed as failure:
        return failure
    return None


def _push(notice: Notice, browsers: tuple[Browser, ...]) -> None:
    said = {
        "title": notice_texts.headline(notice),
        "body": notice_texts.sentence(notice),
        "tag": f"n{notice.pk}",
        "url": notice_texts.path(notice) or "/pemberitahuan/",
        "urgent": True,
    }
    push.to_all(browsers, said, topic=f"n{notice.pk}", is_urgent=True)


def _text(notice: Notice, number: str) -> None:
    text = f"{notice_texts.headline(notice)}. {notice_texts.sentence(notice)}"
    end = f" {settings.SITE_URL}{notice_texts.path(notice)}"
    gateways.gateway().send(number, gsm.fit(text, end=end, most=PARTS))
