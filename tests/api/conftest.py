"""A partner's key, and public reports to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tanggap.people.actions import add_key
from tanggap.places.models import Area
from tanggap.publication.models import PublicReport
from tanggap.taxonomy.models import Category, Channel

SENT = {
    "api_key": "rahasia-mitra",
    "service_code": "sampah",
    "lat": "-6.1822",
    "long": "106.8341",
    "description": "Sampah menumpuk di depan pasar.",
}


@pytest.fixture
def key(db: None) -> str:
    """The key of a partner whose reports come in by the channel of partners."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    channel = Channel.objects.get(code="open311")
    add_key(name="Mitra", key=SENT["api_key"], channel=channel, at=at)
    return SENT["api_key"]


@pytest.fixture
def post(client: Client, key: str) -> Callable[..., Any]:
    """Post a report, with whatever the test changes; None leaves a field out."""

    def send(suffix: str = "json", **changes: Any) -> Any:
        fields = {name: value for name, value in {**SENT, **changes}.items() if value is not None}
        return client.post(f"/open311/v2/requests.{suffix}", fields)

    return send


@pytest.fixture
def publish(db: None) -> Callable[..., PublicReport]:
    """A row of the projection."""

    def create(number: str, **changes: Any) -> PublicReport:
        at = changes.pop("at", datetime(2026, 11, 23, 7, 2, tzinfo=UTC))
        usual: dict[str, Any] = {
            "id": int(number[-4:]),
            "number": number,
            "title": "Sampah <b>pasar</b>",
            "text": "Sampah & lumpur\ndi depan pasar",
            "address": "Jalan Kebon Sirih 1",
            "report_class": "complaint",
            "category": Category.objects.get(code="sampah"),
            "channel": Channel.objects.get(code="open311"),
            "area": Area.objects.get(code="31.71.06.1004"),
            "state": "waiting",
            "lat": -6.182,
            "lng": 106.834,
            "received_at": at,
            "updated_at": at,
            "is_open": True,
            "is_completed": False,
        }
        return PublicReport.objects.create(**{**usual, **changes})

    return create
