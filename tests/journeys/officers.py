"""Officers, their reports, and what a test does on their phones again and again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tanggap.people.models import Agency, User
from tanggap.reports.models import Report
from tests.casework import world

PASSWORD = "sandi-lapangan-panjang"


def officer(office: Agency, name: str = "") -> User:
    user = world.staff("officer", office, name)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def log_in(page: Page, user: User) -> None:
    """By the form, then until the app stands and has fetched everything."""
    page.goto("/masuk/?next=/lapangan/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form .btn-primary, form .btn-accent").first.click()
    page.wait_for_url(lambda url: urlsplit(url).path == "/lapangan/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto("/lapangan/")
    expect(page.locator("[data-app] h1")).to_contain_text("Hari ini")


def placed(text: str, office: Agency) -> Report:
    """A report with a point, verified and given to `office`."""
    row = world.report(text, channel="email", lat=-6.1701, lng=106.8201)
    return world.verified(row, to=office)


def photo(color: str) -> dict[str, Any]:
    return {"name": f"{color}.jpg", "mimeType": "image/jpeg", "buffer": world.jpeg(color)}


def arrived(page: Page) -> None:
    """Everything has gone over."""
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-waiting]")).to_be_hidden(timeout=20_000)


def verbs(report: Report) -> list[str]:
    return list(report.events.order_by("seq").values_list("verb", flat=True))
