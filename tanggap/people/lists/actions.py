"""Hand in a list, confirm it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.db.models import Count

from tanggap.lib import jobs
from tanggap.lib.text import one_line
from tanggap.people import access, granting, log
from tanggap.people.access import Actor
from tanggap.people.granting import Forbidden
from tanggap.people.lists import checking, understanding
from tanggap.people.lists.checking import Tell, untold
from tanggap.people.models import Agency, Change, StaffList, StaffListLine

Kind, State = StaffListLine.Kind, StaffList.State
# What a list did is in the log; the list itself holds addresses and goes.
KEEP_PREVIEW, KEEP_DONE = timedelta(days=7), timedelta(days=90)


class HasErrors(Exception):
    """Nobody is sent away by a list that isn't understood to its end."""


class NotWaiting(Exception):
    """It was confirmed already."""


def hand_in(content: bytes, **said: Any) -> StaffList:
    """Keep a list and what it would do; nothing else changes. Raises what `read` raises."""
    return keep(*read(content, **said))


def read(
    content: bytes,
    *,
    file_name: str,
    role_words: Mapping[str, str],
    by: Actor,
    at: datetime,
    complete_for: Agency | None = None,
    with_below: bool = False,
    tell: Tell = untold,
) -> tuple[StaffList, list[StaffListLine]]:
    """A list and what it would do, not kept yet. Raises Unreadable, Forbidden."""
    if by.user_id is None or (complete_for and not granting.administers(by, complete_for)):
        raise Forbidden
    table = understanding.understand(content, role_words=role_words)
    lines = checking.plan(table.rows, by=by, at=at, tell=tell)
    if complete_for is not None and not any(line.kind == Kind.ERROR for line in lines):
        lines += checking.leaving(lines, complete_for, with_below=with_below, by=by, at=at)
    staff_list = StaffList(
        file_name=one_line(PurePath(file_name.replace("\\", "/")).name)[:120] or "daftar",
        complete_for=complete_for,
        with_below=with_below,
        unused_columns=", ".join(table.unused)[:400],
        created_by_id=by.user_id,
        created_at=at,
    )
    return staff_list, lines


@transaction.atomic
def keep(staff_list: StaffList, lines: list[StaffListLine]) -> StaffList:
    """Write what `read` gave."""
    staff_list.save(force_insert=True)
    for line in lines:
        line.staff_list = staff_list
    StaffListLine.objects.bulk_create(lines, batch_size=1000)
    return staff_list


@transaction.atomic
def confirm(staff_list: StaffList, *, by: Actor, at: datetime) -> None:
    """Let the worker do it, line by line. Raises NotWaiting."""
    row = StaffList.objects.select_for_update(of=("self",)).get(pk=staff_list.pk)
    if row.state != State.PREVIEW:
        raise NotWaiting
    assert by.user_id is not None  # a person confirms
    row.state, row.confirmed_by_id = State.RUNNING, by.user_id
    row.save(update_fields=["state", "confirmed_by"])
    said = {kind: count for kind, count in counts(row).items() if count}
    who = log.Who(by=by, at=at)
    log.note(who, Change.Kind.LIST, "confirm", row.file_name, office=row.complete_for, after=said)
    jobs.enqueue("people.staff_list", pk=row.pk)


def discard(staff_list: StaffList) -> None:
    """A list that nobody confirmed goes. Raises NotWaiting."""
    gone, _tables = StaffList.objects.filter(pk=staff_list.pk, state=State.PREVIEW).delete()
    if not gone:
        raise NotWaiting


def sweep(*, at: datetime) -> None:
    """Old lists go."""
    previews = StaffList.objects.filter(state=State.PREVIEW, created_at__lt=at - KEEP_PREVIEW)
    previews.delete()
    StaffList.objects.filter(state=State.DONE, finished_at__lt=at - KEEP_DONE).delete()


def counts(staff_list: StaffList) -> dict[str, int]:
    """How many lines there are of each kind. One query."""
    found = dict.fromkeys(Kind.values, 0)
    rows = staff_list.lines.values("kind").annotate(n=Count("id")).values_list("kind", "n")
    return {**found, **dict(rows)}


def outcomes(staff_list: StaffList) -> dict[str, int]:
    """How many lines that change something came out how. One query."""
    found = dict.fromkeys(StaffListLine.Outcome.values, 0)
    rows = staff_list.lines.filter(kind__in=checking.ACTING)
    counted = rows.values("outcome").annotate(n=Count("id")).values_list("outcome", "n")
    return {**found, **dict(counted)}


def lists_for(actor: Actor) -> Any:
    """The lists the actor may see: all for the operator, else her own."""
    rows = StaffList.objects.select_related("complete_for", "created_by")
    return rows if granting.is_operator(actor) else rows.filter(created_by=actor.user_id)


def list_for(actor: Actor, pk: int) -> StaffList:
    """One of them. Raises NotFound."""
    found: StaffList | None = lists_for(actor).filter(pk=pk).first()
    if found is None:
        raise access.NotFound
    return found
