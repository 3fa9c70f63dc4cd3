"""How far a person is: read from the real events of the reports of the exercises."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from tanggap.reports.models import Report, ReportEvent
from tanggap.training.exercises import EXERCISES, PREFIX, Exercise, key_of


@dataclass(frozen=True, slots=True)
class Standing:
    """One exercise for one person: the newest report to try it on, and whether she did."""

    exercise: Exercise
    number: str
    is_done: bool


def standings(person: int) -> list[Standing]:
    """All exercises as they are for `person`. Two queries."""
    newest = newest_numbers()
    did = _did(person)
    return [
        Standing(one, newest.get(one.key, ""), bool(did[one.key] & one.verbs)) for one in EXERCISES
    ]


def newest_numbers() -> dict[str, str]:
    """The report that each exercise is tried on now. One query."""
    rows = Report.objects.filter(external_id__startswith=PREFIX).order_by("pk")
    return {key_of(name): number for name, number in rows.values_list("external_id", "number")}


def count(exercise: Exercise) -> int:
    """How many reports the exercise has had."""
    rows = Report.objects.filter(external_id__startswith=f"{PREFIX}{exercise.key}-")
    return rows.count()


def _did(person: int) -> dict[str, set[str]]:
    rows = ReportEvent.objects.filter(actor=person, report__external_id__startswith=PREFIX)
    did: dict[str, set[str]] = defaultdict(set)
    for name, verb in rows.values_list("report__external_id", "verb"):
        did[key_of(name)].add(verb)
    return did
