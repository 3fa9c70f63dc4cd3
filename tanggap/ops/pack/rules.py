"""What must hold between the rows of a pack: references, trees, periods, mandates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from tanggap.ops.pack.columns import of
from tanggap.ops.pack.problems import Problem, problem
from tanggap.ops.pack.schema import TABLES, Line, Pack, Table
from tanggap.reports.clocks.kinds import AGENCY_CLOCKS
from tanggap.taxonomy.periods import Dated, Period, overlaps
from tanggap.triage.mandate import Directory, Office

_LEVEL_ABOVE = {"province": "", "city": "province", "district": "city", "village": "district"}
_BY_NAME = {table.name: table for table in TABLES}


def check_rows(pack: Pack) -> Iterator[Problem]:
    """Every problem between rows, table by table."""
    for table in TABLES:
        yield from _duplicates(pack, table)
        yield from _references(pack, table)
        if "parent" in {item.name for item in fields(table.row)}:
            yield from _loops(pack, table)
    for rule in (_area_tree, _aliases, _periods, _agency_clocks, _rungs):
        yield from rule(pack)
    if pack.is_whole:
        # With a row missing these would complain about what is not wrong.
        for rule in (_one_dispatcher, _offices, _mandates):
            yield from rule(pack)


def at(pack: Pack, table: str, line: Line, column: str, code: str, /, **values: object) -> Problem:
    """A problem of one value of a row."""
    place = pack.headers[table].index(column) + 1
    return problem(_BY_NAME[table].file, line.number, place, code, **values)


def _duplicates(pack: Pack, table: Table) -> Iterator[Problem]:
    unique = [item.name for item in fields(table.row) if of(item).is_unique]
    for names in [(table.key,), *((name,) for name in unique), table.together]:
        if names:
            yield from _repeated(pack, table, names)


def _repeated(pack: Pack, table: Table, names: tuple[str, ...]) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    for line in pack.lines[table.name]:
        value = tuple(getattr(line.row, name) for name in names)
        if value in seen:
            shown = " / ".join(str(part) for part in value)
            values = {"name": ", ".join(names), "value": shown, "line": seen[value]}
            yield at(pack, table.name, line, names[-1], "duplicate", **values)
        elif value != ("",):
            seen[value] = line.number


def keys(pack: Pack, table: str) -> set[str]:
    """The keys of a table, or of a section of pack.toml with named entries."""
    if table in _BY_NAME:
        key = _BY_NAME[table].key
        return {getattr(row, key) for row in pack.rows(table)} | pack.broken.get(table, set())
    return set(pack.settings.get(table, {}))


def _references(pack: Pack, table: Table) -> Iterator[Problem]:
    for item in fields(table.row):
        if not (ref := of(item).ref):
            continue
        known = keys(pack, ref)
        for line in pack.lines[table.name]:
            value = getattr(line.row, item.name)
            if value and value not in known:
                yield at(pack, table.name, line, item.name, "no_such", value=value, table=ref)


def _loops(pack: Pack, table: Table) -> Iterator[Problem]:
    parents = {row.code: row.parent for row in pack.rows(table.name)}
    for line in pack.lines[table.name]:
        code, steps = line.row.parent, 0
        while code and code != line.row.code and steps <= len(parents):
            code, steps = parents.get(code, ""), steps + 1
        if code == line.row.code:
            yield at(pack, table.name, line, "parent", "loop", value=code)


def _area_tree(pack: Pack) -> Iterator[Problem]:
    levels = {row.code: row.level for row in pack.rows("areas")}
    for line in pack.lines["areas"]:
        row = line.row
        above = levels.get(row.parent, "")
        if above != _LEVEL_ABOVE[row.level] and (above or not row.parent):
            shown = above or "-"
            yield at(pack, "areas", line, "parent", "wrong_level", level=row.level, parent=shown)
        elif not row.code.startswith(row.parent):
            values = {"value": row.code, "parent": row.parent}
            yield at(pack, "areas", line, "code", "outside_parent", **values)


def _aliases(pack: Pack) -> Iterator[Problem]:
    aliases = {row.code for row in pack.rows("categories") if row.same_as}
    for line in pack.lines["categories"]:
        if line.row.same_as in aliases:
            yield at(pack, "categories", line, "same_as", "same_as_alias", value=line.row.same_as)


def _periods(pack: Pack) -> Iterator[Problem]:
    lines = {line.number: line for line in pack.lines["clock_policies"]}
    for line in lines.values():
        row = line.row
        if row.valid_to and row.valid_to < row.valid_from:
            values = {"start": row.valid_from, "end": row.valid_to}
            yield at(pack, "clock_policies", line, "valid_to", "reversed_period", **values)
    for rule, other in overlaps(map(_dated, lines.values())):
        known = {"other": other.code, "line": other.place}
        yield at(pack, "clock_policies", lines[rule.place], "valid_from", "overlap", **known)


def _dated(line: Line) -> Dated:
    row = line.row
    return Dated(
        selector=(row.clock, row.report_class, row.kind, row.category),
        period=Period(row.valid_from, row.valid_to),
        place=line.number,
        code=row.code,
    )


def _agency_clocks(pack: Pack) -> Iterator[Problem]:
    """The clocks of one office go by the kind of that office."""
    known = keys(pack, "agency_kinds")
    for line in pack.lines["clock_policies"]:
        kind = line.row.kind
        if line.row.clock in AGENCY_CLOCKS and kind and kind not in known:
            values = {"value": kind, "table": "agency_kinds"}
            yield at(pack, "clock_policies", line, "kind", "no_such", **values)


def _rungs(pack: Pack) -> Iterator[Problem]:
    """A rung is due at a part of the time, or a while after its end; not both."""
    for line in pack.lines["escalations"]:
        row = line.row
        is_before, is_after = row.percent is not None, row.after is not None
        if is_before == is_after:
            yield at(pack, "escalations", line, "percent", "before_or_after")
        elif is_after != bool(row.unit):
            yield at(pack, "escalations", line, "unit", "unit_of_after")


def _one_dispatcher(pack: Pack) -> Iterator[Problem]:
    desks = [line for line in pack.lines["agencies"] if line.row.is_dispatcher]
    if not desks and pack.lines["agencies"]:
        yield problem("agencies.csv", 1, 0, "one_dispatcher", found=0)
    for line in desks[1:]:
        yield at(pack, "agencies", line, "is_dispatcher", "one_dispatcher", found=len(desks))


def directory(pack: Pack) -> Directory:
    """The offices and areas of the pack, for asking who leads."""
    return Directory(
        offices=tuple(
            Office(row.code, row.kind, row.area, row.parent) for row in pack.rows("agencies")
        ),
        parents={row.code: row.parent for row in pack.rows("areas")},
        levels={row.code: row.level for row in pack.rows("areas")},
        governing_kinds=pack.settings.get("governing_kinds", {}),
    )


def _villages(pack: Pack) -> list[Line]:
    return [line for line in pack.lines["areas"] if line.row.level == "village"]


def _offices(pack: Pack) -> Iterator[Problem]:
    """A geo-tagged report needs an office in each village."""
    places = directory(pack)
    for line in _villages(pack):
        found = places.governor(line.row.code)
        if found is None or found.why != "place":
            yield at(pack, "areas", line, "code", "no_office", area=line.row.name)


def _mandates(pack: Pack) -> Iterator[Problem]:
    places = directory(pack)
    villages = [line.row for line in _villages(pack)]
    trusted = {row.code for row in pack.rows("agencies") if row.handles_confidential}
    answers: dict[str, tuple[str, set[str]]] = {}
    for line in pack.lines["categories"]:
        row = line.row
        if not places.is_rule(row.lead):
            yield at(pack, "categories", line, "lead", "bad_lead", value=row.lead)
            continue
        if row.lead not in answers:
            answers[row.lead] = _leads(places, row.lead, villages)
        unserved, leads = answers[row.lead]
        if unserved:
            yield at(pack, "categories", line, "lead", "no_lead", area=unserved, value=row.lead)
        if row.is_protected or row.is_conflict_of_interest:
            for agency in sorted(leads - trusted):
                yield at(pack, "categories", line, "lead", "not_confidential", agency=agency)


def _leads(places: Directory, rule: str, villages: list[Any]) -> tuple[str, set[str]]:
    """The first village nobody serves by `rule`, and all agencies that lead by it."""
    leads: set[str] = set()
    for village in villages:
        found = places.lead(rule, area=village.code)
        if found is None:
            return village.name, leads
        leads.add(found.agency)
    return "", leads
