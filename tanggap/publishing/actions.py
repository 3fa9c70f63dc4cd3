"""From a report to what everybody may see: one statement, for one report or for all.

The statement names every column that leaves the core; a column not named here is not public.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tanggap.publication import actions as publication
from tanggap.publication.models import PublicReport
from tanggap.publishing.redaction import redact
from tanggap.reports.models import Report
from tanggap.reports.vocabulary import Visibility

# Sentences of the story that everybody may read: what happened and to whom it went. An office's
# own words are public only where they are meant for the reporter.
TOLD = [
    *("open", "verify", "hold", "reply", "decline", "refer", "assign", "accept", "coordinate"),
    *("dispose", "give_back", "resolve", "validate", "reject_followup", "answer", "rate"),
    *("reopen", "withdraw", "close", "schedule", "progress", "merge", "unmerge", "peer_answer"),
    *("peer_return", "overturn", "uphold"),
]
PUBLIC_WORDS = ["decline", "refer", "resolve", "answer", "schedule", "progress", "peer_answer"]

PROJECT = """
    INSERT INTO publication_publicreport (
        id, number, title, text, address, report_class, category_id, channel_id, area_id,
        agency_id, state, came_by, is_scheduled, outcome, lat, lng, received_at, updated_at,
        resolved_at, promised_at, is_open, is_completed, stars, supporters, photo, photo_after,
        story)
    SELECT r.id, r.number, r.title, r.text, r.address, r.report_class, r.category_id,
        r.channel_id, r.area_id, r.lead_id, r.state, r.came_by, r.is_scheduled, r.outcome,
        round(r.lat::numeric, 3), round(r.lng::numeric, 3), r.received_at, r.updated_at,
        r.resolved_at, r.promised_at,
        r.state IN ('submitted', 'on_hold', 'waiting', 'in_progress', 'awaiting_validation'),
        r.state IN ('resolved', 'closed') AND r.closing IN ('work', 'answer'),
        r.stars, r.supporters, coalesce(before.sha256, ''), coalesce(after.sha256, ''),
        coalesce(story.lines, '[]'::jsonb)
    FROM reports_report r
    LEFT JOIN LATERAL (
        SELECT m.sha256 FROM reports_reportphoto p JOIN media_attachment m ON m.id = p.attachment_id
        WHERE p.report_id = r.id AND p.is_public AND p.purpose IN ('report', 'before')
        ORDER BY p.purpose DESC, p.id LIMIT 1
    ) before ON true
    LEFT JOIN LATERAL (
        SELECT m.sha256 FROM reports_reportphoto p JOIN media_attachment m ON m.id = p.attachment_id
        WHERE p.report_id = r.id AND p.is_public AND p.purpose IN ('after', 'place')
        ORDER BY p.id DESC LIMIT 1
    ) after ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(
            extract(epoch FROM e.at)::bigint, e.verb, e.to_state, e.agency_id,
            CASE WHEN e.verb = ANY(%(words)s) THEN e.note ELSE '' END) ORDER BY e.seq) AS lines
        FROM reports_reportevent e WHERE e.report_id = r.id AND e.verb = ANY(%(told)s)
    ) story ON true
    WHERE r.visibility = 'public' AND NOT r.is_confidential {which}
    ON CONFLICT (id) DO UPDATE SET
        title = EXCLUDED.title, text = EXCLUDED.text, address = EXCLUDED.address,
        report_class = EXCLUDED.report_class, category_id = EXCLUDED.category_id,
        area_id = EXCLUDED.area_id, agency_id = EXCLUDED.agency_id, state = EXCLUDED.state,
        came_by = EXCLUDED.came_by, is_scheduled = EXCLUDED.is_scheduled,
        outcome = EXCLUDED.outcome, lat = EXCLUDED.lat, lng = EXCLUDED.lng,
        updated_at = EXCLUDED.updated_at, resolved_at = EXCLUDED.resolved_at,
        promised_at = EXCLUDED.promised_at, is_open = EXCLUDED.is_open,
        is_completed = EXCLUDED.is_completed, stars = EXCLUDED.stars,
        supporters = EXCLUDED.supporters, photo = EXCLUDED.photo,
        photo_after = EXCLUDED.photo_after, story = EXCLUDED.story
    RETURNING id, title, text, address, story
"""


@transaction.atomic
def refresh(*, report_id: int) -> None:
    """Bring the public row of one report up to date, or take it away. Repeating is harmless."""
    report = Report.objects.filter(pk=report_id).only("received_at", "visibility").first()
    if report is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [report_id])
        if report.visibility != Visibility.PUBLIC:
            cursor.execute("DELETE FROM publication_publicreport WHERE id = %s", [report_id])
        else:
            cursor.execute(
                PROJECT.format(which="AND r.id = %(id)s"),
                {"id": report_id, "told": TOLD, "words": PUBLIC_WORDS},
            )
            _redact(cursor.fetchall())
    publication.mark_day(_local_day(report.received_at))


def rebuild_all() -> int:
    """Write the public rows of all reports. Returns their number.

    Texts made by the program itself hold nothing to redact, so a bulk load skips that; the rows
    of citizens pass through `refresh`.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM publication_publicreport")
        cursor.execute(
            PROJECT.format(which="").replace("RETURNING id, title, text, address, story", ""),
            {"told": TOLD, "words": PUBLIC_WORDS},
        )
        rows = cursor.rowcount
    return int(rows)


def _redact(rows: list[tuple[int, str, str, str, list[list[object]]]]) -> None:
    for pk, title, text, address, _story in rows:
        PublicReport.objects.filter(pk=pk).update(
            title=redact(title), text=redact(text), address=redact(address)
        )


def _local_day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
