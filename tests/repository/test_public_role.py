"""The public connection's role can read the public tables and nothing else."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection

from tanggap.project.database import PUBLIC_ROLE

READABLE = {
    "lib_edition",
    "publication_publicreport",
    "publication_channelday",
    "publication_categoryday",
    "publication_agencyday",
    "publication_daytotal",
    "publication_closedcard",
    "publication_estimate",
    "publication_estimatemonth",
    "places_area",
    "places_place",
    "taxonomy_category",
    "taxonomy_channel",
    "taxonomy_clockpolicy",
    "taxonomy_packsetting",
    "taxonomy_institution",
    "taxonomy_reason",
    "people_agency",
}


@pytest.mark.django_db
def test_role_reads_exactly_the_public_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
            " AND has_table_privilege(%s, c.oid, 'SELECT')",
            [PUBLIC_ROLE],
        )
        assert {row[0] for row in cursor.fetchall()} == READABLE
        cursor.execute(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
            " AND has_table_privilege(%s, c.oid, 'INSERT, UPDATE, DELETE')",
            [PUBLIC_ROLE],
        )
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_a_forbidden_table_is_refused() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {PUBLIC_ROLE}")
        with pytest.raises(Exception, match="permission denied") as caught:
            cursor.execute("SELECT count(*) FROM reports_report")
        assert isinstance(caught.value.__cause__, psycopg.errors.InsufficientPrivilege)
