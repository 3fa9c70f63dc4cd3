"""The hot path: a report is opened by two statements. `intake.receive` alone may come here.

`look_up` asks whether this input came before and draws what a new report needs; `write` puts the
report, its assignment, events, photographs, contact, message and marks into the database in one
statement, which is one transaction. Everything in `write` hangs on the report's own row: when
somebody else was first with the same (channel, external id), nothing at all is written.

Measured on two cores with durable commits, one statement does about twice as many reports a
second as `save()`. Statements are prepared on the server: behind a pooler of transactions that
needs one that knows prepared statements (pgbouncer 1.21 or newer).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field
from psycopg import Connection, RawCursor
from psycopg.types.numeric import Int8

from tanggap.messaging.models import Message
from tanggap.reports import numbers
from tanggap.reports.models import Assignment, Report, ReportEvent, ReportPhoto

PREPARE_AFTER = 1  # uses of a statement on one connection
VALUE = re.compile(r"%\((\w+)\)s")

REPORT_COLUMNS = [
    "id",
    "number",
    "code_hash",
    "channel_id",
    "external_id",
    "state",
    "held_from",
    "visibility",
    "is_anonymous",
    "is_confidential",
    "report_class",
    "kind",
    "category_id",
    "title",
    "text",
    "address",
    "lat",
    "lng",
    "area_id",
    "is_area_approximate",
    "contact_id",
    "occurred_at",
    "received_at",
    "client_at",
    "verified_at",
    "updated_at",
    "closing",
    "outcome",
    "lead_id",
    "came_by",
    "is_scheduled",
    "is_emergency",
    "due_at",
    "due_from",
    "due_clock",
    "alert_at",
    "promised_at",
    "promised_by",
    "holds",
    "returns",
    "reopens",
    "rejections",
    "supporters",
    "rating_reason",
    "rating_changes",
    "seq",
    "last_hash",
]
CONTACT_COLUMNS = (
    "sealed",
    "key_version",
    "email_index",
    "phone_index",
    "owner_index",
    "language",
)
EVENT_COLUMNS = [
    "seq",
    "verb",
    "from_state",
    "to_state",
    "actor_kind",
    "actor_id",
    "agency_id",
    "note",
    "data",
    "at",
    "hash",
]

LOOK_UP = """
    SELECT r.id, r.number, r.code_hash, r.state, r.received_at, r.promised_at, r.is_confidential,
        r.is_area_approximate, lead.name, area.name,
        CASE WHEN r.id IS NULL
            THEN nextval(pg_get_serial_sequence('reports_report', 'id')) END AS id_drawn,
        CASE WHEN r.id IS NULL THEN nextval(to_regclass(%(sequence)s)) END AS seq_drawn,
        CASE WHEN r.id IS NULL AND %(wants_contact)s
            THEN nextval(pg_get_serial_sequence('identity_contact', 'id')) END AS contact_drawn
    FROM (VALUES (1)) AS one
    LEFT JOIN LATERAL (
        SELECT * FROM reports_report
        WHERE channel_id = %(channel)s AND external_id = ANY(%(names)s)
          AND (external_id = %(name)s OR received_at >= %(since)s)
        ORDER BY id LIMIT 1
    ) AS r ON true
    LEFT JOIN people_agency AS lead ON lead.id = r.lead_id
    LEFT JOIN places_area AS area ON area.id = r.area_id
