"""How long one step for many reports takes: 500 that wait are verified and dispatched at once.

The reports are filed through the funnel, then the verifier's own two requests follow: the preview
of 500, and the run, which sends each to the office of its proposal. Beside it stands the plain
way: the verb's own function, one report after the other. `BENCH_SCALE` (default 1) is the
size of the city around them; with `BENCH_KEEP=FOLDER` the city stays there, as for the screens.
"""

from __future__ import annotations

import os
import re
import sys
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path

from bench import _instance as shared
from bench import screens

REPORTS = 500
PLAIN = 40
MOST_SECONDS = 5.0
LEAST_RATIO = 2.0  # times the plain way
QUEUE = "/meja/antrean/verify/banyak/"


def main() -> int:
    """Print seconds and the ratio; 1 when a promise is broken."""
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    folder = os.environ.get("BENCH_KEEP")
    with shared.instance(Path(folder) / f"{scale:g}" if folder else None) as bench:
        bench.use()
        print(f"      {screens.load(scale):,} reports".replace(",", "."), flush=True)
        desk = _Desk()
        plain = _one_by_one(_file(PLAIN))
        numbers = _file(REPORTS)
        started = time.perf_counter()
        tried = desk.preview(numbers)
        print(f"      preview of {REPORTS}: {time.perf_counter() - started:.2f} s")
        started = time.perf_counter()
        desk.run(numbers, tried)
        taken = time.perf_counter() - started
        print(f"      one by one: {plain:.0f} a second; together: {REPORTS / taken:.0f}")
    kept = [
        shared.verdict(f"dispatching {REPORTS}", taken, most=MOST_SECONDS, unit=" s"),
        shared.verdict("times one by one", REPORTS / taken / plain, least=LEAST_RATIO),
    ]
    return 0 if all(kept) else 1


def _file(count: int) -> list[str]:
    """So many reports that wait for the verifier, with kelurahan and category."""
    from tanggap.intake import actions
    from tanggap.intake.inbound import Inbound
    from tanggap.places.models import Area
    from tanggap.taxonomy.models import Category

    areas = list(Area.objects.filter(level="village").values_list("code", flat=True))
    kinds = Category.objects.filter(scheme="crm", is_active=True, is_protected=False)
    kinds = kinds.filter(is_conflict_of_interest=False)
    codes = list(kinds.values_list("code", flat=True))
    found = []
    for i in range(count):
        inbound = Inbound(
            channel="x",
            external_id=str(uuid.uuid4()),
            text="Lampu jalan padam sejak kemarin, gelap dan rawan.",
            category=codes[i % len(codes)],
            area=areas[i * 7 % len(areas)],
        )
        found.append(actions.receive(inbound, at=datetime.now(UTC)).number)
    return found


def _one_by_one(numbers: list[str]) -> float:
    """Reports a second, each by the verb's own function in its own transaction."""
    from tanggap.people.access import SYSTEM
    from tanggap.reports import actions
    from tanggap.reports.models import Report
    from tanggap.triage import route

    rows = Report.objects.select_related("category", "area").filter(number__in=numbers)
    started = time.perf_counter()
    for row in rows:
        found = route.propose(row.category, row.area, text=f"{row.title} {row.text}")
        actions.verify(
            row,
            category=row.category,
            to=found.agency if found else None,
            by=SYSTEM,
            at=datetime.now(UTC),
        )
    return len(numbers) / (time.perf_counter() - started)


class _Desk:
    """A verifier who is logged in, and what she sends."""

    def __init__(self) -> None:
        from django.test import Client

        found, _office = screens.staff("verifier")
        assert isinstance(found, Client)
        self.client = found

    def preview(self, numbers: list[str]) -> str:
        """Try it on all; the mark of what was looked at."""
        found = re.search(r'name="tried" value="(\w+)"', self._post(numbers, do="try"))
        assert found, "the preview has no mark"
        return found[1]

    def run(self, numbers: list[str], tried: str) -> None:
        """Do it; fails where one of them was refused."""
        from tanggap.reports.models import ReportEvent

        self._post(numbers, do="run", tried=tried)
        done = ReportEvent.objects.filter(report__number__in=numbers, verb="verify")
        assert done.count() == len(numbers), done.count()

    def _post(self, numbers: list[str], **fields: str) -> str:
        picks = [f"{number}:1" for number in numbers]
        answer = self.client.post(
            QUEUE, {"verb": "verify", "kind": "simple", "pick": picks, **fields}
        )
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())


if __name__ == "__main__":
    sys.exit(main())
