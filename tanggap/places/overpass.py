"""Village boundaries from OpenStreetMap, through the Overpass API."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Any

import shapely
from django.utils.translation import gettext as _

from tanggap.places.locator import Village
from tanggap.places.ogr import BadFile, Feature

URL = "https://overpass-api.de/api/interpreter"
SOURCE = "© OpenStreetMap contributors, ODbL 1.0"
AGENT = "Tanggap (places download)"
SECONDS = 300
MAX_BYTES = 300 * 1024 * 1024
# In Indonesia 7 is the village; 4, 5 and 6 are province, city and district.
ADMIN_LEVEL = 7
MARGIN = 0.05  # degrees around the villages' points
BOX_SPAN = 0.6  # islands far off get their own boxes, not one across the sea


class NoNetwork(Exception):
    """OpenStreetMap could not be reached or did not answer; nothing was changed."""


def fetch(villages: Sequence[Village], *, url: str = URL) -> list[Feature]:
    """The village boundaries around `villages`. Raises `NoNetwork`, `BadFile`."""
    if not villages:
        return []
    answer = _post(url, query(villages))
    try:
        elements = json.loads(answer)["elements"]
        return [_feature(element) for element in elements if element["type"] == "relation"]
    except (ValueError, KeyError, TypeError) as error:
        raise BadFile(_("Jawaban OpenStreetMap tidak bisa dibaca.")) from error


def query(villages: Sequence[Village]) -> str:
    """The question in Overpass QL."""
    one = 'rel["boundary"="administrative"]["admin_level"="{level}"]({box});'
    wanted = "".join(one.format(level=ADMIN_LEVEL, box=box) for box in _boxes(villages))
    return f"[out:json][timeout:{SECONDS - 60}];({wanted});out geom;"


def _boxes(villages: Sequence[Village]) -> list[str]:
    """One "south,west,north,east" for each cluster of villages on a coarse grid."""
    groups: dict[tuple[int, int], list[Village]] = {}
    for v in villages:
        groups.setdefault((int(v.lat // BOX_SPAN), int(v.lng // BOX_SPAN)), []).append(v)
    return [_box(group) for _key, group in sorted(groups.items())]


def _box(group: list[Village]) -> str:
    lats, lngs = [v.lat for v in group], [v.lng for v in group]
    sides = (min(lats) - MARGIN, min(lngs) - MARGIN, max(lats) + MARGIN, max(lngs) + MARGIN)
    return ",".join(f"{side:.4f}" for side in sides)


def _post(url: str, question: str) -> bytes:
    if not url.startswith(("https://", "http://")):
        raise ValueError("url must be http or https")
    body = urllib.parse.urlencode({"data": question}).encode()
    request = urllib.request.Request(url, body, {"User-Agent": AGENT})  # noqa: S310 checked
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 checked
            data: bytes = answer.read(MAX_BYTES + 1)
    except urllib.error.HTTPError as error:
        text = _("OpenStreetMap menolak atau sedang sibuk (%(code)s). Coba lagi nanti.")
        raise NoNetwork(text % {"code": error.code}) from error
    except (OSError, ValueError) as error:
        raise NoNetwork(
            _(
                "OpenStreetMap tidak terjangkau dari mesin ini; tidak ada yang berubah."
                " Unduh berkas batas di tempat lain, lalu: tanggap places import BERKAS"
            )
        ) from error
    if len(data) > MAX_BYTES:
        raise BadFile(_("Jawaban OpenStreetMap terlalu besar."))
    return data


def _feature(element: dict[str, Any]) -> Feature:
    tags = {str(key): str(value) for key, value in element.get("tags", {}).items()}
    members = element.get("members", [])
    outer = _rings(members, ("outer", ""))
    inner = _rings(members, ("inner",))
    return Feature(tags, outer.difference(inner) if outer is not None and inner else outer)


def _rings(members: list[dict[str, Any]], roles: tuple[str, ...]) -> Any:
    """The ground enclosed by all ways of these roles; None if they enclose nothing."""
    lines = [
        shapely.LineString([(spot["lon"], spot["lat"]) for spot in member["geometry"]])
        for member in members
        if member.get("type") == "way"
        and member.get("role", "") in roles
        and len(member.get("geometry") or ()) > 1
    ]
    faces = shapely.get_parts(shapely.polygonize(lines)) if lines else []
    return shapely.union_all(faces) if len(faces) else None