"""


def _value(name: str) -> str:
    """A column's value with its type: a SELECT doesn't take it from where it goes."""
    field = Report._meta.get_field(name)
    assert isinstance(field, Field)
    kind = field.cast_db_type(connection) or ""
    # A cast to a length cuts off in silence; the column itself refuses.
    return f"%({name})s::{'text' if kind.startswith('varchar') else kind}"


# Nothing but names from this file is put into the text. Who closes the office of this report
# meanwhile is waited for, and then nothing is written; who comes later finds the report there.
WRITE = f"""
    WITH lead AS MATERIALIZED (
        SELECT id FROM people_agency WHERE id = %(lead_id)s::bigint AND is_active FOR SHARE
    ), report AS (
        INSERT INTO reports_report ({", ".join(REPORT_COLUMNS)}, offices)
        SELECT {", ".join(_value(name) for name in REPORT_COLUMNS)},
            array_remove(ARRAY[%(lead_id)s::bigint], NULL)::integer[]
        WHERE %(lead_id)s::bigint IS NULL OR EXISTS (SELECT FROM lead)
        ON CONFLICT (channel_id, external_id) DO NOTHING
        RETURNING id, number, contact_id, lead_id, came_by, lat, is_confidential
    ), contact AS (
        INSERT INTO identity_contact
            (id, sealed, key_version, email_index, phone_index, owner_index, language, created_at)
        SELECT contact_id, %(sealed)s::bytea, %(key_version)s::smallint, %(email_index)s::bytea,
            %(phone_index)s::bytea, %(owner_index)s::bytea, %(language)s::text,
            %(at)s::timestamptz
        FROM report WHERE contact_id IS NOT NULL
    ), assignment AS (
        INSERT INTO reports_assignment
            (report_id, agency_id, role, state, came_by, instruction, started_at)
        SELECT id, lead_id, 'lead', 'pending', came_by, '', %(at)s::timestamptz
        FROM report WHERE lead_id IS NOT NULL
    ), event AS (
        INSERT INTO reports_reportevent (report_id, seq, verb, from_state, to_state, actor_kind,
            actor_id, agency_id, note, data, at, hash)
        SELECT report.id, e.seq, e.verb, e.from_state, e.to_state, e.actor_kind, e.actor_id,
            e.agency_id, e.note, e.data, e.at, decode(e.hash, 'hex')
        FROM report, jsonb_to_recordset(%(events)s::jsonb) AS e(seq int, verb text,
            from_state text, to_state text, actor_kind text, actor_id bigint, agency_id bigint,
            note text, data jsonb, at timestamptz, hash text)
    ), photo AS (
        INSERT INTO reports_reportphoto
            (report_id, attachment_id, purpose, is_public, taken_at, lat, lng, created_at)
        SELECT report.id, p.attachment_id, p.purpose, false, p.taken_at, p.lat, p.lng,
            %(at)s::timestamptz
        FROM report, jsonb_to_recordset(%(photos)s::jsonb) AS p(attachment_id bigint,
            purpose text, taken_at timestamptz, lat float8, lng float8)
    ), message AS (
        INSERT INTO messaging_message
            (subject, direction, template, data, body, effect_key, created_at, is_urgent)
        SELECT number, 'out', %(template)s::text, %(message_data)s::jsonb, '',
            %(effect_key)s::text, %(at)s::timestamptz, %(is_urgent)s::boolean
        FROM report
        RETURNING id
    ), mark AS (
        INSERT INTO lib_mark (topic, key, other)
        SELECT 'publishing', id, NULL FROM report
        UNION ALL
        SELECT 'messages', message.id, report.contact_id
        FROM report, message WHERE report.contact_id IS NOT NULL
        UNION ALL
        SELECT 'warranty', id, NULL FROM report WHERE lat IS NOT NULL AND NOT is_confidential
    )
    SELECT (SELECT id FROM report),
        %(lead_id)s::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM lead)
