"""Reads for the operator's pages about the institution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tanggap.lib.naming import Named
from tanggap.people.models import Agency, Change, Membership
from tanggap.places.models import Area
from tanggap.reports import access
from tanggap.setup import held
from tanggap.taxonomy.models import Category
from tanggap.taxonomy.queries import settings

FOUND = 100  # offices that a search shows
COUNT_CAP = 1_000
HISTORY = 30


@dataclass(frozen=True, slots=True)
class Kind(Named):
    """A word of the pack's settings with its code, in both languages."""

    code: str
    name: str
    name_en: str


def kinds() -> list[Kind]:
    """The kinds of offices that the pack knows, in its order."""
    return _words("agency_kinds.")


def indicators() -> list[Kind]:
    """The smart-city indicators that the pack knows, in its order."""
    return _words("indicators.")


def _words(prefix: str) -> list[Kind]:
    values = settings()
    codes = dict.fromkeys(name.split(".")[1] for name in values if name.startswith(prefix))
    return [
        Kind(code, values[f"{prefix}{code}.name"], values.get(f"{prefix}{code}.name_en", ""))
        for code in codes
    ]


@dataclass(frozen=True, slots=True)
class Branch:
    """An office in the tree and the branches below it."""

    code: str
    name: str
    kind: str
    is_active: bool
    below: tuple[Branch, ...] = ()

    @property
    def count(self) -> int:
        """Offices below, at any depth."""
        return sum(1 + branch.count for branch in self.below)


def tree() -> list[Branch]:
    """All offices as a tree, closed ones too. One query."""
    rows = Agency.objects.order_by("name").values_list(
        "pk", "parent_id", "code", "name", "kind", "is_active"
    )
    children: dict[int | None, list[Any]] = {}
    for row in rows:
        children.setdefault(row[1], []).append(row)
    return [_branch(row, children) for row in children.get(None, ())]


def _branch(row: Any, children: dict[int | None, list[Any]]) -> Branch:
    pk, _parent, code, name, kind, is_active = row
    below = tuple(_branch(child, children) for child in children.get(pk, ()))
    return Branch(code, name, kind, is_active, below)


def offices(*, text: str = "", kind: str = "", is_closed: bool = False) -> list[Agency]:
    """Offices by words of the name or the code, FOUND at most, by name. One query."""
    rows = Agency.objects.select_related("parent", "area").order_by("name", "pk")
    for word in text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(code__icontains=word))
    rows = rows.filter(kind=kind) if kind else rows
    return list((rows.filter(is_active=False) if is_closed else rows)[:FOUND])


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of one office says beside its own columns."""

    office: Agency
    above: tuple[Agency, ...]
    below: tuple[Agency, ...]
    seats: dict[str, int]  # role -> people
    mandates: tuple[Category, ...]
    open_reports: int  # COUNT_CAP at most


def sheet(office: Agency, *, at: datetime) -> Sheet:
    """The sheet of `office`. Five queries."""
    codes = office.path.strip("/").split("/")[:-1]
    above = sorted(Agency.objects.filter(code__in=codes), key=lambda row: len(row.path))
    below = Agency.objects.filter(parent=office).order_by("-is_active", "name")
    seats = Membership.objects.filter(agency=office, user__is_active=True).current(at=at)
    counted = seats.values_list("role").annotate(n=Count("user", distinct=True))
    return Sheet(
        office=office,
        above=tuple(above),
        below=tuple(below),
        seats=dict(counted.order_by("role")),
        mandates=tuple(_mandates(office)),
        open_reports=held.open_at(office)[:COUNT_CAP].count(),
    )


def _mandates(office: Agency) -> QuerySet[Category]:
    """Categories whose mandate names the office, or the branches that it is one of."""
    prefix = office.code.rpartition("-")[0]
    rules = [f"agency:{office.code}", *([f"city:{prefix}"] if prefix else [])]
    rows = Category.objects.filter(scheme=Category.Scheme.CRM, is_active=True, lead__in=rules)
    return rows.order_by("name")


def office(code: str) -> Agency | None:
    """One office by its code. One query."""
    return Agency.objects.select_related("parent", "area").filter(code=code).first()


def history(kind: str, subject: str, *, before: int | None = None) -> list[Change]:
    """What was changed about one thing, newest first, HISTORY and one more at most. One query."""
    rows = Change.objects.filter(kind=kind, subject=subject).select_related("by")
    rows = rows.filter(pk__lt=before) if before else rows
    return list(rows.order_by("-pk")[: HISTORY + 1])


LOG_PAGE = 50


def log(*, kind: str = "", text: str = "", before: int | None = None) -> list[Change]:
    """The whole log, newest first, LOG_PAGE and one more at most. One query.

    `text` is a part of what was changed, or of the name of who did it.
    """
    rows = Change.objects.select_related("by", "person", "office").order_by("-pk")
    rows = rows.filter(kind=kind) if kind else rows
    if text:
        rows = rows.filter(Q(subject__icontains=text) | Q(by__name__icontains=text))
    return list((rows.filter(pk__lt=before) if before else rows)[: LOG_PAGE + 1])


def newer(kind: str, subject: str, *, than: int) -> Change | None:
    """The last change after the one that a screen showed. One query."""
    rows = Change.objects.filter(kind=kind, subject=subject, pk__gt=than).select_related("by")
    return rows.order_by("-pk").first()


def parents_for(office: Agency | None) -> list[tuple[str, str]]:
    """Offices that `office` may stand below: (code, name). One query."""
    rows = Agency.objects.filter(is_active=True)
    if office is not None:
        rows = rows.exclude(path__startswith=office.path)
    return list(rows.order_by("name").values_list("code", "name"))


def areas() -> list[tuple[str, str]]:
    """All areas that exist: (code, name with the one above). One query."""
    rows = Area.objects.filter(valid_to=None).order_by("code")
    found = list(rows.values_list("code", "name", "level", "parent__name"))
    return [
        (code, f"{name}, {above}" if level == "village" else name)
        for code, name, level, above in found
    ]


def visible(reports: Any, actor: Any) -> list[Any]:
    """Those of `reports` that `actor` may see; the others are only counted. One query."""
    pks = [row.pk for row in reports]
    return list(access.visible_to(actor).filter(pk__in=pks).order_by("due_at", "pk"))


def rules() -> list[tuple[str, str]]:
    """The rules that a mandate may have: (rule, words). Two queries."""
    used = Category.objects.filter(lead__startswith="city:").values_list("lead", flat=True)
    cities = sorted(set(used.order_by()))
    rows = Agency.objects.filter(is_active=True).order_by("name")
    offices = list(rows.values_list("code", "name", "area__name"))
    return [
        ("kelurahan", _("Kantor yang memerintah tempatnya")),
        *((rule, _of_each_city(rule.removeprefix("city:"), offices)) for rule in cities),
        *((f"agency:{code}", name) for code, name, _area in offices),
    ]


def _of_each_city(prefix: str, offices: Sequence[tuple[str, str, str | None]]) -> str:
    """What the offices `prefix`-city are called without their city: "Suku Dinas Kesehatan"."""
    named = (
        name.removesuffix(area or "").strip()
        for code, name, area in offices
        if code.startswith(f"{prefix}-")
    )
    return _("%(office)s di kota itu") % {"office": min(named, key=len, default=prefix)}
