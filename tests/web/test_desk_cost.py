"""What a page of the desk costs: queries are counted, identities are not read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.casework import world


@pytest.mark.usefixtures("held_rules")
@pytest.mark.django_db(databases=["default", "public"])
def test_a_report_page_takes_under_ten_queries_and_reads_no_identity(client: Client) -> None:
    office = world.office()
    client.force_login(world.staff("agency_admin", office))
    report = world.verified(world.report(), to=office)
    address = f"/meja/laporan/{report.number}/"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    assert len(queries) < 10
    assert not any("sealed" in query["sql"] for query in queries.captured_queries)
