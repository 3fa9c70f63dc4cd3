"""The institution as the pack loaded it: offices, categories, channels and places, read only.

Plain rows without the ORM, so that they can be handed to another process.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from psycopg import Connection


@dataclass(frozen=True, slots=True)
class Office:
    """One agency; `area` is an area code, "" for none."""

    pk: int
    code: str
    name: str
    statistics_name: str
    kind: str
    parent: str
    area: str
    path: str
    is_dispatcher: bool
    handles_confidential: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """One category of either scheme; `key` is "level 1 > level 2" for the national one."""

    pk: int
    name: str
    key: str
    scheme: str
    lead: str
    proof: str
    is_protected: bool
    is_conflict: bool
    is_emergency: bool

    @property
    def is_delicate(self) -> bool:
        """Confidential whatever the reporter chose."""
        return self.is_protected or self.is_conflict


@dataclass(frozen=True, slots=True)
class Door:
    """One channel."""

    pk: int
    code: str
    name: str
    is_geotagged: bool
    skips_verification: bool
    is_walk_in: bool
    default_visibility: str


@dataclass(frozen=True, slots=True)
class Village:
    """One kelurahan with its kecamatan and city."""

    pk: int
    code: str
    name: str
    district: str
    city: str
    city_name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A circle that lies wholly inside one kelurahan."""

    lat: float
    lng: float
    radius: int


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named place people steer by."""

    name: str
    kind: str
    village: str
    lat: float
    lng: float


@dataclass(frozen=True)
class World:
    """Everything the generator may mention."""

    offices: tuple[Office, ...]
    topics: tuple[Topic, ...]
    doors: tuple[Door, ...]
    villages: tuple[Village, ...]
    spots: dict[str, tuple[Spot, ...]]
    landmarks: dict[str, tuple[Landmark, ...]]

    @cached_property
    def office_index(self) -> dict[str, int]:
        """Index of an office by code."""
        return {office.code: i for i, office in enumerate(self.offices)}

    @cached_property
    def office_by_statistics_name(self) -> dict[str, int]:
        """Index of an office by its spelling in the published tables."""
        names = {o.name: i for i, o in enumerate(self.offices)}
        listed = {o.statistics_name: i for i, o in enumerate(self.offices) if o.statistics_name}
        return names | listed

    @cached_property
    def city_topics(self) -> dict[str, int]:
        """Index of a category of the city's own scheme by name."""
        return {t.name: i for i, t in enumerate(self.topics) if t.scheme == "crm"}

    @cached_property
    def national_topics(self) -> dict[str, int]:
        """Index of a national category by its "level 1 > level 2", lower case."""
        return {t.key.lower(): i for i, t in enumerate(self.topics) if t.scheme != "crm"}

    @cached_property
    def door_index(self) -> dict[str, int]:
        """Index of a channel by its name in the published tables."""
        return {door.name: i for i, door in enumerate(self.doors)}

    @cached_property
    def village_index(self) -> dict[str, int]:
        """Index of a kelurahan by code."""
        return {village.code: i for i, village in enumerate(self.villages)}

    @cached_property
    def village_office(self) -> tuple[int, ...]:
        """For each kelurahan the index of its own office."""
        owners = {o.area: i for i, o in enumerate(self.offices) if re.match("kelurahan", o.kind)}
        return tuple(owners[village.code] for village in self.villages)

    @cached_property
    def dispatcher(self) -> int:
        """Index of the dispatcher's desk."""
        return next(i for i, office in enumerate(self.offices) if office.is_dispatcher)

    def lead_for(self, topic: Topic, village: Village) -> int:
        """Index of the office whose mandate covers `topic` at `village`.

        What is delicate goes to an office with case workers, else to the inspectorate.
        """
        lead = self._mandated(topic, village)
        if topic.is_delicate and not self.offices[lead].handles_confidential:
            return next(i for i, o in enumerate(self.offices) if o.kind == "inspektorat")
        return lead

    def _mandated(self, topic: Topic, village: Village) -> int:
        kind, _, rest = topic.lead.partition(":")
        if kind == "agency":
            return self.office_index[rest]
        if kind == "city":
            return self._in_city(rest, village)
        return self.village_office[self.village_index[village.code]]

    def _in_city(self, prefix: str, village: Village) -> int:
        for index in self._by_prefix.get(prefix, ()):
            if self.offices[index].area == village.city:
                return index
        department = self.office_index.get(prefix.replace("sudin-", "dinas-"))
        city = next(i for i, o in enumerate(self.offices) if o.area == village.city)
        return city if department is None else department

    @cached_property
    def _by_prefix(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, list[int]] = {}
        for i, office in enumerate(self.offices):
            found.setdefault(office.code.rpartition("-")[0], []).append(i)
        return {prefix: tuple(rows) for prefix, rows in found.items()}


def read(connection: Connection, folder: Path) -> World:
    """The world from the database, with the demo's spots from the pack's `demo` folder."""
    return World(
        offices=tuple(Office(*row) for row in connection.execute(_OFFICES)),
        topics=tuple(Topic(*row) for row in connection.execute(_TOPICS)),
        doors=tuple(Door(*row) for row in connection.execute(_DOORS)),
        villages=tuple(Village(*row) for row in connection.execute(_VILLAGES)),
        spots=_spots(folder / "spots.csv"),
        landmarks=_landmarks(connection),
    )


_OFFICES = """
select a.id, a.code, a.name, a.statistics_name, a.kind, coalesce(p.code, ''), coalesce(r.code, ''),
       a.path, a.is_dispatcher, a.handles_confidential
from people_agency a left join people_agency p on p.id = a.parent_id
left join places_area r on r.id = a.area_id where a.is_active order by a.id"""
_TOPICS = """
select c.id, c.name, coalesce(p.name || ' > ', '') || c.name, c.scheme, c.lead, c.proof,
       c.is_protected, c.is_conflict_of_interest, c.is_emergency
from taxonomy_category c left join taxonomy_category p on p.id = c.parent_id
where c.is_active order by c.id"""
_DOORS = """
select id, code, coalesce(nullif(statistics_name, ''), name), is_geotagged, skips_verification,
       is_walk_in, default_visibility
from taxonomy_channel where is_active order by id"""
_VILLAGES = """
select v.id, v.code, v.name, d.name, c.code, c.name from places_area v
join places_area d on d.id = v.parent_id join places_area c on c.id = d.parent_id
where v.level = 'village' order by v.code"""
_PLACES = """
select p.name, p.kind, a.code, p.lat, p.lng from places_place p
join places_area a on a.id = p.area_id where p.is_active order by p.id"""


def _spots(path: Path) -> dict[str, tuple[Spot, ...]]:
    found: dict[str, list[Spot]] = {}
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            spot = Spot(float(row["lat"]), float(row["lng"]), int(row["radius_m"]))
            found.setdefault(row["area_code"], []).append(spot)
    return {code: tuple(spots) for code, spots in found.items()}


def _landmarks(connection: Connection) -> dict[str, tuple[Landmark, ...]]:
    found: dict[str, list[Landmark]] = {}
    for row in connection.execute(_PLACES):
        mark = Landmark(*row)
        found.setdefault(mark.village, []).append(mark)
    return {code: tuple(marks) for code, marks in found.items()}
