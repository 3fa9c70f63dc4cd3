"""What Tanggap weighs: memory at rest, database per report, bytes of the first visit.

`BENCH_SCALE` (default 1: the whole year) may shrink the run; small databases weigh more a report.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench import _instance as shared
from bench._instance import CHECKOUT, Bench

MOST_MEMORY_MB = 600.0
MOST_BYTES = 4096.0
MOST_VISIT_KB = 150.0
IDLE_SECONDS = 20.0


def main() -> int:
    """Print the weights; 1 when a promise is broken."""
    kept = []
    with shared.instance() as bench:
        bench.use()
        _load()
        kept.append(_database(bench))
        kept += [_memory(bench)]
        kept += _first_visit(bench)
    return 0 if all(kept) else 1


def _load() -> None:
    from datetime import UTC, datetime

    from django.db import connections

    from tanggap.ops import demo

    scale = float(os.environ.get("BENCH_SCALE", "1").split(",")[0])
    started = time.monotonic()
    count = demo.load(at=datetime.now(UTC), scale=scale)
    demo.people(at=datetime.now(UTC))
    print(f"      {count} reports loaded in {time.monotonic() - started:.0f} s", flush=True)
    connections.close_all()


def _database(bench: Bench) -> bool:
    """Tables with their indexes, after VACUUM, without jobs, photographs and reference data."""
    with psycopg.connect(bench.cluster.url(), autocommit=True) as database:
        database.execute("VACUUM (ANALYZE)")
        row = database.execute(
            "SELECT sum(pg_total_relation_size(oid)), (SELECT count(*) FROM reports_report)"
            " FROM pg_class WHERE relkind = 'r' AND relname ~"
            " '^(reports|identity|messaging|publication|insights)_'"
        ).fetchone()
        assert row is not None
        tables = database.execute(
            "SELECT relname, pg_total_relation_size(oid), pg_indexes_size(oid)"
            " FROM pg_class WHERE relkind = 'r'"
            " AND relname ~ '^(reports|identity|messaging|publication|insights)_'"
            " ORDER BY 2 DESC LIMIT 6"
        ).fetchall()
    for name, size, indexes in tables:
        print(f"      {size / row[1]:5.0f} B  {name}, of it indexes {indexes / row[1]:.0f}")
    return shared.verdict("database per report", float(row[0]) / row[1], most=MOST_BYTES, unit=" B")


def _memory(bench: Bench) -> bool:
    """The proportional set size of `tanggap up` and everything below it, at rest."""
    bench.cluster.stop()
    with _up(bench) as process:
        time.sleep(IDLE_SECONDS)
        sizes = {pid: _pss(pid) for pid in shared.tree(process.pid)}
        for pid, size in sorted(sizes.items(), key=lambda pair: -pair[1])[:6]:
            print(f"      {size / 1024:.0f} MB  {_name(pid)}")
    bench.restart({})
    total = sum(sizes.values()) / 1024
    return shared.verdict("memory of all processes", total, most=MOST_MEMORY_MB, unit=" MB")


class _up:
    """`tanggap demo up` on the bench's data, until it answers."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def __enter__(self) -> subprocess.Popen[bytes]:
        env = {k: v for k, v in self.bench.environment.items() if k != "DATABASE_URL"}
        env |= {"TANGGAP_DEMO": "1", "TANGGAP_PORT": (port := str(_free_port()))}
        with open(self.bench.folder / "up.log", "ab") as log:
            command = [sys.executable, "-m", "tanggap", "demo", "up"]
            self.process = subprocess.Popen(command, cwd=CHECKOUT, env=env, stdout=log, stderr=log)
        shared._wait_for(f"http://127.0.0.1:{port}/healthz")
        return self.process

    def __exit__(self, *problem: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(90)


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _pss(pid: int) -> int:
    """Kilobytes, shared pages counted in proportion."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()[:70]
    except OSError:
        return "?"


def _first_visit(bench: Bench) -> list[bool]:
    """The form in a real browser with nothing cached: what came over the wire, and from whom."""
    from playwright.sync_api import sync_playwright

    from bench._browser import chromium

    with bench.web(1) as port, sync_playwright() as play:
        found = chromium()
        if not found:
            print("skip  first visit: no Chromium here")
            return []
        browser = play.chromium.launch(executable_path=str(found), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        sizes, hosts = _watch(page)
        page.goto(f"http://127.0.0.1:{port}/lapor/", wait_until="networkidle")
        browser.close()
    for path, size in sorted(sizes.items(), key=lambda pair: -pair[1])[:6]:
        print(f"      {size / 1000:.1f} kB  {path}")
    weight = sum(size for path, size in sizes.items() if not _is_map(path)) / 1000
    foreign = hosts - {f"127.0.0.1:{port}"}
    return [
        shared.verdict("first visit of the form", weight, most=MOST_VISIT_KB, unit=" kB"),
        shared.verdict("other hosts asked", len(foreign), most=0),
    ]


def _watch(page: object) -> tuple[dict[str, float], set[str]]:
    """Bytes by path as the network counted them, and every host that was asked."""
    from playwright.sync_api import Page

    assert isinstance(page, Page)
    sizes: dict[str, float] = {}
    hosts: set[str] = set()
    paths: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def asked(event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        parts = urlsplit(str(request["url"]))
        if parts.scheme in ("http", "https"):
            hosts.add(parts.netloc)
            paths[str(event["requestId"])] = parts.path

    def finished(event: dict[str, object]) -> None:
        path = paths.get(str(event["requestId"]))
        if path:
            sizes[path] = sizes.get(path, 0) + float(str(event["encodedDataLength"]))

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", finished)
    return sizes, hosts


def _is_map(path: str) -> bool:
    return "/map-" in path or path.startswith("/peta/")


if __name__ == "__main__":
    raise SystemExit(main())
