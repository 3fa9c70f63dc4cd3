"""Notices to staff: one row per person and cause, one mail for all that waited together.

A mail is a row before it is sent. Whoever sends it claims the row first and commits; killed in
between, the row is sent again after CLAIM, with the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from tanggap.lib.jobs import FIRST, enqueue
from tanggap.messaging import notice_texts
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Notice, NoticeMail
from tanggap.messaging.quiet import quiet_hours
from tanggap.messaging.ways.email import post
from tanggap.people.access import actor_for
from tanggap.people.models import User

CLAIM = timedelta(minutes=5)
GAP = timedelta(hours=1)  # between two mails to one person, unless something is urgent
MAX_TRIES = 16


def notify_staff(
    *,
    user_ids: Collection[int],
    template: str,
    data: Mapping[str, Any],
    subject: str = "",
    effect_key: str,
    at: datetime,
    urgent: bool = False,
    offices: Mapping[int, int] | None = None,
) -> int:
    """Tell these people something; returns how many had not been told before.

    `effect_key` names the cause: once per person. `subject` is a report's number, or empty; then
    `data["path"]` may say which page the notice leads to. `offices` (person -> office, as
    `people.queries.holders` gives it) says because of which office each is told: who leaves it
    before she reads it is told nothing. Never put anything about a reporter into `data`.
    """
    notice_texts.check(template, data)
    told = _untold(user_ids, effect_key)
    from_when = at if urgent else quiet_hours().awake(at)
    rows = Notice.objects.bulk_create(
        [
            Notice(
                user_id=user,
                office_id=(offices or {}).get(user),
                subject=subject,
                template=template,
                data=dict(data),
                effect_key=effect_key,
                is_urgent=urgent,
                created_at=at,
                mail_from=from_when,
            )
            for user in told
        ],
        ignore_conflicts=True,
    )
    for user in told if urgent else ():
        enqueue("messaging.call_out", priority=FIRST + 1, user=user)
        enqueue("messaging.mail_notices", priority=FIRST, user=user)
    return len(rows)


def _untold(user_ids: Collection[int], effect_key: str) -> list[int]:
    """Those without this notice, in one order: two writers then wait and never lock crosswise."""
    known = Notice.objects.filter(user__in=user_ids, effect_key=effect_key)
    return sorted(set(user_ids) - set(known.values_list("user_id", flat=True)))


def mark_read(*, user_id: int, at: datetime, ids: Collection[int] | None = None) -> int:
    """The person has read these notices, or all that she has; returns how many were unread."""
    rows = Notice.objects.filter(user=user_id, read_at=None)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    return rows.update(read_at=at)


def mail(*, user_id: int, at: datetime) -> None:
    """Send one person what waits for her by mail. Raises SendFailed to be tried again."""
    _gather(user_id, at=at)
    for row in NoticeMail.objects.filter(user=user_id, state=NoticeMail.State.QUEUED):
        if _claim(row, at=at):
            _send(row, at=at)


def _gather(user_id: int, *, at: datetime) -> None:
    """Put what waits into one mail; what she may not read any more is let go."""
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        waiting = unmailed(at=at).filter(user=user)
        waiting.exclude(readable(user, at=at)).update(mail_from=None)
        if not user.email:
            waiting.update(mail_from=None)
        is_early = NoticeMail.objects.filter(user=user, created_at__gt=at - GAP).exists()
        if not waiting.exists() or (is_early and not waiting.filter(is_urgent=True).exists()):
            return
        row = NoticeMail.objects.create(user=user, created_at=at)
        waiting.update(mail=row)


def readable(user: User, *, at: datetime) -> Q:
    """Notices that she may still see; none for who has left."""
    actor = actor_for(user, at=at)
    has_seat = Q(office=None) if actor.seats else Q(pk=None)
    return has_seat | Q(office__in=actor.agency_ids())


def unmailed(*, at: datetime) -> QuerySet[Notice]:
    """Notices whose time to be mailed has come."""
    return Notice.objects.filter(mail=None, mail_from__lte=at)


def unsent(*, at: datetime) -> QuerySet[NoticeMail]:
    """Mails that nobody sends: their worker died, or their server said to come again."""
    free = Q(claimed_at=None) | Q(claimed_at__lte=at - CLAIM)
    return NoticeMail.objects.filter(free, state=NoticeMail.State.QUEUED)


def waiting_for_mail(*, at: datetime) -> list[int]:
    """Everybody for whom something waits to be gathered or to be sent."""
    early = NoticeMail.objects.filter(created_at__gt=at - GAP)
    ready = unmailed(at=at).filter(Q(is_urgent=True) | ~Q(user__in=early.values("user")))
    users = {
        *ready.values_list("user_id", flat=True),
        *unsent(at=at).values_list("user_id", flat=True),
    }
    return sorted(users)


def _claim(row: NoticeMail, *, at: datetime) -> bool:
    mine = unsent(at=at).filter(pk=row.pk).update(claimed_at=at, tries=F("tries") + 1)
    row.refresh_from_db(fields=["tries"])
    return bool(mine)


def _send(row: NoticeMail, *, at: datetime) -> None:
    user = row.user
    shown = row.notices.order_by("-is_urgent", "pk")
    lines, total = list(shown[: notice_texts.MAX_LINES]), shown.count()
    try:
        post(
            lambda: notice_texts.render(lines, more=total - len(lines)),
            address=user.email,
            language=user.language,
            message_id=f"notice-{row.pk}",
        )
    except SendFailed as failure:
        _failed(row, failure)
        return
    NoticeMail.objects.filter(pk=row.pk).update(state=NoticeMail.State.SENT, sent_at=at)


def _failed(row: NoticeMail, failure: SendFailed) -> None:
    is_final = failure.permanent or row.tries >= MAX_TRIES
    row.state = NoticeMail.State.FAILED if is_final else NoticeMail.State.QUEUED
    row.error, row.claimed_at = str(failure)[:200], None
    row.save(update_fields=["state", "error", "claimed_at"])
    if not is_final:
        raise failure
