"""Browsers hear of a report, an area or a category; only their sealed address is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tanggap.identity.models import Contact, PushAddress
from tanggap.lib import marks
from tanggap.messaging.models import Delivery
from tanggap.together import actions
from tanggap.together.actions import letters
from tanggap.together.models import Subscription
from tests.builders import Story
from tests.messaging.push_service import PushService, push_service

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    monkeypatch.setattr(letters.quiet_hours().__class__, "awake", lambda self, at: at)
    with push_service(monkeypatch) as found:
        yield found


def _tell(client: Client, what: str, said: dict[str, Any]) -> int:
    url = f"/langganan/peramban/{what}/"
    return client.post(url, json.dumps(said), content_type="application/json").status_code


def _public() -> Story:
    story = Story(visibility="public").to("waiting")
    marks.work("publishing")
    return story


def _send(story: Story) -> None:
    marks.work("publishing")
    at = story.tick()
    with transaction.atomic():
        actions.gather(found := marks.keys("news"), at=at)
        marks.remove("news", found)
    actions.write(at=at)
    marks.work("letters")


def test_a_browser_hears_of_a_report_once_and_until_it_says_no(
    client: Client, service: PushService
) -> None:
    story, said = _public(), service.subscribe("sari")
    what = f"laporan/{story.report.number}"
    for _ in range(2):
        assert _tell(client, what, {**said, "on": True}) == 204
    Subscription.objects.get()
    Subscription.objects.update(confirmed_at=story.at)
    story.accept()
    _send(story)
    _send(story)
    [got] = service.browsers["sari"].got
    assert got["url"] == f"/laporan/{story.report.number}/"
    assert story.report.number in got["title"] and "Proses" in got["body"]
    assert story.report.title not in json.dumps(got)
    assert _tell(client, what, {"endpoint": said["endpoint"], "on": False}) == 204
    assert not (Subscription.objects.exists() or PushAddress.objects.exists())


def test_what_a_browser_wants_is_about_what_exists(client: Client, service: PushService) -> None:
    said = {**service.subscribe("sari"), "on": True}
    assert _tell(client, "kategori/jalan", said) == 204
    assert _tell(client, "kategori/tidak-ada", said) == 404
    assert _tell(client, "kota/31.74", said) == 404
    assert _tell(client, f"laporan/{Story(visibility='private').report.number}", said) == 404
    assert _tell(client, "kategori/jalan", {**said, "endpoint": "ftp://10.0.0.1/"}) == 422
    assert "data-push=" in client.get("/langganan/?category=jalan").content.decode()
    assert "data-push=" not in client.get("/langganan/").content.decode()


def test_a_browser_that_is_gone_is_forgotten_with_what_it_wanted(
    client: Client, service: PushService
) -> None:
    story, said = _public(), service.subscribe("sari")
    _tell(client, f"laporan/{story.report.number}", {**said, "on": True})
    kept = Contact.objects.filter(email_index=None).count()
    Subscription.objects.update(confirmed_at=story.at)
    service.gone = {"sari"}
    story.accept()
    _send(story)
    assert actions.forget_unreachable(at=story.at) == 1
    assert not (Subscription.objects.exists() or Delivery.objects.exists())
    assert not PushAddress.objects.exists()
    assert Contact.objects.filter(email_index=None).count() == kept - 1
