"""A real Chromium: one per worker, a new context for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from bench._browser import SIZES, chromium
from tests.database import ROOT

AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def shell() -> str | None:
    """The path of a Chromium for tests: the one that was named, else Chromium's own shell.

    The shell draws and runs pages as Chromium does, and has no windows to look after: a journey
    takes two thirds of the work.
    """
    return os.environ.get("TANGGAP_CHROMIUM") or shutil.which("chromium-headless-shell")


def executable() -> str:
    """The path of the Chromium that drives the journeys: the shell, or any other."""
    return shell() or chromium() or missing("Chromium")


def missing(what: str) -> NoReturn:
    """Skip on a developer's machine; in CI something missing is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; `make test` installs it")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this worker."""
    path = executable()
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[OpenPage]:
    """`new_page("phone"|"desktop", user=None, **context options)` opens a page of its own visitor.

    Paths are relative to the live server. With `user` the visitor is logged in by cookie. A page
    error, an error on the console, a failed request or a request to another host fails the test;
    `page.problems` lists them, and a test may clear those that it expects.
    """
    contexts, pages = [], []

    def open_page(size: str = "desktop", *, user: Any = None, **options: Any) -> Page:
        settings = {"locale": "id-ID", "timezone_id": "Asia/Jakarta", **SIZES[size], **options}
        context = browser.new_context(base_url=live_server.url, **settings)
        context.set_default_timeout(10_000)
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_cookie(user, live_server.url)])
        opened = context.new_page()
        _watch(opened, urlsplit(live_server.url).netloc)
        pages.append(opened)
        return opened

    yield open_page
    problems = [problem for opened in pages for problem in opened.problems]
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_page: OpenPage) -> Page:
    """A page of an anonymous visitor at a desk."""
    return new_page("desktop")


def _watch(page: Page, host: str) -> None:
    problems: list[str] = []
    page.problems = problems

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != host:
            problems.append(f"foreign host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: problems.append(f"script: {error}"))
    page.on("request", on_request)


def _session_cookie(user: Any, url: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {"name": settings.SESSION_COOKIE_NAME, "value": value, "url": url}


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails with a readable list when the page breaks a rule of accessibility.

    The page is at its end then: nothing lies half under the bar that sticks to the window, and no
    target looks smaller than it is.
    """

    def check(page: Page, *, ignore: tuple[str, ...] = ()) -> None:
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        found = faults(page, ignore=ignore)
        assert not found, "\n".join(found)

    return check


def faults(page: Page, *, ignore: Iterable[str] = (), only: Iterable[str] = ()) -> list[str]:
    """What axe finds on the page as it stands, a text for each rule that is broken.

    All rules of `AXE_TAGS` are asked but for those to `ignore`, or `only` some.
    """
    # The same page may be looked at twice: the second time it has axe already.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {
        "runOnly": list(only) or AXE_TAGS,
        "rules": {rule: {"enabled": False} for rule in ignore},
        "resultTypes": ["violations"],  # of what passes one example: far less work
        "preload": False,  # films, which we have none of
    }
    result = page.evaluate("options => axe.run(document, options)", options)
    # Newest, and off unless its tag asks for it: a link or button of at least 24 by 24 px.
    asked = {rule["id"] for kind in ("passes", "incomplete", "violations") for rule in result[kind]}
    assert only or "target-size" in asked, page.url
    return [_describe(violation) for violation in result["violations"]]


@cache
def _axe() -> str:
    if not AXE.exists():
        missing("axe-core (assets/node_modules)")
    return f"() => {{ {AXE.read_text()} }}"


def _describe(violation: dict[str, Any]) -> str:
    nodes = "\n".join(f"    {node['html'][:160]}" for node in violation["nodes"][:5])
    return f"{violation['id']}: {violation['help']}\n{nodes}"
