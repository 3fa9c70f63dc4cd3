"""The operator says which days are closed; the log keeps who and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tanggap.lib import editions
from tanggap.people.models import Change, User
from tanggap.taxonomy.models import ClockPolicy, OperatorDay
from tests.builders import Cast

pytestmark = pytest.mark.django_db
DAY = {
    "date": "2026-12-23",
    "kind": "public",
    "name": "Hari pemilihan",
    "source": "Keputusan Gubernur",
    "reason": "Ditetapkan kemarin.",
}


def test_a_day_is_said_and_taken_back_and_both_are_logged(client: Client) -> None:
    client.force_login(User.objects.get(pk=Cast().operator.user_id))
    assert client.post("/operator/libur/", {**DAY, "reason": ""}).status_code == 422
    assert client.post("/operator/libur/", DAY)["Location"] == "/operator/libur/?year=2026"
    page = client.get("/operator/libur/?year=2026").content.decode()
    assert "Hari pemilihan" in page and "Hari Raya Natal" in page
    client.post("/operator/libur/2026-12-23/cabut/", {"reason": "Dibatalkan."})
    row = OperatorDay.objects.get(date=date(2026, 12, 23))
    assert row.ended_at is not None
    assert client.post("/operator/libur/2026-12-23/cabut/", {"reason": "x"}).status_code == 404
    said = Change.objects.filter(kind="day").order_by("pk")
    assert [one.verb for one in said] == ["add", "close"]
    assert "Ditetapkan kemarin." in client.get("/operator/jejak/").content.decode()


def test_a_rule_gets_a_new_version_and_an_overlap_is_refused(client: Client) -> None:
    client.force_login(User.objects.get(pk=Cast().operator.user_id))
    said = {
        "clock": "validation", "amount": "1", "unit": "working_days", "source": "Surat edaran",
        "valid_from": "2026-12-01", "reason": "Dipercepat.",
    }  # fmt: skip
    assert client.post("/operator/jam/", said).status_code == 302
    rows = ClockPolicy.objects.filter(clock="validation").order_by("valid_from")
    assert [row.until for row in rows] == [date(2026, 11, 30), None]
    editions.look_again()
    refused = client.post("/operator/jam/", {**said, "valid_from": "2026-11-01"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert rows[1].code in page and "Surat edaran" in page
    client.post(
        f"/operator/jam/{rows[1].code}/akhiri/", {"last_day": "2027-06-30", "reason": "Percobaan."}
    )
    assert ClockPolicy.objects.get(code=rows[1].code).until == date(2027, 6, 30)
    verbs = Change.objects.filter(kind="clock").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["add", "close"]
