"""How soon the citizen's pages stand on a phone without a line, beside the same pages with one.

A demonstration city, a real Chromium that calls itself a phone and whose processor is slowed down
four times: from the tap on the icon to the painted page whose script has run. The promise is a
second.
"""

from __future__ import annotations

import os
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench import _instance as shared
from bench._browser import SIZES, chromium

ROUNDS = 15
MOST_MS = 1000.0
SLOWDOWN = 4
PATHS = ("/", "/lapor/")
STANDS = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return page.domContentLoadedEventEnd && paint
        ? Math.max(page.domContentLoadedEventEnd, paint.startTime) : 0;
}"""


def main() -> int:
    """Print the times; 1 when the promise is broken."""
    scale = float(os.environ.get("BENCH_SCALE", "0.05").split(",")[0])
    with shared.instance() as bench:
        bench.use()
        bench.load(scale)
        with bench.web(2) as port, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
            )
            context = browser.new_context(**SIZES["phone"], base_url=f"http://127.0.0.1:{port}")
            kept = _measure(context.new_page())
            browser.close()
    return 0 if all(kept) else 1


def _measure(page: Page) -> list[bool]:
    page.goto("/lapor/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    online = {path: _opened(page, path) for path in PATHS}
    page.context.set_offline(True)
    return [_judged(path, online[path], _opened(page, path)) for path in PATHS]


def _opened(page: Page, path: str) -> list[float]:
    """Milliseconds from the tap, every time anew."""
    return [_once(page, path) for _ in range(ROUNDS)]


def _once(page: Page, path: str) -> float:
    page.goto(path)
    return float(page.wait_for_function(STANDS).json_value())


def _judged(path: str, online: list[float], offline: list[float]) -> bool:
    print(
        f"      {path} {SLOWDOWN} times slowed down: median {median(online):.0f} ms with a line,"
        f" {median(offline):.0f} ms without, ratio {median(offline) / median(online):.2f}"
    )
    worst = shared.percentile(offline, 0.95)
    return shared.verdict(f"{path} without a line, p95", worst, most=MOST_MS, unit=" ms")


if __name__ == "__main__":
    raise SystemExit(main())
