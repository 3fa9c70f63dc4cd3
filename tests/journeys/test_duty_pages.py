"""Alarms and rosters in a browser: they fit a phone and a wide screen, and one tap answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tanggap.duty import actions
from tanggap.duty.models import Acknowledgement, Alarm
from tanggap.people.access import Actor
from tanggap.people.models import User
from tests.browsing import OpenPage
from tests.builders import VILLAGE, Story, agency
from tests.casework import world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def user(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def test_an_alarm_is_seen_everywhere_and_answered_with_the_keyboard(
    new_page: OpenPage, axe: Callable[..., None]
) -> None:
    at = timezone.now()
    story = Story(at=at, is_emergency=True, title="Kabel listrik putus di trotoar")
    cast, office = story.cast, agency(VILLAGE)
    for rank, who in enumerate((cast.officer, cast.colleague), 1):
        planned = actions.Planned(
            user=user(who), weekdays=range(7), starts=time(7), ends=time(7), rank=rank
        )
        actions.add_shifts(office, planned, by=cast.lurah, at=at)
    story.verify(office)
    world.ring(timezone.now())
    row = Alarm.objects.get()
    urls = ("/siaga/", f"/siaga/{row.pk}/", f"/siaga/jadwal/{office.code}/", "/meja/antrean/")
    for size, width in (("phone", 360), ("desktop", 1440)):
        page = new_page(size, user=user(cast.lurah), viewport={"width": width, "height": 900})
        for url in urls:
            page.goto(url)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
    page.goto("/meja/antrean/")
    page.get_by_role("button", name="Saya terima").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kamu yang mengurusnya")).to_be_visible()
    assert Acknowledgement.objects.get().user_id == cast.lurah.user_id
