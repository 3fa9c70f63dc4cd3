"""The one statement writes the same rows as the ORM would."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.intake import compose, reference
from tanggap.intake.decide import decide
from tanggap.intake.inbound import Inbound, Person, Photo
from tanggap.media.models import Attachment
from tanggap.people.access import REPORTER
from tanggap.reports import numbers, open_sql
from tanggap.reports.open_sql import Drawn
from tanggap.reports.workflow import Privacy, ReportClass
from tests.intake import orm_way

pytestmark = pytest.mark.django_db
# All examples of one test share its transaction.
ONE_DATABASE = [HealthCheck.function_scoped_fixture]
NOW = datetime(2026, 11, 23, 7, 2, 5, 123456, tzinfo=UTC)

TABLES = (
    "reports_report",
    "reports_assignment",
    "reports_reportevent",
    "reports_reportphoto",
    "identity_contact",
    "messaging_message",
    "lib_mark",
)
# Keys that a sequence gives, and what encryption makes new each time.
OURS = {"id", "sealed"}

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
inputs = st.builds(
    Inbound,
    channel=st.sampled_from(["web", "jaki", "email", "kelurahan", "open311", "lapor"]),
    external_id=st.just("same"),
    text=words.map(lambda text: f"Laporan {text}"),
    title=words,
    category=st.sampled_from(["", "pungutan-liar", "perlindungan-anak", "jalan", "sampah"]),
    report_class=st.sampled_from(ReportClass),
    privacy=st.none() | st.sampled_from(Privacy),
    lat=st.just(-6.1822) | st.just(40.0),
    lng=st.just(106.8341),
    address=words,
    person=st.just(Person()) | st.just(Person(name="Ani", email="a@example.org", phone="0812")),
    occurred_at=st.none() | st.just(NOW - timedelta(hours=3)),
    received_at=st.none() | st.just(NOW - timedelta(minutes=3)),
    client_at=st.none() | st.just(NOW + timedelta(minutes=9)),
    by=st.just(REPORTER),
    note=words,
    data=st.dictionaries(words, words | st.integers(-5, 5) | st.booleans() | st.none(), max_size=4),
)


@given(inbound=inputs, with_photos=st.booleans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_both_ways_write_the_same_rows(db: None, inbound: Inbound, with_photos: bool) -> None:
    inbound = _known_category(inbound)
    photos = _photos() if with_photos else ()
    opening = _opening(inbound, photos)
    by_sql = _rows_after(lambda: open_sql.write(opening))
    by_orm = _rows_after(lambda: orm_way.write(opening))
    assert by_sql["reports_report"]
    assert by_sql == by_orm


def _known_category(inbound: Inbound) -> Inbound:
    return inbound if reference.category(inbound.category) else replace(inbound, category="")


def _photos() -> tuple[Photo, ...]:
    row, _ = Attachment.objects.get_or_create(
        sha256="a" * 64,
        defaults={
            "original_sha256": "b" * 64,
            "kind": "photo",
            "mime": "image/jpeg",
            "width": 4,
            "height": 3,
            "size": 9,
            "created_at": NOW,
            "stored_at": NOW,
        },
    )
    first = Photo(attachment_id=row.pk, sha256=row.sha256)
    second = Photo(attachment_id=row.pk, sha256=row.sha256, taken_at=NOW, lat=-6.1, lng=106.5)
    return (first, second)


def _opening(inbound: Inbound, photos: tuple[Photo, ...]) -> open_sql.Opening:
    inbound = replace(inbound, photos=photos)
    decision = decide(inbound)
    wants = decision.keeps_identity and bool(inbound.person)
    drawn = Drawn(report_id=900_001, seq=12_345, contact_id=900_002 if wants else None)
    return compose.opening(inbound, decision, drawn, at=NOW, scheme=numbers.USUAL)


def _rows_after(write: Any) -> dict[str, list[dict[str, Any]]]:
    with transaction.atomic():
        write()
        rows = {table: _rows(table) for table in TABLES}
        transaction.set_rollback(True)
    return rows


def _rows(table: str) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
        rows = [json.loads(row[0]) for row in cursor.fetchall()]
    mine = [{k: v for k, v in row.items() if not _is_given(table, k)} for row in rows]
    for row in mine:
        if table == "lib_mark" and row["topic"] == "messages":
            del row["key"]
    return sorted(mine, key=str)


def _is_given(table: str, column: str) -> bool:
    if table in ("reports_report", "identity_contact") and column == "id":
        return False
    return column in OURS
