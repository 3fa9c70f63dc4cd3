"""The operator says which days are closed; the log keeps who and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tanggap.people.models import Change, User
from tanggap.taxonomy.models import OperatorDay
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
