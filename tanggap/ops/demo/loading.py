"""Loading the demonstration: pictures first, then everything else in one transaction.

Killed at any line it leaves no report behind, and starting it again loads the same year.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tanggap.insights import actions as insights
from tanggap.insights import estimates
from tanggap.lib.jobs import enqueue
from tanggap.ops.demo import (
    allocation,
    copying,
    echoes,
    figures,
    guards,
    pictures,
    present,
    staff,
    workshop,
)
from tanggap.ops.demo.allocation import Plan
from tanggap.ops.demo.echoes import Echoes
from tanggap.ops.demo.maker import Maker
from tanggap.ops.demo.records import COLUMNS, Pictures
from tanggap.ops.demo.workshop import Workshop
from tanggap.publishing import actions as publishing
from tanggap.publishing import remasking

Progress = Callable[[int, int], None]
CHUNK = 2_000  # reports
_AHEAD = 3  # chunks made before they are loaded, for each process
_LOOK_SECONDS = 0.5
MARKER = "demo.year"
ESTIMATED_IN = (10,)  # months
PUBLIC = ("publication_publicreport",)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year's plan and the id before its first report."""

    plan: Plan
    echoes: Echoes
    base: int


def load(
    *,
    at: datetime,
    scale: float = 1.0,
    seed: int = 2022,
    progress: Progress = lambda done, total: None,
    with_photos: bool = True,
    with_present: bool = True,
) -> int:
    """Load the demo year and the last weeks before `at`; returns how many reports.

    At `scale` 1 the published tables come out exactly; below 1 the year shrinks in proportion;
    above it, whole numbers of years up to the published one are loaded. Does nothing when the
    demonstration is there. Needs the pack to be loaded.
    """
    if is_loaded():
        return 0
    drawn = pictures.store(at=at, is_small=scale < 1) if with_photos else {}
    with transaction.atomic():
        _lock()
        if is_loaded():
            return 0
        count = _load(at, scale, seed, progress, drawn, with_present)
        _mark(scale, seed)
        enqueue("demo.score_cards")
    return count


def is_loaded() -> bool:
    """Whether the demonstration is there, whole."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM taxonomy_packsetting WHERE code = %s", [MARKER])
        return cursor.fetchone() is not None


def _lock() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [MARKER])


def _mark(scale: float, seed: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO taxonomy_packsetting (code, value, is_active)"
            " VALUES (%s, jsonb_build_object('scale', %s::float8, 'seed', %s::int), true)",
            [MARKER, scale, seed],
        )


def _load(
    at: datetime,
    scale: float,
    seed: int,
    progress: Progress,
    drawn: Pictures,
    with_present: bool,
) -> int:
    folder = Path(settings.PACK_DIR) / "demo"
    published = figures.read(folder)
    zone = ZoneInfo(settings.TIME_ZONE)
    shop = workshop.build(folder, published, drawn, scale=scale, seed=seed, at=at)
    years = list(_years(shop, published, scale=scale, seed=seed, zone=zone))
    total = sum(len(year.plan) for year in years)
    with copying.bare(COLUMNS):
        _copy(shop.maker, years, total, progress)
        if with_present:
            total += _present(shop, base=years[-1].base + len(years[-1].plan), at=at, scale=scale)
        workshop.set_sequence("reports_report")
    with copying.bare(PUBLIC):
        publishing.write_all_unmasked()
    remasking.settle()
    # As the nights of that year would have, so that there is something to hold them against.
    for month in ESTIMATED_IN:
        estimates.renew(at=datetime(published.year, month, 1, tzinfo=zone))
    insights.rebuild_all(at=at)
    return total


def _present(shop: Workshop, *, base: int, at: datetime, scale: float) -> int:
    folder = Path(settings.PACK_DIR) / "demo"
    staff.people(at=at)
    table = staff.read(folder)
    guards.write(shop.maker.world, table, seed=shop.maker.seed, at=at)
    return present.write(
        shop,
        base=base,
        at=at,
        scale=scale,
        table=table,
        officers=staff.officers(folder),
        institutions=workshop.institutions(),
    )


def _years(
    shop: Workshop, published: figures.Figures, *, scale: float, seed: int, zone: ZoneInfo
) -> Iterator[_Year]:
    base = shop.last_report
    count = max(1, round(scale))
    for year in range(published.year - count + 1, published.year + 1):
        plan = allocation.allocate(
            published, shop.maker.world, scale=scale, seed=seed, zone=zone, year=year
        )
        found = echoes.find(
            plan,
            corners=[len(corners) for corners in shop.maker.corners],
            offset=shop.maker.courses.clockwork.offset,
            seed=seed,
        )
        yield _Year(plan, found, base)
        base += len(plan)


_work: tuple[Maker, list[_Year]] | None = None


def _chunk(task: tuple[int, int, int]) -> tuple[int, dict[str, bytes]]:
    """Runs in a forked process: the plan is in its memory already, the rows go back as bytes."""
    assert _work is not None
    maker, years = _work
    number, start, stop = task
    year = years[number]
    return stop - start, maker.chunk(year.plan, year.echoes, year.base, start, stop).packed()


def _copy(maker: Maker, years: list[_Year], total: int, progress: Progress) -> None:
    global _work
    _work = (maker, years)
    tasks = [
        (number, start, min(start + CHUNK, len(year.plan)))
        for number, year in enumerate(years)
        for start in range(0, len(year.plan), CHUNK)
    ]
    done = 0
    for count, batch in _made(tasks):
        copying.copy_batch(batch, COLUMNS)
        done += count
        progress(done, total)
    _work = None


def _made(tasks: list[tuple[int, int, int]]) -> Iterator[tuple[int, dict[str, bytes]]]:
    """The chunks in order, made by as many processes as there are processors."""
    processes = min(os.cpu_count() or 1, len(tasks), 4)
    if processes < 2:
        yield from map(_chunk, tasks)
        return
    stop, gate = threading.Event(), threading.Semaphore(processes * _AHEAD)
    with multiprocessing.get_context("fork").Pool(processes, _die_with_parent) as pool:
        try:
            for made in pool.imap(_chunk, _fed(tasks, gate, stop)):
                yield made
                gate.release()
        finally:
            stop.set()


def _fed(
    tasks: list[tuple[int, int, int]], gate: threading.Semaphore, stop: threading.Event
) -> Iterator[tuple[int, int, int]]:
    """The tasks, no faster than their rows are loaded: else a big load would fill the memory."""
    for task in tasks:
        while not gate.acquire(timeout=_LOOK_SECONDS):
            if stop.is_set():
                return
        yield task


def _die_with_parent() -> None:
    """A worker waits on a pipe that it holds open itself: it must look whether anybody is left."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
