"""A new report written row by row, for splits and tests. Doors use `open_sql`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tanggap.lib import codes, marks
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.reports import chain, due, numbers, warranty, workflow
from tanggap.reports.case import Case
from tanggap.reports.facts import ReportFacts
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import ReportClass, State, Verb, Visibility
from tanggap.taxonomy.models import Channel


def draw_number(*, at: datetime, scheme: numbers.Scheme = numbers.USUAL) -> str:
    """The next number of the day of `at`. Never given twice; gaps are fine."""
    day = numbers.day_of(at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(to_regclass(%s))", [numbers.sequence(day)])
        row = cursor.fetchone()
        if row is None or row[0] is None:
            numbers.create(day, scheme=scheme)
            cursor.execute("SELECT nextval(to_regclass(%s))", [numbers.sequence(day)])
            row = cursor.fetchone()
    assert row is not None  # a SELECT without FROM has a row
    return scheme.number(int(row[0]), day=day)


@transaction.atomic
def open_report(
    *,
    channel: Channel,
    external_id: str,
    text: str,
    by: Actor,
    at: datetime,
    number: str = "",
    code_hash: bytes | None = None,
    data: dict[str, Any] | None = None,
    **columns: Any,
) -> Report:
    """Open a report in `submitted`; `columns` are those of Report. Raises Refused."""
    facts = ReportFacts(state=None, roles=by.roles, is_reporter=by.kind == "reporter")
    fields = {name for name, value in {"text": text, "channel": channel}.items() if value}
    to = workflow.check(Verb.OPEN, facts, fields)
    report = Report(
        **_start(channel, text, at)
        | columns
        | {"number": number or draw_number(at=at), "external_id": external_id}
        | {"code_hash": code_hash or _code_hash(channel, external_id), "state": to.value}
    )
    _write(report, _first_event(report, by=by, at=at, data=data))
    return report


def _code_hash(channel: Channel, external_id: str) -> bytes:
    return codes.hashed(numbers.code_for(channel.code, external_id))


def _start(channel: Channel, text: str, at: datetime) -> dict[str, Any]:
    return {
        "channel": channel,
        "visibility": Visibility.PRIVATE.value,
        "report_class": ReportClass.COMPLAINT.value,
        "title": text[:140],
        "text": text,
        "received_at": at,
        "updated_at": at,
    }


def _first_event(
    report: Report, *, by: Actor, at: datetime, data: dict[str, Any] | None
) -> ReportEvent:
    event = ReportEvent(
        seq=1,
        verb=Verb.OPEN.value,
        to_state=State.SUBMITTED.value,
        actor_kind=by.kind,
        actor_id=by.user_id,
        data=data,
        at=at,
    )
    event.hash = chain.link(b"", event, report_number=report.number)
    return event


def _write(report: Report, event: ReportEvent) -> None:
    report.seq, report.last_hash = event.seq, event.hash
    for name, value in due.caches(Case(report, [], [event]), at=event.at).items():
        setattr(report, name, value)
    report.save(force_insert=True)
    event.report = report
    event.save(force_insert=True)
    messaging.notify(
        subject=report.number,
        contact_id=report.contact_id,
        template="received",
        data={},
        effect_key=f"{report.number}:open",
        at=event.at,
        is_urgent=True,  # a receipt: she is awake
    )
    marks.add("publishing", [report.pk])
    if report.lat is not None and not report.is_confidential:
        marks.add(warranty.TOPIC, [report.pk])
