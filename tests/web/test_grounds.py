"""A refusal names the regulation it stands on, to whoever decides and to the reporter."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tanggap.messaging.models import Message
from tanggap.messaging.texts import sentence
from tanggap.reports.models import Report
from tanggap.taxonomy.models import Reason
from tests.casework import world
from tests.web.test_portal import form

pytestmark = pytest.mark.django_db(databases=["default", "public"])

CODE = "decline-legislative"


@pytest.fixture
def declined(client: Client) -> tuple[Report, str]:
    """A report that was declined for a ready reason, and the reporter's address of it."""
    page = client.post(reverse("portal:report_new"), form(), follow=True).content.decode()
    link = re.search(r'href="[^"]*(/lacak/[^"]+)"', page)
    assert link
    row = Report.objects.get()
    client.force_login(world.staff("verifier", world.desk()))
    answer = client.post(
        f"/meja/laporan/{row.number}/decline/",
        {"version": str(row.seq), "reason_code": CODE, "reason": "", "remedy": "Keberatan."},
    )
    assert answer.status_code == 302
    row.refresh_from_db()
    return row, link.group(1)


def test_whoever_declines_reads_what_each_reason_stands_on(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    page = client.get(f"/meja/laporan/{world.report().number}/decline/").content.decode()
    for reason in Reason.objects.filter(verb="decline", is_active=True):
        assert reason.text in page and reason.legal_basis.split(";")[0] in page


def test_the_reporter_reads_it_in_her_language(declined: tuple[Report, str]) -> None:
    _row, address = declined
    reason = Reason.objects.get(code=CODE)
    page = Client().get(address).content.decode()
    assert f"Dasar: {reason.legal_basis}" in page
    assert "Sedang diperiksa" not in page and "Paling lambat" not in page, "it has ended"
    page = Client().get(address, headers={"accept-language": "en"}).content.decode()
    assert f"Basis: {reason.legal_basis_en}" in page and reason.text_en in page


def test_her_message_says_it_and_one_without_a_reason_says_nothing(
    declined: tuple[Report, str],
) -> None:
    row, _address = declined
    reason = Reason.objects.get(code=CODE)
    message = Message.objects.get(subject=row.number, template="declined")
    assert f"Dasarnya: {reason.legal_basis}." in sentence(message)
    with override("en"):
        assert f"It stands on: {reason.legal_basis_en}." in sentence(message)
    message.data.pop("basis")
    assert "Dasarnya" not in sentence(message)


def test_the_decision_keeps_its_ground_when_the_reason_changes(
    declined: tuple[Report, str],
) -> None:
    row, address = declined
    kept = Reason.objects.get(code=CODE).legal_basis
    Reason.objects.filter(code=CODE).update(legal_basis="Peraturan baru")
    assert row.events.get(verb="decline").data["basis"] == kept
    assert f"Dasar: {kept}" in Client().get(address).content.decode()
