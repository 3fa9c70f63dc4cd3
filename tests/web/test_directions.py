"""Where a tap on Arah leads on each phone, asked of the built script itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from tests.browsing import missing
from tests.database import ROOT

ASSETS = ROOT / "assets"
ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
SCRIPT = """
import { readFileSync } from "node:fs";
import { directions } from "./directions.mjs";
const asked = JSON.parse(readFileSync(0, "utf8"));
const said = asked.map(({ agent, choice }) => {
  const navigator = { value: { userAgent: agent }, configurable: true };
  Object.defineProperty(globalThis, "navigator", navigator);
  globalThis.localStorage = { getItem: () => choice };
  return directions({ lat: -6.17, lng: 106.82 });
});
process.stdout.write(JSON.stringify(said));
"""
AT = "-6.170000,106.820000"


def test_each_phone_opens_its_own_maps_or_those_that_were_chosen(tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or not (ASSETS / "node_modules" / "esbuild").is_dir():
        missing("Node.js with esbuild (make build)")
    build = ["node_modules/.bin/esbuild", "src/field/directions.ts", "--format=esm"]
    made = subprocess.run(build, cwd=ASSETS, capture_output=True, text=True, check=True).stdout
    (tmp_path / "directions.mjs").write_text(made)
    (tmp_path / "ask.mjs").write_text(SCRIPT)
    asked = [
        {"agent": agent, "choice": choice}
        for agent in (ANDROID, IPHONE)
        for choice in (None, "google", "osm")
    ]
    done = subprocess.run(
        [node, str(tmp_path / "ask.mjs")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    google = f"https://www.google.com/maps/dir/?api=1&destination={AT}"
    osm = f"https://www.openstreetmap.org/directions?to={AT}"
    assert json.loads(done.stdout) == [
        *(f"geo:{AT}?q={AT}", google, osm),
        *(f"maps://?daddr={AT}", google, osm),
    ]
