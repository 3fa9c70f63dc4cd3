"""Errands: what takes longer than a page may, asked of the worker and fetched when it is done.

An errand is known by whom it is for, its kind and its key: asked twice it is made once. What it
makes is written together with its end, so that a worker killed anywhere leaves it undone, and the
next one begins anew. Rows go after some days, and what was handed in goes with the end.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tanggap.lib import jobs
from tanggap.people.access import Actor
from tanggap.workbench.models import Errand

KEEP = timedelta(days=2)
MOST_TRIES = 3
TELL_SECONDS = 0.5
BROKEN = "-"  # the failure that has no words of its own

log = logging.getLogger(__name__)
Tell = Callable[[int, int], None]


class Refused(Exception):
    """It can't be done, and trying again won't help; the words are for whoever asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of it: a file, or rows that `keep` writes; then it says where to see them."""

    content: bytes | None = None
    file_name: str = ""
    content_type: str = ""
    keep: Callable[[], str] | None = None


Maker = Callable[[Errand, Tell], Made]


@transaction.atomic
def ask(
    *,
    kind: str,
    key: str,
    asked: Mapping[str, Any],
    by: Actor,
    at: datetime,
    given: bytes | None = None,
) -> Errand:
    """The errand, asked for if it isn't yet, or again if it failed. `given` is a file to read."""
    assert by.user_id is not None
    row, is_new = Errand.objects.select_for_update().get_or_create(
        user_id=by.user_id,
        kind=kind,
        key=key,
        defaults={"asked": dict(asked), "given": given, "asked_at": at},
    )
    if row.failure:
        row.failure, row.tries, row.ended_at = "", 0, None
        row.asked, row.given, row.asked_at, is_new = dict(asked), given, at, True
        row.save()
    if is_new:
        jobs.enqueue("web.errand", errand=row.pk)
    return row


def found(*, kind: str, key: str, by: Actor) -> Errand | None:
    """The person's own errand, without what it holds."""
    return _mine(by).filter(kind=kind, key=key).first()


def under_way(*, kind: str, by: Actor) -> list[Errand]:
    """The person's errands of a kind that aren't done yet, the newest first."""
    return list(_mine(by).filter(kind=kind, ended_at=None).order_by("-pk"))


def latest(*, kind: str, by: Actor) -> Errand | None:
    """The person's newest errand of a kind, done or not."""
    return _mine(by).filter(kind=kind).order_by("-pk").first()


def one(*, pk: int, by: Actor) -> Errand | None:
    """The same by its number."""
    return _mine(by).filter(pk=pk).first()


def _mine(by: Actor) -> QuerySet[Errand]:
    return Errand.objects.filter(user=by.user_id).defer("content", "given")


def do(pk: int, makers: Callable[[str], Maker], *, at: datetime) -> None:
    """Make what was asked for. Doing it twice makes it once."""
    row = _begun(pk, at=at)
    if row is None:
        return
    try:
        made = makers(row.kind)(row, _teller(pk))
    except Refused as refusal:
        _failed(pk, str(refusal), at=at)
        return
    except Exception:
        if row.tries < MOST_TRIES:
            raise
        log.exception("errand %s can't be done", pk)
        _failed(pk, BROKEN, at=at)
        return
    _finish(pk, made, at=at)


@transaction.atomic
def _begun(pk: int, *, at: datetime) -> Errand | None:
    """The errand with one try more; None where there is nothing (left) to do."""
    row = Errand.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if row is None:
        return None
    if row.tries >= MOST_TRIES:  # each time the worker died of it
        _failed(pk, BROKEN, at=at)
        return None
    row.tries += 1
    row.started_at, row.done = at, 0
    row.save(update_fields=["tries", "started_at", "done"])
    return row


def _teller(pk: int) -> Tell:
    """Says how far it came, not more often than anybody looks."""
    last = monotonic() - TELL_SECONDS

    def tell(done: int, total: int) -> None:
        nonlocal last
        if monotonic() - last >= TELL_SECONDS:
            last = monotonic()
            Errand.objects.filter(pk=pk, ended_at=None).update(done=done, total=total)

    return tell


@transaction.atomic
def _finish(pk: int, made: Made, *, at: datetime) -> None:
    row = Errand.objects.select_for_update().filter(pk=pk, ended_at=None).first()
    if row is None:  # another worker was faster
        return
    row.content, row.file_name, row.content_type = made.content, made.file_name, made.content_type
    row.path = made.keep() if made.keep else ""
    row.given, row.ended_at, row.done = None, at, row.total
    row.save()


def _failed(pk: int, why: str, *, at: datetime) -> None:
    Errand.objects.filter(pk=pk, ended_at=None).update(failure=why[:400], given=None, ended_at=at)


def sweep(*, at: datetime) -> int:
    """Old errands go with their files."""
    gone, _tables = Errand.objects.filter(asked_at__lt=at - KEEP).delete()
    return gone
