"""What filters and forms offer: short lists of the pack, kept in this process until it changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from tanggap.lib import naming
from tanggap.lib.editions import kept
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.reports.models import Assignment, Report
from tanggap.reports.workflow import ASSIGNMENT_COUNTS
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category, Channel, Institution, PackSetting, Reason

Pairs = list[tuple[str, str]]  # code, name


@kept(Category, is_spoken=True)
def categories() -> list[tuple[str, Pairs]]:
    """The city's categories in use, by group: (group, [(code, name)])."""
    rows = Category.objects.filter(is_active=True, scheme=Category.Scheme.CRM)
    parents = {row.pk: row.local_name for row in rows if row.parent_id is None}
    has_children = {row.parent_id for row in rows}
    groups: dict[str, Pairs] = {}
    for row in sorted(rows, key=lambda row: row.local_name):
        if row.parent_id in parents:
            groups.setdefault(parents[row.parent_id], []).append((row.code, row.local_name))
        elif row.pk not in has_children:
            groups.setdefault("", []).append((row.code, row.local_name))
    return sorted(groups.items())


def category_options() -> list[Any]:
    """The same as a form offers them: (code, name) and, for a group, (group, [(code, name)])."""
    options: list[Any] = []
    for group, pairs in categories():
        options += [(group, pairs)] if group else pairs
    return options


@kept(Channel, is_spoken=True)
def channels() -> Pairs:
    """The doors in use, in the pack's order."""
    return _named(Channel.objects.filter(is_active=True))


@kept(Channel, is_spoken=True)
def counters() -> Pairs:
    """The doors where a clerk sits: counters first, then whatever else is read by hand."""
    rows = Channel.objects.filter(is_active=True)
    return _named(rows.order_by("-is_walk_in", "order", "code"))


def _pairs(rows: object) -> Pairs:
    return list(rows.values_list("code", "name"))  # type: ignore[attr-defined]


def _named(rows: Iterable[Category | Channel | Institution]) -> Pairs:
    """The same for rows with a name in each language."""
    return [(row.code, row.local_name) for row in rows]


@kept(Area, is_spoken=True)
def areas() -> list[tuple[str, Pairs]]:
    """Cities, and the districts of each: (city, [(code, name)]), the city itself first."""
    rows = Area.objects.filter(valid_to=None, level__in=["city", "district"]).order_by("code")
    found = list(rows.values_list("code", naming.column("name"), "level"))
    groups: dict[str, tuple[str, Pairs]] = {
        code: (name, [(code, name)]) for code, name, level in found if level == "city"
    }
    for code, name, level in found:
        if level == "district" and (group := groups.get(code.rpartition(".")[0])):
            group[1].append((code, name))
    return list(groups.values())


@kept(Area)
def villages() -> list[tuple[str, Pairs]]:
    """Every kelurahan under its kecamatan, for a visitor who names the place."""
    rows = Area.objects.filter(valid_to=None, level="village").order_by("parent__name", "name")
    groups: dict[str, Pairs] = {}
    for code, name, parent in rows.values_list("code", "name", "parent__name"):
        groups.setdefault(parent or "", []).append((code, name))
    return list(groups.items())


@kept(Agency)
def agencies() -> Pairs:
    """Every agency that can hold a report, by name."""
    return _pairs(Agency.objects.filter(is_active=True).order_by("name"))


@kept(Agency, PackSetting)
def inspector() -> str:
    """The name of the office that gets reports about offices; empty when the pack names none."""
    code = str(taxonomy.setting("desks.inspectorate", ""))
    found = Agency.objects.filter(code=code, is_active=True).values_list("name", flat=True)
    return found.first() or ""


@kept(Category, is_spoken=True)
def about_offices() -> Pairs:
    """The categories that are themselves complaints about an office: (code, name)."""
    rows = Category.objects.filter(is_active=True, is_conflict_of_interest=True)
    return _named(sorted(rows, key=lambda row: row.local_name))


def agencies_below(actor: Actor) -> Pairs:
    """The offices below those where the actor sits, for a disposition."""
    below = Q(pk__in=[])
    for path in actor.paths():
        below |= Q(path__startswith=path) & ~Q(path=path)
    return _pairs(Agency.objects.filter(below, is_active=True).order_by("name"))


@kept(Institution, is_spoken=True)
def institutions() -> Pairs:
    """Institutions outside this instance."""
    rows = Institution.objects.filter(is_active=True)
    return _named(sorted(rows, key=lambda row: row.local_name))


@kept(Reason, is_spoken=True)
def reasons(verb: str) -> Pairs:
    """Ready reasons of a verb: (code, text)."""
    rows = Reason.objects.filter(verb=verb, is_active=True)
    return [(row.code, row.local_text) for row in rows]


@kept(Reason, is_spoken=True)
def grounds(verb: str) -> Pairs:
    """The same for a verb that takes something from the reporter: (code, "text|legal basis")."""
    rows = Reason.objects.filter(verb=verb, is_active=True)
    return [(row.code, "|".join(filter(None, (row.local_text, row.local_basis)))) for row in rows]


def supporting(report: Report) -> Pairs:
    """The agencies that help with a report now. One query."""
    rows = report.assignments.filter(role=Assignment.Role.SUPPORTING, ended_at=None)
    return list(rows.values_list("agency__code", "agency__name"))


def assignments(report: Report) -> Pairs:
    """The assignments that count, as (id, agency). One query."""
    held = [state.value for state in ASSIGNMENT_COUNTS]
    rows = report.assignments.filter(state__in=held).order_by("pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "agency__name")]
