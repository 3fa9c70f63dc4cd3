"""Errands and attachments in a browser: they fit, break no rule of access, go on by themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tanggap.media import actions as media
from tanggap.people.models import User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.publishing import actions as publishing
from tanggap.web.errands import makers
from tanggap.web.score.copies import kinds
from tanggap.workbench import errands
from tanggap.workbench.models import Errand
from tests import builders
from tests.browsing import OpenPage
from tests.builders import Cast, Story, agency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)
BOARD = "/kinerja/2026-11/unduh.xlsx"
PDF = b"%PDF-1.7\n%%EOF\n"


def city() -> Cast:
    """A closed month, and an objection with a document."""
    cast, village = Cast(), agency(builders.VILLAGE)
    Story(cast=cast).to("in_progress")
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    document, _facts = media.store(PDF, filename="x", at=timezone.now(), documents=True)
    actions.object_to(
        month=NOVEMBER, office=village, figure="late", reports=[], reason="Lihat suratnya.",
        by=cast.lurah, at=DUE + timedelta(days=1), files={document: "surat " + "panjang" * 9},
    )  # fmt: skip
    return cast


def test_the_pages_fit_and_everybody_can_use_them(
    new_page: OpenPage, axe: Callable[..., None]
) -> None:
    cast = city()
    story = Story(cast=cast, visibility="public").to("in_progress")
    publishing.refresh(report_ids=[story.report.pk])
    user, admin = (User.objects.get(pk=one.user_id) for one in (cast.operator, cast.lurah))
    waiting, ready, broken = _errands(cast)
    pages = {
        user: (BOARD, *(f"/titipan/{row.pk}/" for row in (waiting, ready, broken)),
               "/kinerja/keberatan/1/", "/operator/jam/", f"/laporan/{story.report.number}/"),
        admin: (f"/kinerja/2026-11/{builders.VILLAGE}/keberatan/",),
    }  # fmt: skip
    with patch.dict(kinds.MOST_AT_ONCE, xlsx=1):
        for size, width in (("phone", 360), ("desktop", 1440)):
            for who, urls in pages.items():
                page = new_page(size, user=who, viewport={"width": width, "height": 900})
                for url in urls:
                    page.goto(url)
                    for more in page.locator("details.more > summary").all():
                        more.click()
                    axe(page)
                    fits = page.evaluate("document.documentElement.scrollWidth") <= width
                    assert fits, url


def _errands(cast: Cast) -> list[Errand]:
    """One under way, one that is done, one that failed."""
    at = timezone.now()
    said = {"title": "Kinerja semua kantor", "back": "/kinerja/", "language": "id"}
    rows = [
        errands.ask(kind="score_copy", key=key, asked=said, by=cast.operator, at=at)
        for key in "abc"
    ]
    Errand.objects.filter(pk=rows[0].pk).update(done=1200, total=9000)
    Errand.objects.filter(pk=rows[1].pk).update(
        ended_at=at, content=b"x", file_name="kinerja-2022-01-2022-12.xlsx", content_type="x/y"
    )
    Errand.objects.filter(pk=rows[2].pk).update(ended_at=at, failure=errands.BROKEN)
    return rows


def test_a_file_is_asked_for_and_fetched_without_touching_the_page(new_page: OpenPage) -> None:
    """The page asks how far it is, and offers the file by itself; a second click finds it there."""
    user = User.objects.get(pk=city().operator.user_id)
    page = new_page("desktop", user=user)
    with patch.dict(kinds.MOST_AT_ONCE, xlsx=1):
        page.goto(BOARD)
        page.get_by_role("button", name="Buat berkasnya").click()
        expect(page.get_by_role("status")).to_contain_text("Mulai dalam beberapa detik")
        makers.do(Errand.objects.get().pk, at=timezone.now())
        link = page.get_by_role("link", name="Unduh kinerja-2026-11.xlsx")
        expect(link).to_be_visible(timeout=10_000)
        with page.expect_download() as found:
            link.click()
        assert found.value.suggested_filename == "kinerja-2026-11.xlsx"
        page.goto(BOARD)
        expect(link).to_be_visible()
