"""What residents do, by the real addresses, and what the worker makes of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core import mail
from django.db import transaction
from django.test import Client

from tanggap.lib import marks
from tanggap.publication.models import PublicReport
from tanggap.together import actions, tokens
from tanggap.together.models import Subscription
from tests.builders import Story

EMAIL = "rumah.hijau@contoh.id"


def shown(story: Story) -> PublicReport:
    marks.work("publishing")
    return PublicReport.objects.get(pk=story.report.pk)


def public() -> Story:
    story = Story(visibility="public").to("waiting")
    shown(story)
    return story


def post(client: Client, story: Story, what: str, **form: str) -> str:
    answer = client.post(f"/laporan/{story.report.number}/{what}/", form, follow=True)
    return answer.content.decode()


def asked(client: Client, story: Story, email: str = EMAIL, **form: str) -> Subscription:
    post(client, story, "ikuti", email=email, rhythm="now", **form)
    return Subscription.objects.latest("pk")


def confirmed(client: Client, story: Story, email: str = EMAIL) -> Subscription:
    row = asked(client, story, email)
    client.post(f"/langganan/ya/{tokens.to_confirm(row.pk)}/")
    row.refresh_from_db()
    return row


def letters_at(at: datetime) -> list[Any]:
    mail.outbox.clear()
    worker(at)
    return list(mail.outbox)


def worker(at: datetime) -> None:
    """What the worker does of it; the marks' own clock is the database's."""
    if found := marks.keys("news"):
        with transaction.atomic():
            actions.gather(found, at=at)
            marks.remove("news", found)
    while actions.write(at=at):
        pass
    while marks.work("letters"):
        pass


def step(story: Story, row: Subscription) -> None:
    assert row.confirmed_at
    Subscription.objects.filter(pk=row.pk).update(confirmed_at=story.at - timedelta(hours=1))
    story.do("note", story.cast.officer, text="Alat datang.", scope="public")
    shown(story)
