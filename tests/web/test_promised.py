"""The promised day in her own calendar: it says when, and nothing of what."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from tanggap.reports import numbers
from tests.builders import Story

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def address(told: Story) -> str:
    row = told.report
    return f"/lacak/{row.number}/{numbers.code_for(row.channel.code, row.external_id)}/"


def test_it_holds_the_day_and_the_number_alone(client: Client) -> None:
    told = Story(title="Lampu taman padam", address="Jl. Melati 7", lat=-6.17, lng=106.82)
    row = told.to("in_progress").report
    path = f"{address(told)}janji.ics"
    assert path in client.get(address(told)).content.decode()
    answer = client.get(path)
    assert answer["Content-Type"].startswith("text/calendar")
    assert "no-store" in answer["Cache-Control"]
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert row.promised_at
    assert event["dtstart"].dt == timezone.localtime(row.promised_at).date()
    assert str(event["summary"]) == f"Paling lambat: laporan {row.number}"
    said = answer.content.decode()
    code = path.split("/")[3]
    assert not [word for word in ("Lampu", "Melati", "106.8", "LOCATION", code) if word in said]
    client.cookies["django_language"] = "en"
    assert f"By the latest: report {row.number}" in client.get(path).content.decode()


def test_what_is_over_or_somebody_elses_has_no_day(client: Client) -> None:
    told = Story().to("in_progress")
    path = f"{address(told)}janji.ics"
    wrong = path.replace(path.split("/")[3], "AAAA-AAAA")
    assert client.get(wrong).status_code == 404
    told.resolve()
    told.validate()
    assert client.get(path).status_code == 404
    assert path not in client.get(address(told)).content.decode()
