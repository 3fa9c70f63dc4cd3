"""From reports to what everybody may see: many at a time, or all.

What people wrote is masked before it gets into a public row, so that nothing else ever stood there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tanggap.lib import marks
from tanggap.publication import actions as publication
from tanggap.publishing.projection import (
    IS_TOLD,
    PROJECT_ALL,
    PROJECT_MASKED,
    PUBLIC_WORDS,
    SHOWN,
    TOLD,
    WITHDRAW,
)
from tanggap.publishing.redaction import redact
from tanggap.publishing.wording import DECISIONS, Decisions, safe

NEWS = "news"  # what of it is news for whoever listens, is looked at in turn
CHUNK = 500  # reports in one transaction of `rebuild_all`


@transaction.atomic
def refresh(*, report_ids: Collection[int]) -> None:
    """Bring the public rows of these reports up to date, or take them away. Repeating is harmless.

    Two workers never write the same report together: the one that waited reads what is true then.
    """
    ids = sorted(set(report_ids))
    _project(ids)
    marks.add(NEWS, ids)
    days = _rows(
        "SELECT DISTINCT (received_at AT TIME ZONE %(tz)s)::date FROM reports_report"
        " WHERE id = ANY(%(ids)s)",
        ids=ids,
        tz=settings.TIME_ZONE,
    )
    publication.mark_days(day for (day,) in days)


@transaction.atomic
def remask(*, report_ids: Collection[int]) -> None:
    """The same where only the rules of masking have changed: it is no news, and no day's count."""
    _project(sorted(set(report_ids)))


def rebuild_all() -> None:
    """Write the public rows of all reports anew, some at a time, while everything goes on."""
    for ids in _chunks():
        refresh(report_ids=ids)


def write_all_unmasked() -> None:
    """Write the public rows of all reports by one statement and mask nothing.

    For a load whose texts the program made itself: they hold nothing that gives anybody away.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM publication_publicreport")
        cursor.execute(PROJECT_ALL, {"told": TOLD, "words": PUBLIC_WORDS})


def _project(ids: list[int]) -> None:
    _rows("SELECT pg_advisory_xact_lock(id) FROM unnest(%(ids)s::bigint[]) AS id", ids=ids)
    with connection.cursor() as cursor:
        cursor.execute(PROJECT_MASKED, _masked(ids) | {"told": TOLD, "words": PUBLIC_WORDS})
        cursor.execute(WITHDRAW, {"ids": ids})


def _masked(ids: list[int]) -> dict[str, Any]:
    """What people wrote in the public ones of these reports, masked, as PROJECT_MASKED takes it."""
    reports = _rows(
        f"SELECT id, {DECISIONS}::text, title, text, address FROM reports_report r"  # noqa: S608
        f" WHERE id = ANY(%(ids)s) AND {SHOWN}",
        ids=ids,
    )
    decided = {pk: json.loads(kept) if kept else {} for pk, kept, *_ in reports}
    masked: dict[str, list[str]] = {"title": [], "text": [], "address": []}
    for pk, _, *texts in reports:
        for (part, column), text in zip(masked.items(), texts, strict=True):
            column.append(safe(text, part, decided[pk]))
    return {
        "ids": list(decided),
        "titles": masked["title"],
        "texts": masked["text"],
        "addresses": masked["address"],
        "notes": json.dumps(dict(_masked_notes(decided))),
    }


def _masked_notes(decided: Mapping[int, Decisions]) -> Iterator[tuple[str, str]]:
    """The offices' public words that masking changes, by report and event; programmes too."""
    notes = _rows(
        "SELECT report_id, seq, note,"  # noqa: S608
        " CASE WHEN verb = 'schedule' THEN data ->> 'programme' END FROM reports_reportevent e"
        " WHERE report_id = ANY(%(ids)s) AND verb = ANY(%(words)s)"
        f" AND (note <> '' OR verb = 'schedule') AND {IS_TOLD}",
        ids=list(decided),
        words=PUBLIC_WORDS,
        told=TOLD,
    )
    for report_id, seq, note, programme in notes:
        if (shown := safe(note, f"note:{seq}", decided[report_id])) != note:
            yield f"{report_id}:{seq}", shown
        if programme and (shown := redact(programme)) != programme:
            yield f"{report_id}:{seq}:programme", shown


def _chunks() -> Iterator[list[int]]:
    """The ids of all reports and of all public rows, in order."""
    last = 0
    while True:
        found = _rows(
            "(SELECT id FROM reports_report WHERE id > %(last)s ORDER BY id LIMIT %(most)s)"
            " UNION (SELECT id FROM publication_publicreport WHERE id > %(last)s"
            " ORDER BY id LIMIT %(most)s) ORDER BY id LIMIT %(most)s",
            last=last,
            most=CHUNK,
        )
        if not found:
            return
        last = found[-1][0]
        yield [pk for (pk,) in found]


def _rows(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
