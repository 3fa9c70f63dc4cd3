"""The tables of a pack: one frozen class per row, one `Table` per file. docs/packs.md explains."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tanggap.ops.pack import columns as c
from tanggap.ops.pack.columns import column, maybe
from tanggap.reports.clocks.kinds import Clock
from tanggap.reports.clocks.ladder import PRESSED, Tell
from tanggap.reports.vocabulary import ProofKind, ReportClass, Verb

STATUS = c.choice("sourced", "to_check", "ours")
LATITUDE = c.number(-90, 90)
LONGITUDE = c.number(-180, 180)


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaRow:
    """A province, city, district or village under its ministry code."""

    code: str = column(c.code(13))
    name: str = column(c.text(120))
    name_en: str = maybe(c.text(120))
    level: str = column(c.choice("province", "city", "district", "village"))
    parent: str = maybe(c.code(13), ref="areas")
    lat: float = column(LATITUDE)
    lng: float = column(LONGITUDE)
    postcode: str = maybe(c.text(10))


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionRow:
    """Size and population of one city, as published."""

    area: str = column(c.code(13), ref="areas")
    area_km2: float = column(c.number(0, 1e6))
    districts: int = column(c.whole())
    villages: int = column(c.whole())
    rw: int = column(c.whole())
    rt: int = column(c.whole())
    population: int = column(c.whole())
    share_percent: float = column(c.number(0, 100))
    printed_density_per_km2: float = column(c.number(0, 1e6))
    sex_ratio: float = column(c.number(0, 1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRow:
    """An office that can hold a report."""

    code: str = column(c.code(80))
    name: str = column(c.text(200), unique=True)
    short_name: str = column(c.text(200), unique=True)
    kind: str = column(c.text(30), ref="agency_kinds")
    parent: str = maybe(c.code(80), ref="agencies")
    area: str = column(c.code(13), ref="areas")
    table8_name: str = maybe(c.text(200), unique=True)
    is_dispatcher: bool = column(c.flag())
    handles_confidential: bool = column(c.flag())
    source: str = column(c.text(400))
    source_en: str = column(c.text(400))
    status: str = column(STATUS)
    note: str = maybe(c.text(240))


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryRow:
    """A kind of problem in the city's own scheme, with its mandate."""

    code: str = column(c.code(120))
    name: str = column(c.text(160), unique=True)
    name_en: str = column(c.text(160))
    same_as: str = maybe(c.code(120), ref="categories")
    lead: str = column(c.text(80))
    level: str = column(c.choice("kelurahan", "sudin", "dinas", "bumd"))
    proof: str = column(c.choice(*(kind.value for kind in ProofKind)))
    is_protected: bool = column(c.flag())
    is_conflict_of_interest: bool = column(c.flag())
    is_emergency: bool = column(c.flag())
    indicator: str = column(c.text(20), ref="indicators")
    keywords: str = maybe(c.text(400))
    basis: str = column(c.choice("sample", "reference", "judgement"))
    source: str = column(c.text(240))
    source_en: str = column(c.text(240))
    note: str = maybe(c.text(240))


