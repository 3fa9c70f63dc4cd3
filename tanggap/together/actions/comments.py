"""What residents say under a public report: read by somebody before everybody reads it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tanggap.intake import limits
from tanggap.lib.text import clean
from tanggap.people.access import RESIDENT, Actor
from tanggap.people.models import Role
from tanggap.reports import actions as reports
from tanggap.reports.workflow import Refused
from tanggap.together import tokens
from tanggap.together.actions.backing import public_report
from tanggap.together.models import Comment

PER_HOUR = 6
PER_ADDRESS = 60  # a whole street may share one
MAX_CHARS = 1000
MODERATORS = (Role.VERIFIER, Role.DISPATCHER, Role.VALIDATOR)


class TooFast(Exception):
    """This sender said much within the hour."""


def say(number: str, *, text: str, who: str, address: str, at: datetime) -> Comment:
    """Keep the words until somebody has read them. Raises NotPublic, TooFast, ValueError.

    `who` (a browser, an account) and the network's `address` are counted by keyed marks that are
    gone within a day; the comment keeps a mark of `who` that tells nobody who she is.
    """
    report, words = public_report(number), clean(text)[:MAX_CHARS]
    if not words:
        raise ValueError("nothing was said")
    is_slow = limits.allow(f"comment:{who}", at, limit=PER_HOUR)
    if not (limits.allow(f"comments:{address}", at, limit=PER_ADDRESS) and is_slow):
        raise TooFast
    mark = tokens.mark(who, report.number)
    return Comment.objects.create(report=report, text=words, key_hash=mark, created_at=at)


def show(ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """Everybody may read these, masked; how many. What was decided already stays as it is."""
    shown = 0
    for pk in sorted(ids):
        with transaction.atomic():
            row = _waiting(pk, by)
            if row is None:
                continue
            try:
                reports.comment(row.report, text=row.text, by=RESIDENT, at=at)
            except Refused:  # hidden since: it goes on waiting
                continue
            _decide(row, Comment.State.SHOWN, by=by, at=at)
            shown += 1
    return shown


def refuse(ids: Collection[int], *, reason: str, by: Actor, at: datetime) -> int:
    """Nobody reads these but those who moderate; how many. ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a refusal has a reason")
    refused = 0
    for pk in sorted(ids):
        with transaction.atomic():
            if row := _waiting(pk, by):
                row.reason = reason.strip()[:400]
                _decide(row, Comment.State.REFUSED, by=by, at=at)
                refused += 1
    return refused


def _waiting(pk: int, by: Actor) -> Comment | None:
    if not by.has_role(*MODERATORS):
        raise PermissionError("comments are read by verifiers, dispatchers and validators")
    rows = Comment.objects.select_related("report").select_for_update(of=("self",))
    return rows.filter(pk=pk, state=Comment.State.WAITING).first()


def _decide(row: Comment, state: Comment.State, *, by: Actor, at: datetime) -> None:
    row.state, row.decided_by_id, row.decided_at = state, by.user_id, at
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
