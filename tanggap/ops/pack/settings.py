"""What pack.toml must hold, as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tanggap.ops.pack.problems import Problem, problem
from tanggap.ops.pack.read import SETTINGS_FILE
from tanggap.ops.pack.rules import keys
from tanggap.ops.pack.schema import Pack
from tanggap.performance import flags, formula
from tanggap.performance.vocabulary import Decider
from tanggap.reports.vocabulary import Outcome, Privacy, ProofKind


@dataclass(frozen=True, slots=True)
class Setting:
    """A key that pack.toml must have: its type, and the table whose keys, or the words, that
    its value (or values) must be among."""

    name: str
    kind: type
    ref: str = ""
    low: int | None = None
    words: type[StrEnum] | None = None
    pattern: str = ""
    is_required: bool = True


_TIME = r"([01]\d|2[0-3]):[0-5]\d"
SETTINGS = (
    Setting("institution.code", str),
    Setting("institution.name", str),
    Setting("institution.short_name", str),
    Setting("institution.system_name", str),
    Setting("institution.root_area", str, "areas"),
    Setting("institution.root_agency", str, "agencies"),
    Setting("institution.languages", list),
    Setting("numbers.prefix", str),
    Setting("numbers.date", str),
    Setting("numbers.digits", int, low=4),
    Setting("desks.dispatcher", str, "agencies"),
    Setting("desks.verifier", str, "agencies"),
    Setting("desks.validator", str, "agencies"),
    Setting("desks.inspectorate", str, "agencies"),
    Setting("governing_kinds.city", list, "agency_kinds"),
    Setting("governing_kinds.district", list, "agency_kinds"),
    Setting("governing_kinds.village", list, "agency_kinds"),
    Setting("agency_kinds", dict),
    Setting("privacy.default", str, words=Privacy),
    Setting("privacy.offered", list, words=Privacy),
    Setting("privacy.without_contact", list, "channels"),
    Setting("privacy.channels", dict, "channels"),
    Setting("proof.default", str, words=ProofKind),
    Setting("outcomes", dict, words=Outcome),
    Setting("validation.sample_percent", int, low=0),
    Setting("validation.always_visit_outcomes", list, words=Outcome),
    Setting("validation.near_m", int, low=1, is_required=False),
    Setting("validation.alike_percent", int, low=51, is_required=False),
    Setting("limits.undo_seconds", int, low=0, is_required=False),
    Setting("warranty.days", int, low=0),
    Setting("calendar.country", str),
    Setting("calendar.first_year", int, low=1990),
    Setting("calendar.last_year", int, low=1990),
    Setting("login.ways", list, is_required=False),
    Setting("notices.quiet_from", str, pattern=_TIME, is_required=False),
    Setting("notices.quiet_until", str, pattern=_TIME, is_required=False),
    Setting("allowance.formula", str, is_required=False),
    Setting("formulas", list, is_required=False),
    Setting("performance.close_day", int, low=1, is_required=False),
    Setting("performance.flags", list, is_required=False),
    Setting("performance.objection_days", int, low=1, is_required=False),
    Setting("performance.objection_deciders", list, words=Decider, is_required=False),
    Setting("field.shift_hours", int, low=1, is_required=False),
    Setting("field.keep_unsent_days", int, low=1, is_required=False),
    Setting("field.order_days", int, low=1, is_required=False),
    Setting("duty.step_minutes", int, low=1, is_required=False),
    Setting("duty.again_minutes", int, low=1, is_required=False),
    Setting("duty.fresh_hours", int, low=1, is_required=False),
    Setting("emergency", list),
    Setting("indicators", dict),
)
_WANTED = {str: "text", int: "a whole number", list: "a list", dict: "a section"}


def check_settings(pack: Pack) -> Iterator[Problem]:
    """Every problem of pack.toml."""
    if SETTINGS_FILE in pack.sources and pack.settings:
        for setting in SETTINGS:
            yield from _setting(pack, setting)
        yield from _formulas(pack)
        yield from _flags(pack)


def _flags(pack: Pack) -> Iterator[Problem]:
    """Every limit of the score cards can be read."""
    try:
        flags.read(value_of(pack.settings, "performance.flags") or [])
    except formula.Wrong as wrong:
        line = line_of(pack.sources[SETTINGS_FILE], "performance.flags")
        values = {"name": wrong.where, "value": wrong.what}
        yield problem(SETTINGS_FILE, line, 0, "bad_flag", **values)


def _formulas(pack: Pack) -> Iterator[Problem]:
    """Every formula can be read, and the one that bears on the allowance is among them."""
    line = line_of(pack.sources[SETTINGS_FILE], "formulas")
    table = pack.settings.get("formulas", [])
    for data in table if isinstance(table, list) else []:
        try:
            formula.read(data)
        except formula.Wrong as wrong:
            values = {"name": wrong.where, "value": wrong.what}
            yield problem(SETTINGS_FILE, line, 0, "bad_formula", **values)
    code = value_of(pack.settings, "allowance.formula")
    if code and code not in {data.get("code") for data in table}:
        line = line_of(pack.sources[SETTINGS_FILE], "allowance.formula")
        yield problem(SETTINGS_FILE, line, 0, "no_such", value=code, table="formulas")


def _setting(pack: Pack, setting: Setting) -> Iterator[Problem]:
    line = line_of(pack.sources[SETTINGS_FILE], setting.name)
    value = value_of(pack.settings, setting.name)
    if value is None:
        if setting.is_required:
            yield problem(SETTINGS_FILE, line, 0, "missing_setting", name=setting.name)
    elif not _fits(setting, value):
        wanted = _wanted(setting)
        yield problem(SETTINGS_FILE, line, 0, "wrong_setting", name=setting.name, wanted=wanted)
    elif setting.ref or setting.words:
        known = set(setting.words) if setting.words else keys(pack, setting.ref)
        for code in [value] if isinstance(value, str) else value:
            if code not in known:
                values = {"value": code, "table": setting.ref or setting.name}
                yield problem(SETTINGS_FILE, line, 0, "no_such", **values)


def _wanted(setting: Setting) -> str:
    if setting.pattern:
        return "a time of day as 21:00"
    return _WANTED[setting.kind] + (f" >= {setting.low}" if setting.low is not None else "")


def _fits(setting: Setting, value: object) -> bool:
    if not isinstance(value, setting.kind) or isinstance(value, bool):
        return False
    if setting.pattern and not re.fullmatch(setting.pattern, str(value)):
        return False
    return setting.low is None or (isinstance(value, int) and value >= setting.low)


def value_of(settings: Mapping[str, Any], name: str) -> Any:
    """The value under a dotted name, None where there is none."""
    found: Any = settings
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def line_of(source: str, name: str) -> int:
    """The line on which a dotted key stands in a TOML file; 1 where it is not found."""
    section = ""
    sections: dict[str, int] = {}
    for number, line in enumerate(source.splitlines(), 1):
        if found := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?", line):
            section = found[1]
            sections.setdefault(section, number)
            if section == name:
                return number
        elif found := re.match(r"\s*([\w-]+)\s*=", line):
            full = f"{section}.{found[1]}" if section else found[1]
            if full == name:
                return number
    return sections.get(name.rpartition(".")[0], 1)
