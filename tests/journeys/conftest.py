"""An officer's phone: a browser of its own that can be closed, and whose line can break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from bench._browser import SIZES
from tests.browsing import executable
from tests.line import Line

HERE = {"latitude": -6.17, "longitude": 106.82, "accuracy": 5}
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", *CAMERA]


@pytest.fixture
def line(live_server: Any) -> Iterator[Line]:
    """The line to the server."""
    made = Line(live_server.url)
    yield made
    made.close()


@pytest.fixture
def phone(browser: Browser, line: Line, tmp_path: Path) -> Iterator[Callable[[], Page]]:
    """`phone()` opens the browser of one phone; after `close()` it opens the same one again."""
    opened: list[BrowserContext] = []

    def start() -> Page:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "phone"),
            executable_path=executable(),
            args=ARGUMENTS,
            base_url=line.url,
            locale="id-ID",
            timezone_id="Asia/Tokyo",  # set wrong: the pages say the city's time all the same
            permissions=["geolocation", "camera"],
            geolocation=HERE,
            **{**SIZES["phone"], "viewport": {"width": 360, "height": 740}},
        )
        context.set_default_timeout(15_000)
        opened.append(context)
        page = context.pages[0]
        page.on("pageerror", lambda error: pytest.fail(f"script: {error}"))
        return page

    yield start
    for context in opened:
        context.close()


@pytest.fixture
def look(axe: Callable[[Page], None]) -> Callable[[Page], None]:
    """No fault of accessibility at 360 px, nothing to scroll sideways."""

    def check(page: Page) -> None:
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{page.url} scrolls sideways by {width} px"

    return check
