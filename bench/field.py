"""How soon the officer's app stands on a phone without a line, beside the same page with one.

A demonstration city, a real Chromium that calls itself a phone and whose processor is slowed down
four times: from the tap on the icon to the list of the day. The promise is a second.
"""

from __future__ import annotations

import os
import sys
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench import _instance as shared
from bench._browser import SIZES, chromium

ROUNDS = 15
MOST_MS = 1000.0
SLOWDOWN = 4
USER = "petugas"
ONLINE = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
OFFLINE = "() => performance.getEntriesByName('list')[0].startTime"


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
            found = _measure(context.new_page())
            browser.close()
    return 0 if found else 1


def _measure(page: Page) -> bool:
    page.goto("/masuk/?next=/lapangan/")
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    page.fill("[name=username]", USER)
    page.fill("[name=password]", f"demo-{USER}")
    page.press("[name=password]", "Enter")
    online = [_opened(page, ONLINE) for _ in range(ROUNDS)]
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    _opened(page, OFFLINE)
    page.context.set_offline(True)
    offline = [_opened(page, OFFLINE) for _ in range(ROUNDS)]
    print(f"      {page.locator('.stop').count()} reports in the list")
    print(f"      first, with a line: median {median(online):.0f} ms")
    print(f"      without a line: median {median(offline):.0f} ms, {SLOWDOWN} times slowed down")
    print(f"      ratio {median(offline) / median(online):.2f}")
    worst = shared.percentile(offline, 0.95)
    return shared.verdict("the app without a line, p95", worst, most=MOST_MS, unit=" ms")


def _opened(page: Page, moment: str) -> float:
    """Milliseconds from the tap."""
    page.goto("/lapangan/")
    if moment == OFFLINE:
        page.wait_for_function("() => performance.getEntriesByName('list').length > 0")
    return float(page.evaluate(moment))


if __name__ == "__main__":
    sys.exit(main())
