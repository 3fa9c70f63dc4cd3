"""What Lighthouse says of the citizen's pages on a slow phone: performance and the rest.

A demonstration city, Chromium, Lighthouse's own slow line and slow processor. It is no dependency
of ours: `LIGHTHOUSE=FILE` names its program, else npm installs it into the temporary instance.
Performance varies from run to run: the median of a few counts.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench import _instance as shared
from bench._browser import chromium

VERSION = "12.8.2"  # the last one for Node.js 18 and 20
ROUNDS = 3
TRIES = 3  # now and then it loses its own trace of a page
LEAST = {"performance": 95.0, "accessibility": 100.0, "best-practices": 100.0}
FIRST = ("/", "/lapor/")  # where somebody comes in, with the photographs that she sees there
MOST_KB = 150.0
WEIGHT = "bytes"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def main() -> int:
    """Print the scores; 1 when a promise is broken."""
    found, scale = [], float(os.environ.get("BENCH_SCALE", "0.2").split(",")[0])
    with shared.instance() as bench:
        bench.use()
        bench.load(scale, with_photos=True)
        program = _program(bench.folder)
        with bench.web(2) as port:
            for path in _paths():
                found += _judged(path, _scores(program, f"http://127.0.0.1:{port}{path}", bench))
    return 0 if all(found) else 1


def _program(folder: Path) -> list[str]:
    if named := os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse"):
        return [named]
    target = folder / "lighthouse"
    target.mkdir()
    npm = [sys.executable, "assets/npm.py", "install", "--prefix", str(target), "--no-audit"]
    subprocess.run(
        [*npm, "--no-fund", "--loglevel=error", f"lighthouse@{VERSION}"],
        cwd=shared.CHECKOUT,
        check=True,
    )
    return [str(target / "node_modules" / ".bin" / "lighthouse")]


def _paths() -> Iterator[str]:
    from tanggap.publication.models import PublicReport

    newest = PublicReport.objects.exclude(photo="").order_by("-id").first()
    yield from ("/", "/lapor/", "/lacak/", "/laporan/")
    if newest is not None:
        yield f"/laporan/{newest.number}/"
    yield from ("/peta/", "/statistics/")


def _scores(program: list[str], url: str, bench: shared.Bench) -> dict[str, float]:
    """The median of each score, 0 to 100, and of the bytes in kB; what isn't perfect is said."""
    runs = [_run(program, url, bench) for _ in range(ROUNDS)]
    categories = {name: [run["categories"][name]["score"] * 100 for run in runs] for name in LEAST}
    for name in ("accessibility", "best-practices"):
        for said in _faults(runs[0], name):
            print(f"      {said}")
    weight = median(run["audits"]["total-byte-weight"]["numericValue"] / 1000 for run in runs)
    return {name: median(values) for name, values in categories.items()} | {WEIGHT: weight}


def _run(program: list[str], url: str, bench: shared.Bench) -> dict[str, Any]:
    output = bench.folder / "lighthouse.json"
    profile = bench.folder / "profile"
    command = [*program, url, "--quiet", "--output=json", f"--output-path={output}"]
    command += ["--no-enable-error-reporting", f"--only-categories={','.join(LEAST)}"]
    command.append(f"--chrome-flags={FLAGS} --user-data-dir={profile}")
    environment = {**os.environ, "CHROME_PATH": str(chromium())}
    for _ in range(TRIES):
        shutil.rmtree(profile, ignore_errors=True)
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        if done.returncode == 0:
            found: dict[str, Any] = json.loads(output.read_text())
            return found
    raise SystemExit(done.stdout + done.stderr)


def _faults(run: dict[str, Any], name: str) -> list[str]:
    scored = [run["audits"][one["id"]] for one in run["categories"][name]["auditRefs"]]
    return [said for one in scored if one["score"] not in (None, 1) for said in _said(one)]


def _said(audit: dict[str, Any]) -> list[str]:
    """An audit's title, and the elements it is about."""
    items = audit.get("details", {}).get("items", [])
    snippets = [item["node"]["snippet"] for item in items if "node" in item]
    return [str(audit["title"]), *(f"  {snippet}" for snippet in snippets)]


def _judged(path: str, scores: dict[str, float]) -> list[bool]:
    found = [shared.verdict(f"{path} {name}", scores[name], least=LEAST[name]) for name in LEAST]
    if path in FIRST:
        found.append(shared.verdict(f"{path} {WEIGHT}", scores[WEIGHT], most=MOST_KB, unit=" kB"))
    return found


if __name__ == "__main__":
    raise SystemExit(main())