"""  # noqa: S608


class OfficeClosed(Exception):
    """The office that was chosen for the report doesn't work any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report that this input made before."""

    report_id: int
    number: str
    code_hash: bytes
    state: str
    received_at: datetime
    promised_at: datetime | None
    is_confidential: bool
    is_area_approximate: bool
    agency_name: str
    area_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The keys of a report that doesn't exist yet. Unused ones leave a gap, which is fine."""

    report_id: int
    seq: int
    contact_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """All rows of one new report, none of them saved.

    `contact` holds the columns of `identity.actions.columns`; photos and message know no id yet.
    """

    report: Report
    contact: Mapping[str, Any] | None
    assignment: Assignment | None
    events: Sequence[ReportEvent]
    photos: Sequence[ReportPhoto]
    message: Message
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What an input is called within its channel, and since when an earlier name counts."""

    channel_id: int
    external_id: str
    earlier_id: str
    since: datetime

    def parameters(self) -> dict[str, object]:
        return {
            "channel": Int8(self.channel_id),
            "name": self.external_id,
            "names": [self.external_id, self.earlier_id or self.external_id],
            "since": self.since,
        }


def look_up(name: Name, *, wants_contact: bool, day: date, scheme: numbers.Scheme) -> Found | Drawn:
    """The report that this input made, or the keys for a new one."""
    row = _look_up(name, wants_contact=wants_contact, day=day)
    if row[0] is None and row[11] is None:
        # Nobody made this day's sequence ahead: the clock jumped, or the worker is off.
        numbers.create(day, scheme=scheme)
        row = _look_up(name, wants_contact=wants_contact, day=day)
    if row[0] is None:
        return Drawn(report_id=row[10], seq=row[11], contact_id=row[12])
    return Found(
        report_id=row[0],
        number=row[1],
        code_hash=bytes(row[2]),
        state=row[3],
        received_at=row[4],
        promised_at=row[5],
        is_confidential=row[6],
        is_area_approximate=row[7],
        agency_name=row[8] or "",
        area_name=row[9] or "",
    )


def _look_up(name: Name, *, wants_contact: bool, day: date) -> tuple[Any, ...]:
    parameters = {
        **name.parameters(),
        "wants_contact": wants_contact,
        "sequence": numbers.sequence(day),
    }
    row = _run(LOOK_UP, parameters)
    assert row is not None  # one row of VALUES, whatever is joined to it
    return row


def write(opening: Opening) -> bool:
    """Write all rows; False when the same input made its report meanwhile.

    Raises OfficeClosed, with nothing written.
    """
    row = _run(WRITE, parameters(opening))
    assert row is not None  # one row of values
    written, is_closed = row
    if is_closed:
        raise OfficeClosed
    return written is not None


def parameters(opening: Opening) -> dict[str, object]:
    """The values of WRITE."""
    return {
        **{name: getattr(opening.report, name) for name in REPORT_COLUMNS},
        **{name: (opening.contact or {}).get(name) for name in CONTACT_COLUMNS},
        "events": json.dumps([_event(event) for event in opening.events], ensure_ascii=False),
        "photos": json.dumps([_photo(photo) for photo in opening.photos]),
        "template": opening.message.template,
        "message_data": json.dumps(opening.message.data, ensure_ascii=False),
        "effect_key": opening.message.effect_key,
        "is_urgent": opening.message.is_urgent,
        "at": opening.at,
    }


def _event(event: ReportEvent) -> dict[str, object]:
    row = {name: getattr(event, name) for name in EVENT_COLUMNS}
    return {**row, "at": event.at.isoformat(), "hash": bytes(event.hash).hex()}


def _photo(photo: ReportPhoto) -> dict[str, object]:
    return {
        "attachment_id": photo.attachment_id,
        "purpose": photo.purpose,
        "taken_at": photo.taken_at.isoformat() if photo.taken_at else None,
        "lat": photo.lat,
        "lng": photo.lng,
    }


@cache
def _compiled(query: str) -> tuple[str, tuple[str, ...]]:
    """The query with $1, $2, ... and the names of its values in that order.

    psycopg would do this each time: it keeps no translation of a query with so many values.
    """
    names = tuple(dict.fromkeys(VALUE.findall(query)))
    places = {name: f"${place}" for place, name in enumerate(names, start=1)}
    return " ".join(VALUE.sub(lambda match: places[match[1]], query).split()), names


def _run(query: str, values: Mapping[str, object]) -> tuple[Any, ...] | None:
    """Run a prepared statement on Django's connection and return its first row.

    Django's own cursors put values into the text, so that the server plans each one anew.
    """
    text, names = _compiled(query)
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    raw: Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = PREPARE_AFTER
    with connection.wrap_database_errors, RawCursor(raw) as cursor:
        return cursor.execute(text, [values[name] for name in names]).fetchone()
