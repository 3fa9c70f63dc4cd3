"""The order in which an officer drives, asked of the script itself by many made-up days."""

from __future__ import annotations

import itertools
import json
import math
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.browsing import missing
from tests.database import ROOT

ASSETS = ROOT / "assets"
SCRIPT = """
import { readFileSync } from "node:fs";
import { length, order } from "./route.mjs";
const days = JSON.parse(readFileSync(0, "utf8"));
const answer = days.map(({ stops, from }) => {
  const ids = order(stops, from);
  const found = ids.map((id) => stops.find((stop) => stop.id === id));
  const way = found.filter((stop) => stop.lat !== null);
  return { ids, length: from ? length(way, from) : 0 };
});
process.stdout.write(JSON.stringify(answer));
"""
Stop = dict[str, Any]
Day = dict[str, Any]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """`ask(days)`: the answers of the built script, in one process of Node."""
    node = shutil.which("node")
    if node is None or not (ASSETS / "node_modules" / "esbuild").is_dir():
        missing("Node.js with esbuild (make build)")
    folder = tmp_path_factory.mktemp("route")
    build = ["node_modules/.bin/esbuild", "src/field/route.ts", "--format=esm"]
    made = subprocess.run(build, cwd=ASSETS, capture_output=True, text=True, check=True).stdout
    (folder / "route.mjs").write_text(made)
    (folder / "ask.mjs").write_text(SCRIPT)
    return lambda days: _answers(node, folder, days)


def _answers(node: str, folder: Path, days: list[Day]) -> list[Day]:
    command = [node, str(folder / "ask.mjs")]
    done = subprocess.run(
        command, input=json.dumps(days), capture_output=True, text=True, check=True
    )
    found: list[Day] = json.loads(done.stdout)
    return found


def day(rng: random.Random, most: int, *, placed: bool = False) -> Day:
    """Stops in a city of about 20 kilometres."""
    stops = [_stop(rng, n, placed=placed) for n in range(rng.randint(0, most))]
    start = {"lat": -6.2 + rng.uniform(-0.1, 0.1), "lng": 106.8 + rng.uniform(-0.1, 0.1)}
    return {"stops": stops, "from": start if placed or rng.random() < 0.8 else None}


def _stop(rng: random.Random, n: int, *, placed: bool) -> Stop:
    is_lost = not placed and rng.random() < 0.15
    return {
        "id": f"JK{n:04}",
        "lat": None if is_lost else -6.2 + rng.uniform(-0.1, 0.1),
        "lng": None if is_lost else 106.8 + rng.uniform(-0.1, 0.1),
        "isFirst": False if placed else rng.random() < 0.3,
        "due": rng.choice([1e15, rng.randint(1, 20) * 3_600_000]),
    }


def meters(a: Stop, b: Stop) -> float:
    """By the cosine rule, another formula than the script's."""
    lat, other = math.radians(a["lat"]), math.radians(b["lat"])
    turn = math.radians(b["lng"] - a["lng"])
    cosine = math.sin(lat) * math.sin(other) + math.cos(lat) * math.cos(other) * math.cos(turn)
    return 6_371_008.8 * math.acos(min(1.0, max(-1.0, cosine)))


def driven(way: list[Stop], start: Stop) -> float:
    return sum(meters(a, b) for a, b in itertools.pairwise([start, *way]))


def test_every_stop_once_the_urgent_first_and_the_unplaced_last_of_theirs(ask: Any) -> None:
    rng = random.Random(7)
    days = [day(rng, 14) for _ in range(200)]
    for asked, answer in zip(days, ask(days), strict=True):
        by_id = {stop["id"]: stop for stop in asked["stops"]}
        way = [by_id[one] for one in answer["ids"]]
        assert sorted(answer["ids"]) == sorted(by_id)
        kinds = [(not stop["isFirst"], stop["lat"] is None) for stop in way]
        assert kinds == sorted(kinds)


def test_without_a_place_to_start_the_nearest_due_time_comes_first(ask: Any) -> None:
    rng = random.Random(8)
    days = [{**day(rng, 10, placed=True), "from": None} for _ in range(100)]
    for asked, answer in zip(days, ask(days), strict=True):
        by_due = sorted(asked["stops"], key=lambda stop: (stop["due"], stop["id"]))
        assert answer["ids"] == [stop["id"] for stop in by_due]


def test_the_way_is_as_long_as_said_and_no_turned_piece_makes_it_shorter(ask: Any) -> None:
    rng = random.Random(9)
    days = [day(rng, 12, placed=True) for _ in range(100)]
    for asked, answer in zip(days, ask(days), strict=True):
        by_id, start = {stop["id"]: stop for stop in asked["stops"]}, asked["from"]
        way = [by_id[one] for one in answer["ids"]]
        far = driven(way, start)
        assert answer["length"] == pytest.approx(far, abs=1.0)
        for i, j in itertools.combinations(range(len(way)), 2):
            turned = [*way[:i], *reversed(way[i : j + 1]), *way[j + 1 :]]
            assert driven(turned, start) >= far - 0.1


def test_short_days_come_close_to_the_shortest_way_there_is(ask: Any) -> None:
    rng = random.Random(10)
    days = [day(rng, 6, placed=True) for _ in range(100)]
    ratios = []
    for asked, answer in zip(days, ask(days), strict=True):
        ways = itertools.permutations(asked["stops"])
        best = min(driven(list(way), asked["from"]) for way in ways)
        assert answer["length"] >= best - 1.0
        ratios.append(answer["length"] / best if best else 1.0)
    assert sum(ratios) / len(ratios) < 1.03 and max(ratios) < 1.4
