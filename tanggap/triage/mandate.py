"""Who leads, by a category's mandate and the place. Pure: the pack's checker asks it too.

A mandate is one of
- `kelurahan`: the office that governs the place itself;
- `agency:<code>`: one agency for the whole province;
- `city:<prefix>`: the agency `<prefix>-<word>` of the city in which the place lies. A city
  without such a branch is served by its own government, else by the branches' department.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Why(StrEnum):
    """Which part of the mandate decided."""

    PLACE = "place"
    WIDER_PLACE = "wider_place"  # the place is known only as a district or city
    AGENCY = "agency"
    BRANCH = "branch"
    CITY_STANDS_IN = "city_stands_in"
    DEPARTMENT = "department"
    RULING = "ruling"  # a joint hearing decided a like case
    WARRANTY = "warranty"  # who repaired it answers for it


@dataclass(frozen=True, slots=True)
class Office:
    """What routing must know of an agency; `area` and `parent` are codes, "" for none."""

    code: str
    kind: str
    area: str
    parent: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The code of the agency that leads, and why."""

    agency: str
    why: Why


@dataclass(frozen=True)
class Directory:
    """Offices and areas, made for answering `lead` quickly.

    `parents` maps an area's code to its parent's ("" for the root), `levels` to its level;
    `governing_kinds` says which kinds of agency govern an area of each level.
    """

    offices: tuple[Office, ...]
    parents: Mapping[str, str]
    levels: Mapping[str, str]
    governing_kinds: Mapping[str, Iterable[str]]

    def lead(self, rule: str, *, area: str) -> Lead | None:
        """The agency by `rule` at `area` ("" when unknown); None when nobody can be named."""
        kind, _, rest = rule.partition(":")
        if kind == "agency" and rest in self._by_code:
            return Lead(rest, Why.AGENCY)
        if kind == "city" and rest:
            return self._branch(rest, self._city_of(area))
        if rule == "kelurahan":
            return self.governor(area)
        return None

    def governor(self, area: str) -> Lead | None:
        """The office of the smallest area at or above `area` that has one below the province."""
        why = Why.PLACE
        while area and self.levels.get(area) != "province":
            if office := self._governors.get(area):
                return Lead(office, why)
            area, why = self.parents.get(area, ""), Why.WIDER_PLACE
        return None

    def is_rule(self, rule: str) -> bool:
        """Whether `rule` has one of the three shapes."""
        kind, _, rest = rule.partition(":")
        return rule == "kelurahan" or (kind in ("agency", "city") and bool(rest))

    def _branch(self, prefix: str, city: str) -> Lead | None:
        branches = self._branches.get(prefix, {})
        if city in branches:
            return Lead(branches[city], Why.BRANCH)
        if branches and city in self._governors:
            return Lead(self._governors[city], Why.CITY_STANDS_IN)
        parents = {self._by_code[code].parent for code in branches.values()}
        department = parents.pop() if len(parents) == 1 else ""
        return Lead(department, Why.DEPARTMENT) if department else None

    def _city_of(self, area: str) -> str:
        while area and self.levels.get(area) != "city":
            area = self.parents.get(area, "")
        return area

    @cached_property
    def _by_code(self) -> dict[str, Office]:
        return {office.code: office for office in self.offices}

    @cached_property
    def _governors(self) -> dict[str, str]:
        kinds = {level: set(kinds) for level, kinds in self.governing_kinds.items()}
        return {
            office.area: office.code
            for office in self.offices
            if office.kind in kinds.get(self.levels.get(office.area, ""), ())
        }

    @cached_property
    def _branches(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for office in self.offices:
            if self.levels.get(office.area) == "city":
                found[office.code.rpartition("-")[0]][office.area] = office.code
        return found
