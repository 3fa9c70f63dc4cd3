"""Whether every report finds an office: asked before and after a change, in its transaction.

The same is asked of a pack before it is loaded (`ops.pack.rules`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from tanggap.taxonomy.models import Category
from tanggap.triage import reading
from tanggap.triage.mandate import Directory, Why


class What(StrEnum):
    """What would not work."""

    NO_OFFICE = "no_office"  # an area has no office of its own
    TWO_OFFICES = "two_offices"  # an area has two that both govern it
    NO_LEAD = "no_lead"  # nobody leads reports of a category at some place
    NOT_CONFIDENTIAL = "not_confidential"  # a delicate category leads where no case worker is


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """One thing that would not work: `subject` is a category or an area, `office` a code."""

    what: What
    subject: str
    office: str = ""


class Breaks(Exception):
    """After this change something would not work any more."""

    def __init__(self, troubles: frozenset[Trouble]) -> None:
        self.troubles = tuple(sorted(troubles))
        super().__init__(", ".join(f"{t.what} {t.subject}" for t in self.troubles[:5]))


@contextmanager
def kept() -> Iterator[None]:
    """Raise Breaks after the block when it made trouble that wasn't there before.

    What is wrong already may stay wrong: an operator must be able to mend one thing at a time.
    """
    before = troubles()
    yield
    if new := troubles() - before:
        raise Breaks(new)


def troubles() -> frozenset[Trouble]:
    """Everything that doesn't work now."""
    directory, agencies = reading.directory()
    trusted = {code for code, agency in agencies.items() if agency.handles_confidential}
    villages = [code for code, level in directory.levels.items() if level == "village"]
    found = {*_without_office(directory, villages), *_with_two(directory)}
    leads: dict[str, tuple[bool, frozenset[str]]] = {}
    for category in Category.objects.filter(scheme=Category.Scheme.CRM, is_active=True):
        if category.lead not in leads:
            leads[category.lead] = _leads(directory, category.lead, villages)
        is_served, offices = leads[category.lead]
        if not is_served:
            found.add(Trouble(What.NO_LEAD, category.code))
        if category.is_protected or category.is_conflict_of_interest:
            found |= {
                Trouble(What.NOT_CONFIDENTIAL, category.code, office)
                for office in offices - trusted
            }
    return frozenset(found)


def _without_office(directory: Directory, villages: list[str]) -> Iterator[Trouble]:
    for village in villages:
        lead = directory.governor(village)
        if lead is None or lead.why is not Why.PLACE:
            yield Trouble(What.NO_OFFICE, village)


def _with_two(directory: Directory) -> Iterator[Trouble]:
    seen: set[tuple[str, str]] = set()
    for office in directory.offices:
        level = directory.levels.get(office.area, "")
        if office.kind not in directory.governing_kinds.get(level, ()):
            continue
        if (office.area, level) in seen:
            yield Trouble(What.TWO_OFFICES, office.area, office.code)
        seen.add((office.area, level))


def _leads(directory: Directory, rule: str, villages: list[str]) -> tuple[bool, frozenset[str]]:
    found = [directory.lead(rule, area=village) for village in villages]
    return all(found), frozenset(lead.agency for lead in found if lead)
