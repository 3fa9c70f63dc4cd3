"""Importing boundaries: any file, by code or by name, all of it or nothing, twice is once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
import shapely

from tanggap import places
from tanggap.places import boundaries, overpass
from tanggap.places.boundaries import BadFile
from tanggap.places.models import Area, Boundary
from tests.places import world

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
EVERY = [(row, column) for row in range(5) for column in range(5)]


def _file(path: Path, **extra: Any) -> Path:
    return world.geojson(
        path / "batas.geojson",
        [world.feature(world.square(r, c), kode=world.code(r, c), **extra) for r, c in EVERY],
    )


def test_a_file_with_codes(city: dict[str, Area], tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = boundaries.import_file(
        _file(tmp_path), at=AT, progress=lambda done, of: steps.append((done, of))
    )
    assert (report.features, report.matched, report.changed) == (25, 25, 25)
    assert report.missing == ("91.02.01.1001",)
    assert (report.unmatched, report.repaired, report.overlaps) == ((), (), ())
    assert steps == [(n, 25) for n in range(1, 26)]
    lat, lng = world.middle(1, 3)
    assert places.locate(lat=lat, lng=lng).status == "inside"
    row = Boundary.objects.get(area__code=world.code(1, 3))
    assert (row.source, row.imported_at) == ("batas.geojson", AT)


def test_importing_twice_changes_nothing(city: dict[str, Area], tmp_path: Path) -> None:
    boundaries.import_file(_file(tmp_path), at=AT)
    again = boundaries.import_file(_file(tmp_path), at=AT + timedelta(days=1))
    assert (again.matched, again.changed) == (25, 0)
    assert Boundary.objects.filter(imported_at=AT).count() == 25


def test_a_file_with_names_only(city: dict[str, Area], tmp_path: Path) -> None:
    features = [
        world.feature(world.square(r, c), NAMOBJ=f"KEL. {world.NAMES[r * 5 + c].upper()}", luas=1.5)
        for r, c in EVERY
    ]
    features.append(world.feature(shapely.box(106.9, -6.3, 106.91, -6.29), NAMOBJ="Kota Tetangga"))
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert report.matched == 25
    assert report.unmatched == ("Kota Tetangga",)


def test_a_namesake_in_the_next_city_is_not_ours(city: dict[str, Area], tmp_path: Path) -> None:
    features = [world.feature(world.square(r, c), name=world.NAMES[r * 5 + c]) for r, c in EVERY]
    far = shapely.box(107.2, -6.5, 107.21, -6.49)
    features.append(world.feature(far, name=world.NAMES[0]))
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert report.unmatched == (world.NAMES[0],)
    shape = shapely.from_wkb(bytes(Boundary.objects.get(area__code=world.code(0, 0)).shape))
    assert shape.equals(world.square(0, 0))


def test_two_villages_of_one_name_go_by_their_place(city: dict[str, Area], tmp_path: Path) -> None:
    Area.objects.filter(code=world.code(4, 4)).update(name=world.NAMES[0])
    features = [
        world.feature(world.square(4, 4), name=world.NAMES[0]),
        world.feature(world.square(0, 0), name=world.NAMES[0]),
    ]
    boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    for cell in ((0, 0), (4, 4)):
        lat, lng = world.middle(*cell)
        assert places.locate(lat=lat, lng=lng).area_code == world.code(*cell)


def test_codes_as_numbers_and_other_levels(city: dict[str, Area], tmp_path: Path) -> None:
    features = [
        world.feature(world.square(r, c), id_desa=int(world.code(r, c).replace(".", "")))
        for r, c in EVERY
    ]
    features.append(world.feature(shapely.box(106.8, -6.2, 106.85, -6.19), id_desa=910101))
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert (report.matched, report.other_levels, report.unmatched) == (25, 1, ())


def test_islands_in_several_features_are_one_village(city: dict[str, Area], tmp_path: Path) -> None:
    code, lat, lng = "91.02.01.1001", world.ISLAND_LAT, world.ISLAND_LNG
    features = [
        world.feature(shapely.Point(lng + shift, lat).buffer(0.004), kode=code)
        for shift in (0, 0.05, 0.1)
    ]
    boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    for shift in (0, 0.05, 0.1):
        assert places.locate(lat=lat, lng=lng + shift).area_code == code


def test_a_crossed_shape_is_repaired_and_told(city: dict[str, Area], tmp_path: Path) -> None:
    south, west, side = world.SOUTH, world.WEST, world.SIDE
    bow = shapely.Polygon(
        [(west, south), (west + side, south + side), (west + side, south), (west, south + side)]
    )
    features = [world.feature(bow, kode=world.code(0, 0))]
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert report.repaired == (world.code(0, 0),)
    shape = shapely.from_wkb(bytes(Boundary.objects.get(area__code=world.code(0, 0)).shape))
    assert shape.is_valid and shape.area == pytest.approx(side * side / 2)


def test_overlaps_are_told_largest_first(city: dict[str, Area], tmp_path: Path) -> None:
    wide = world.square(0, 0).buffer(0.002, join_style="mitre")
    features = [
        world.feature(wide, kode=world.code(0, 0)),
        world.feature(world.square(0, 1), kode=world.code(0, 1)),
        world.feature(world.square(3, 3), kode=world.code(3, 3)),
    ]
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert [(o.code, o.other) for o in report.overlaps] == [(world.code(0, 0), world.code(0, 1))]
    assert report.overlaps[0].square_metres == pytest.approx(222 * 1106, rel=0.02)


def test_features_without_ground_are_unmatched(city: dict[str, Area], tmp_path: Path) -> None:
    features = [
        world.feature(world.square(0, 0), kode=world.code(0, 0)),
        world.feature(None, kode=world.code(0, 1)),
        world.feature(shapely.Point(106.8, -6.2), kode=world.code(0, 2)),
    ]
    report = boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)
    assert report.unmatched == (world.code(0, 1), world.code(0, 2))


def test_a_projected_file_of_another_format(city: dict[str, Area], tmp_path: Path) -> None:
    from pyogrio import raw

    metres = shapely.transform(world.square(0, 0), _to_web_mercator)
    target = tmp_path / "batas & co.gpkg"
    raw.write(
        target,
        np.array([shapely.to_wkb(metres)], dtype=object),
        [np.array([world.code(0, 0)], dtype=object)],
        ["kode"],
        geometry_type="Polygon",
        crs="EPSG:3857",
        driver="GPKG",
        layer='kelurahan "2026"',
    )
    assert boundaries.import_file(target, at=AT).matched == 1
    shape = shapely.from_wkb(bytes(Boundary.objects.get(area__code=world.code(0, 0)).shape))
    assert shape.symmetric_difference(world.square(0, 0)).area < 1e-9


@pytest.mark.parametrize("content", ["", "not json", '{"type":"FeatureCollection","features":[]}'])
def test_a_bad_file_says_so_and_changes_nothing(
    content: str, city: dict[str, Area], tmp_path: Path
) -> None:
    target = tmp_path / "x.geojson"
    target.write_text(content)
    with pytest.raises(BadFile):
        boundaries.import_file(target, at=AT)
    with pytest.raises(BadFile, match="tidak ada"):
        boundaries.import_file(tmp_path / "missing.shp", at=AT)
    assert not Boundary.objects.filter(area__code__startswith="91").exists()


def test_swapped_coordinates_are_noticed(city: dict[str, Area], tmp_path: Path) -> None:
    swapped = [
        world.feature(
            shapely.transform(world.square(r, c), lambda xy: xy[:, ::-1]), kode=world.code(r, c)
        )
        for r, c in EVERY
    ]
    with pytest.raises(BadFile, match="tertukar"):
        boundaries.import_file(world.geojson(tmp_path / "a.geojson", swapped), at=AT)


def test_a_fault_in_the_middle_leaves_everything_as_it_was(
    city: dict[str, Area], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boundaries.import_file(_file(tmp_path), at=AT)
    save = Boundary.objects.bulk_create

    def failing(rows: list[Boundary], **how: Any) -> None:
        save(rows[:13], **how)
        raise RuntimeError("power cut")

    monkeypatch.setattr(Boundary.objects, "bulk_create", failing)
    with pytest.raises(RuntimeError):
        boundaries.import_file(_file(tmp_path), at=AT + timedelta(1), source="other")
    assert Boundary.objects.filter(source="batas.geojson").count() == 25


# --- OpenStreetMap ------------------------------------------------------------------------


class _Overpass(BaseHTTPRequestHandler):
    answer = b"{}"
    status = 200
    asked = ""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        type(self).asked = parse_qs(body)["data"][0]
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.answer)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def osm() -> Iterator[tuple[str, type[_Overpass]]]:
    handler = type("Handler", (_Overpass,), {})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", handler
    server.shutdown()
    server.server_close()
    thread.join()


def _relation(row: int, column: int, hole: Any = None) -> dict[str, Any]:
    """A relation as Overpass gives it: the ring in two ways, one of them backwards."""
    ring = list(world.square(row, column).exterior.coords)
    members = [_way(ring[:3]), _way(ring[2:][::-1])]
    if hole is not None:
        members.append(_way(list(hole.exterior.coords), role="inner"))
    members.append({"type": "node", "role": "admin_centre", "lat": 0, "lon": 0})
    tags = {"name": world.NAMES[row * 5 + column], "admin_level": "7"}
    return {"type": "relation", "id": row * 5 + column, "tags": tags, "members": members}


def _way(spots: list[tuple[float, float]], role: str = "outer") -> dict[str, Any]:
    return {
        "type": "way",
        "role": role,
        "geometry": [{"lat": lat, "lon": lng} for lng, lat in spots],
    }


def test_relations_of_openstreetmap_become_boundaries(
    city: dict[str, Area], osm: tuple[str, type[_Overpass]]
) -> None:
    url, handler = osm
    lat, lng = world.middle(0, 0)
    hole = shapely.Point(lng + 0.003, lat).buffer(0.001)
    elements = [_relation(r, c, hole if (r, c) == (0, 0) else None) for r, c in EVERY]
    handler.answer = json.dumps({"elements": elements}).encode()
    report = boundaries.download(at=AT, url=url)
    assert (report.matched, report.source) == (25, overpass.SOURCE)
    assert "admin_level" in handler.asked and "out geom" in handler.asked
    assert handler.asked.count("rel[") == 2  # the city, and the island on its own
    for row, column in EVERY:
        lat, lng = world.middle(row, column)
        assert places.locate(lat=lat, lng=lng).area_code == world.code(row, column)
    shape = shapely.from_wkb(bytes(Boundary.objects.get(area__code=world.code(0, 0)).shape))
    assert len(shape.interiors) == 1


@pytest.mark.parametrize("answer", [b"", b"<html>busy</html>", b"[]", b'{"elements": 3}'])
def test_a_strange_answer_changes_nothing(
    answer: bytes, city: dict[str, Area], osm: tuple[str, type[_Overpass]]
) -> None:
    osm[1].answer = answer
    with pytest.raises(BadFile):
        boundaries.download(at=AT, url=osm[0])


def test_a_busy_server_is_told(city: dict[str, Area], osm: tuple[str, type[_Overpass]]) -> None:
    osm[1].status = 429
    with pytest.raises(overpass.NoNetwork, match="429"):
        boundaries.download(at=AT, url=osm[0])


def test_no_network_is_told_with_a_way_out(city: dict[str, Area]) -> None:
    with pytest.raises(overpass.NoNetwork, match="tanggap places import"):
        boundaries.download(at=AT, url="http://127.0.0.1:9/")


def test_other_schemes_are_not_opened(city: dict[str, Area]) -> None:
    with pytest.raises(ValueError, match="http"):
        boundaries.download(at=AT, url="file:///etc/passwd")


def _to_web_mercator(xy: Any) -> Any:
    radius = 6_378_137.0
    lng, lat = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    return np.column_stack([radius * lng, radius * np.log(np.tan(np.pi / 4 + lat / 2))])
