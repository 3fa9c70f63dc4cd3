"""Score cards in a browser: they fit a phone and a wide screen, and break no rule of access."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tanggap.people.models import User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Version
from tests import builders
from tests.browsing import OpenPage
from tests.builders import Cast, Story, agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)
CARD = f"/kinerja/2026-11/{builders.VILLAGE}/"


def test_the_pages_fit_and_everybody_can_use_them(
    new_page: OpenPage, axe: Callable[..., None]
) -> None:
    cast, village = Cast(), agency(builders.VILLAGE)
    for state in ("closed", "in_progress"):
        Story(cast=cast).to(state)
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    Story(cast=cast).to("waiting")
    how: dict[str, Any] = {"by": cast.operator, "at": DUE + timedelta(days=1)}
    actions.recount(month=NOVEMBER, office=village, reason="Terlambat tercatat.", **how)
    checksum = Version.objects.get(agency=village, number=1).checksum
    user = User.objects.get(pk=cast.operator.user_id)
    urls = ("/kinerja/?month=2026-11", CARD, f"{CARD}koreksi/", f"/verify/{checksum}/")
    for size, width in (("phone", 360), ("desktop", 1440)):
        page = new_page(size, user=user, viewport={"width": width, "height": 900})
        for url in (*urls, "/kinerja/2026-10/tutup/"):
            page.goto(url)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