@dataclass(frozen=True, slots=True, kw_only=True)
class LaporCategoryRow:
    """A category of the national scheme."""

    code: str = column(c.code(120))
    parent: str = maybe(c.code(120), ref="lapor_categories")
    name: str = column(c.text(160))
    name_en: str = column(c.text(160))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A name people use for a spot."""

    code: str = column(c.code(120))
    name: str = column(c.text(160))
    kind: str = column(c.text(40))
    area: str = column(c.code(13), ref="areas")
    lat: float = column(LATITUDE)
    lng: float = column(LONGITUDE)
    source: str = column(c.text(240))
    status: str = column(STATUS)
    note: str = maybe(c.text(400))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRow:
    """A door citizens knock on."""

    code: str = column(c.code(30))
    order: int = column(c.whole(0, 9999), unique=True)
    name: str = column(c.text(80), unique=True)
    name_en: str = column(c.text(80))
    statistics_name: str = maybe(c.text(80), unique=True)
    is_geotagged: bool = column(c.flag())
    skips_verification: bool = column(c.flag())
    is_walk_in: bool = column(c.flag())
    default_visibility: str = column(c.choice("private", "public"))
    reply_by: str = column(
        c.choice("push", "email", "sms", "x", "facebook", "peer", "receipt", "none")
    )
    address: str = maybe(c.text(120))
    source: str = column(c.text(240))
    status: str = column(STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockPolicyRow:
    """One dated rule of one clock."""

    code: str = column(c.code(60))
    clock: str = column(c.choice(*(clock.value for clock in Clock)))
    report_class: str = maybe(c.choice(*(found.value for found in ReportClass)))
    kind: str = maybe(c.text(20))
    category: str = maybe(c.code(120), ref="categories")
    amount: int = column(c.whole(1, 32_000))
    unit: str = column(c.choice("hours", "days", "working_days"))
    valid_from: datetime.date = column(c.day())  # noqa: RUF009
    valid_to: datetime.date | None = maybe(c.day(), empty=None)  # noqa: RUF009
    source: str = column(c.text(240))
    source_en: str = column(c.text(240))
    is_ours: bool = column(c.flag())
    status: str = column(STATUS)
    note: str = maybe(c.text(240))


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRow:
    """One step of the ladder: who is told when part of the time is gone, or after it."""

    code: str = column(c.code(60))
    clock: str = maybe(c.choice(*(clock.value for clock in PRESSED)))
    percent: int | None = maybe(c.whole(1, 99), empty=None)
    after: int | None = maybe(c.whole(0, 1000), empty=None)
    unit: str = maybe(c.choice("hours", "days", "working_days"))
    tell: str = column(c.choice(*(tell.value for tell in Tell)))
    is_urgent: bool = column(c.flag())
    source: str = column(c.text(240))
    is_ours: bool = column(c.flag())
    status: str = column(STATUS)
    note: str = maybe(c.text(240))


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayRow:
    """A closed day beside the country's public holidays, or an opened one."""

    date: datetime.date = column(c.day())  # noqa: RUF009
    name: str = column(c.text(120))
    name_en: str = column(c.text(120))
    kind: str = column(c.choice("collective_leave", "public", "working_day"))
    source: str = column(c.text(240))
    source_en: str = column(c.text(240))
    status: str = column(STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonRow:
    """A ready reason for a verb."""

    code: str = column(c.code(60))
    verb: str = column(c.choice(*(verb.value for verb in Verb)))
    order: int = column(c.whole(0, 9999))
    text: str = column(c.text(400))
    text_en: str = column(c.text(400))
    legal_basis: str = maybe(c.text(240))
    legal_basis_en: str = maybe(c.text(240))
    remedy: str = maybe(c.text(400))
    remedy_en: str = maybe(c.text(400))
    status: str = column(STATUS)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionRow:
    """An institution to which a report can be referred."""

    code: str = column(c.code(80))
    name: str = column(c.text(200))
    name_en: str = column(c.text(200))
    tier: str = column(
        c.choice("ministry", "agency", "province", "regency", "city", "company", "regional_office")
    )
    parent: str = maybe(c.code(80), ref="institutions")
    timezone: str = column(c.choice("WIB", "WITA", "WIT"))
    note: str = maybe(c.text(240))
    source: str = column(c.text(240))
    status: str = column(STATUS)


@dataclass(frozen=True, slots=True)
class Table:
    """One file of rows. `key` is unique; `together` are columns unique in combination."""

    name: str
    row: type[Any]
    key: str = "code"
    together: tuple[str, ...] = ()
    is_optional: bool = False  # a pack without the file has no such rows

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


TABLES = (
    Table("areas", AreaRow),
    Table("regions", RegionRow, key="area"),
    Table("agencies", AgencyRow),
    Table("categories", CategoryRow),
    Table("lapor_categories", LaporCategoryRow, together=("parent", "name")),
    Table("places", PlaceRow, together=("name", "kind", "area")),
    Table("channels", ChannelRow),
    Table("clock_policies", ClockPolicyRow),
    Table("escalations", EscalationRow, is_optional=True),
    Table("holidays", HolidayRow, key="date"),
    Table("reasons", ReasonRow, together=("verb", "order")),
    Table("institutions", InstitutionRow),
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table and the line of the file on which it starts."""

    number: int
    row: Any


@dataclass(frozen=True)
class Pack:
    """Everything a pack says. `settings` is pack.toml, `texts` the files of texts/ by name."""

    lines: Mapping[str, tuple[Line, ...]]
    # The header of each table's file, for finding the column of a value.
    headers: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, Any]]
    # Keys of rows that could not be read: references to them are not wrong as well.
    broken: Mapping[str, frozenset[str]]
    # TOML files as text, for finding the line of a key.
    sources: Mapping[str, str]

    @property
    def is_whole(self) -> bool:
        """Whether every row of every table could be read."""
        return self.is_filled and not any(self.broken.values())

    @property
    def is_filled(self) -> bool:
        """Whether no table is empty that must have rows."""
        return all(self.lines[table.name] for table in TABLES if not table.is_optional)

    def rows(self, table: str) -> tuple[Any, ...]:
        """The rows of a table, in the order of the file."""
        return tuple(line.row for line in self.lines.get(table, ()))

    def all(self, row: type[Row]) -> tuple[Row, ...]:
        """The rows of the table of this class, typed."""
        table = next(table for table in TABLES if table.row is row)
        return self.rows(table.name)
