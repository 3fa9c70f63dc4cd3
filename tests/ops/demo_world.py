"""The demo's world straight from the pack's files, for tests that need no database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tanggap.ops.demo.world import Door, Landmark, Office, Spot, Topic, Village, World

PACK = Path(__file__).resolve().parents[2] / "packs" / "jakarta"


def rows(name: str) -> list[dict[str, str]]:
    with (PACK / name).open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def world() -> World:
    return World(
        offices=_offices(),
        topics=(*_city_topics(), *_national_topics()),
        doors=tuple(_doors()),
        villages=_villages(),
        spots=_spots(),
        landmarks=_landmarks(),
    )


def _doors() -> Iterator[Door]:
    for i, r in enumerate(rows("channels.csv"), 1):
        flags = (r[key] == "y" for key in ("is_geotagged", "skips_verification", "is_walk_in"))
        name = r["statistics_name"] or r["name"]
        yield Door(i, r["code"], name, *flags, default_visibility=r["default_visibility"])


def _offices() -> tuple[Office, ...]:
    return tuple(
        Office(
            i, r["code"], r["name"], r["table8_name"], r["kind"], r["parent"], r["area"],
            "/", r["is_dispatcher"] == "y", r["handles_confidential"] == "y",
        )
        for i, r in enumerate(rows("agencies.csv"), 1)
    )  # fmt: skip


def _city_topics() -> list[Topic]:
    return [
        Topic(
            i, r["name"], r["name"], "crm", r["lead"], r["proof"],
            r["is_protected"] == "y", r["is_conflict_of_interest"] == "y", r["is_emergency"] == "y",
        )
        for i, r in enumerate(rows("categories.csv"), 1)
    ]  # fmt: skip


def _national_topics() -> list[Topic]:
    table = rows("lapor_categories.csv")
    names = {r["code"]: r["name"] for r in table}
    parents = {r["code"]: f"{names[r['parent']]} > " if r["parent"] else "" for r in table}
    return [
        Topic(
            1000 + i, r["name"], parents[r["code"]] + r["name"], "lapor", "", "photo",
            False, False, False,
        )
        for i, r in enumerate(table)
    ]  # fmt: skip


def _villages() -> tuple[Village, ...]:
    areas = {r["code"]: r for r in rows("areas.csv")}
    found = []
    for i, (code, r) in enumerate(areas.items(), 1):
        if r["level"] == "village":
            city = areas[code[:5]]
            district = areas[code[:8]]["name"]
            found.append(Village(i, code, r["name"], district, city["code"], city["name"]))
    return tuple(found)


def _spots() -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    for r in rows("demo/spots.csv"):
        spot = Spot(float(r["lat"]), float(r["lng"]), int(r["radius_m"]))
        found.setdefault(r["area_code"], []).append(spot)
    return {code: tuple(spots) for code, spots in found.items()}


def _landmarks() -> dict[str, tuple[Landmark, ...]]:
    found: dict[str, list[Landmark]] = {}
    for r in rows("places.csv"):
        mark = Landmark(r["name"], r["kind"], r["area"], float(r["lat"]), float(r["lng"]))
        found.setdefault(mark.village, []).append(mark)
    return {code: tuple(marks) for code, marks in found.items()}
