"""The statement that makes public rows. A column not named here never leaves the core."""

from __future__ import annotations

# Sentences of the story that everybody may read: what happened and to whom it went. An office's
# own words are public only where they are meant for the reporter.
TOLD = [
    *("open", "verify", "hold", "reply", "decline", "archive", "take_back", "refer", "assign"),
    *("accept", "coordinate", "dispose", "give_back", "resolve", "validate", "reject_followup"),
    *("answer", "rate", "reopen", "withdraw", "close", "schedule", "progress", "merge", "unmerge"),
    *("peer_answer", "peer_return", "overturn", "uphold", "comment"),
]
PUBLIC_WORDS = [
    *("decline", "archive", "refer", "resolve", "answer", "schedule", "progress", "peer_answer"),
    *("note", "comment"),
]
# Of remarks only those that an office wrote for everybody.
IS_TOLD = "(e.verb = ANY(%(told)s) OR (e.verb = 'note' AND e.data ->> 'audience' = 'public'))"

SHOWN = "r.visibility = 'public' AND NOT r.is_confidential"

_PROJECT = """
    INSERT INTO publication_publicreport (
        id, number, title, text, address, report_class, category_id, lapor_category_id, channel_id,
        area_id, agency_id, state, came_by, is_scheduled, outcome, lat, lng, received_at,
        updated_at, resolved_at, promised_at, promised_by, is_open, is_completed, stars, supporters,
        photo, photo_after, received_by, done_by, planned_month, programme, planned_with, story)
    SELECT r.id, r.number, {texts}, r.report_class, r.category_id,
        r.lapor_category_id, r.channel_id, r.area_id, r.lead_id, r.state, r.came_by,
        r.is_scheduled, r.outcome,
        round(r.lat::numeric, 3), round(r.lng::numeric, 3), r.received_at, r.updated_at,
        r.resolved_at, r.promised_at, r.promised_by,
        r.state IN ('submitted', 'on_hold', 'waiting', 'in_progress', 'awaiting_validation'),
        r.state IN ('resolved', 'closed') AND r.closing IN ('work', 'answer'),
        r.stars, r.supporters, coalesce(before.sha256, ''), coalesce(after.sha256, ''),
        coalesce(offices.all_of_them, '{{}}'), coalesce(offices.done, '{{}}'),
        (plan.data ->> 'month' || '-01')::date, coalesce({programme}, ''),
        ARRAY(SELECT jsonb_array_elements_text(plan.data -> 'together')::bigint),
        coalesce(story.lines, '[]'::jsonb)
    FROM {reports}
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
        SELECT array_agg(DISTINCT a.agency_id) AS all_of_them,
            array_agg(DISTINCT a.agency_id) FILTER (WHERE a.state = 'done') AS done
        FROM reports_assignment a
        WHERE a.report_id = r.id AND a.state IN ('pending', 'accepted', 'done')
    ) offices ON true
    LEFT JOIN LATERAL (
        SELECT e.report_id, e.seq, e.data FROM reports_reportevent e
        WHERE r.is_scheduled AND e.report_id = r.id AND e.verb = 'schedule'
        ORDER BY e.seq DESC LIMIT 1
    ) plan ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_array(
            extract(epoch FROM e.at)::bigint, {verb}, e.to_state, e.agency_id,
            CASE WHEN e.verb = ANY(%(words)s) THEN {note} ELSE '' END) ORDER BY e.seq) AS lines
        FROM reports_reportevent e WHERE e.report_id = r.id AND {told}
    ) story ON true
    WHERE {shown}
    ON CONFLICT (id) DO UPDATE SET
        title = EXCLUDED.title, text = EXCLUDED.text, address = EXCLUDED.address,
        report_class = EXCLUDED.report_class, category_id = EXCLUDED.category_id,
        lapor_category_id = EXCLUDED.lapor_category_id,
        area_id = EXCLUDED.area_id, agency_id = EXCLUDED.agency_id, state = EXCLUDED.state,
        came_by = EXCLUDED.came_by, is_scheduled = EXCLUDED.is_scheduled,
        outcome = EXCLUDED.outcome, lat = EXCLUDED.lat, lng = EXCLUDED.lng,
        updated_at = EXCLUDED.updated_at, resolved_at = EXCLUDED.resolved_at,
        promised_at = EXCLUDED.promised_at, promised_by = EXCLUDED.promised_by,
        is_open = EXCLUDED.is_open,
        is_completed = EXCLUDED.is_completed, stars = EXCLUDED.stars,
        supporters = EXCLUDED.supporters, photo = EXCLUDED.photo,
        photo_after = EXCLUDED.photo_after, received_by = EXCLUDED.received_by,
        done_by = EXCLUDED.done_by, planned_month = EXCLUDED.planned_month,
        programme = EXCLUDED.programme, planned_with = EXCLUDED.planned_with, story = EXCLUDED.story
"""

# What a schedule does to the plan has a sentence of its own, see `publication.labels.said`.
_VERB = """CASE WHEN e.verb = 'schedule' AND e.data ->> 'step' IN ('moved', 'confirmed', 'ended')
            THEN 'schedule_' || (e.data ->> 'step') ELSE e.verb END"""

# Some reports, with what people wrote as it was masked.
PROJECT_MASKED = _PROJECT.format(
    texts="safe.title, safe.text, safe.address",
    note="coalesce(%(notes)s::jsonb ->> (e.report_id || ':' || e.seq), e.note)",
    programme="coalesce(%(notes)s::jsonb ->> "
    "(plan.report_id || ':' || plan.seq || ':programme'), plan.data ->> 'programme')",
    verb=_VERB,
    reports="""unnest(%(ids)s::bigint[], %(titles)s::text[], %(texts)s::text[],
        %(addresses)s::text[]) AS safe(id, title, text, address)
    JOIN reports_report r ON r.id = safe.id""",
    shown=SHOWN,
    told=IS_TOLD,
)
# All reports, with what they hold as it stands there.
PROJECT_ALL = _PROJECT.format(
    texts="r.title, r.text, r.address",
    note="e.note",
    programme="plan.data ->> 'programme'",
    verb=_VERB,
    reports="reports_report r",
    shown=SHOWN,
    told=IS_TOLD,
)
# Public rows of reports that aren't public now, or aren't there.
WITHDRAW = f"""
    DELETE FROM publication_publicreport AS p
    WHERE p.id = ANY(%(ids)s) AND NOT EXISTS (
        SELECT 1 FROM reports_report r WHERE r.id = p.id AND {SHOWN}
    )
"""  # noqa: S608
