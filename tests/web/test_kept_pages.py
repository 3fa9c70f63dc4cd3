"""What a browser may keep: pages for everybody. "Back" on a shared computer shows nobody's own."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tanggap.publishing import actions as publishing
from tanggap.reports import numbers
from tests.builders import Story
from tests.casework import world
from tests.web.test_citizen_door import come_in
from tests.web.test_portal import form

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def is_kept(client: Client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return "no-store" not in answer.headers.get("Cache-Control", "")


def test_pages_for_everybody_may_be_kept(client: Client) -> None:
    report = Story(visibility="public").to("in_progress").report
    publishing.refresh(report_ids=[report.pk])
    for address in ("/", "/lapor/", "/lacak/", "/laporan/", f"/laporan/{report.number}/"):
        assert is_kept(client, address), address


def test_a_reporter_s_pages_are_not(client: Client) -> None:
    client.post("/lapor/", form())
    report = Story().report
    code = numbers.code_for(report.channel.code, report.external_id)
    for name in ("portal:thanks", "portal:mine", "together:mine"):
        assert not is_kept(client, reverse(name)), name
    assert not is_kept(client, f"/lacak/{report.number}/{code}/")
    come_in(client, "sari@example.org")
    for address in ("/saya/", "/lapor/"):
        assert not is_kept(client, address), address


def test_pages_of_those_who_work_here_are_not(client: Client) -> None:
    client.force_login(world.staff("dispatcher", world.desk()))
    assert not is_kept(client, "/meja/antrean/")
