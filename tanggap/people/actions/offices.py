"""What the operator changes of the offices. Each change is a line of the log and outlives the pack.

Whether the institution still works afterwards is asked by `setup.offices`, which calls these.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.people import log, tree
from tanggap.people.access import Actor
from tanggap.people.granting import must_be_operator
from tanggap.people.load import TABLE
from tanggap.people.models import Agency, Change
from tanggap.places.models import Area
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import load as history
from tanggap.taxonomy import overrides

# What the operator decides of an office, in the pack's words.
DECIDED = ("name", "kind", "parent", "area", "handles_confidential")


class CodeTaken(Exception):
    """There is an office of this code already, perhaps one that is closed."""


class Standing(Exception):
    """The office can't be closed or opened where it stands; `offices` are in the way."""

    def __init__(self, offices: Collection[Agency]) -> None:
        super().__init__(", ".join(office.code for office in offices))
        self.offices = tuple(offices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What the operator says of an office."""

    name: str
    kind: str
    parent: Agency | None
    area: Area
    handles_confidential: bool = False

    def row(self) -> dict[str, Any]:
        """The same in the pack's words."""
        return {
            "name": self.name,
            "kind": self.kind,
            "parent": self.parent.code if self.parent else "",
            "area": self.area.code,
            "handles_confidential": self.handles_confidential,
        }


def row_of(office: Agency) -> dict[str, Any]:
    """What is said of `office` now, in the pack's words."""
    return {
        "name": office.name,
        "kind": office.kind,
        "parent": office.parent.code if office.parent else "",
        "area": office.area.code if office.area else "",
        "handles_confidential": office.handles_confidential,
    }


@transaction.atomic
def add_office(
    code: str, says: Office, *, by: Actor, at: datetime, reason: str, source: str = ""
) -> Agency:
    """A new office that no pack knows. Raises Forbidden, CodeTaken."""
    must_be_operator(by)
    tree.lock()
    if Agency.objects.filter(code=code).exists():
        raise CodeTaken(code)
    office = Agency(
        code=code,
        name=says.name,
        kind=says.kind,
        parent=says.parent,
        area=says.area,
        handles_confidential=says.handles_confidential,
        source=source,
        status="ours",
    )
    office.save(force_insert=True)
    tree.rewrite_paths()
    taxonomy.say(TABLE, code, _whole(office), at=at)
    _note(office, "add", by, at, reason, after=says.row())
    return _fresh(office)


@transaction.atomic
def change_office(office: Agency, says: Office, *, by: Actor, at: datetime, reason: str) -> Agency:
    """Make `office` what `says` says; below it everything moves along.

    Raises Forbidden, tree.Loop. Saying what is so already writes nothing.
    """
    must_be_operator(by)
    tree.lock()
    office = _locked(office)
    before, after = log.different(row_of(office), says.row())
    if not after:
        return office
    if "parent" in after and says.parent is not None:
        tree.must_fit(office, says.parent)
    _write(office, says)
    taxonomy.say(TABLE, office.code, after, at=at)
    _note(office, "change", by, at, reason, before=before, after=after)
    return _fresh(office)


@transaction.atomic
def close_office(office: Agency, *, by: Actor, at: datetime, reason: str) -> Agency:
    """Nothing goes to this office any more. Raises Forbidden, Standing (offices below it)."""
    must_be_operator(by)
    tree.lock()
    office = _locked(office)
    below = Agency.objects.filter(parent=office, is_active=True).order_by("name")
    if below or office.is_dispatcher:
        raise Standing(below or [office])
    return _switch(office, False, by=by, at=at, reason=reason)


@transaction.atomic
def reopen_office(office: Agency, *, by: Actor, at: datetime, reason: str) -> Agency:
    """The office works again, where it stood. Raises Forbidden, Standing (a closed one above)."""
    must_be_operator(by)
    tree.lock()
    office = _locked(office)
    if office.parent is not None and not office.parent.is_active:
        raise Standing([office.parent])
    return _switch(office, True, by=by, at=at, reason=reason)


@transaction.atomic
def follow_pack(
    office: Agency, names: Collection[str], *, by: Actor, at: datetime, reason: str
) -> Agency:
    """Let the pack decide the columns `names` again. Raises Forbidden, tree.Loop."""
    must_be_operator(by)
    tree.lock()
    office = _locked(office)
    row = history.current(TABLE, office.code)
    if row is None:
        return office
    wanted = {name: row[name] for name in names if name in DECIDED}
    before, after = log.different(row_of(office), wanted)
    _write(office, _read({**row_of(office), **after}, office))
    taxonomy.unsay(TABLE, office.code, wanted, at=at)
    _note(office, "follow_pack", by, at, reason, before=before, after=after or wanted)
    return _fresh(office)


def _read(row: dict[str, Any], office: Agency) -> Office:
    parent = Agency.objects.filter(code=row["parent"]).first()
    if parent is not None and parent.pk != office.parent_id:
        tree.must_fit(office, parent)
    return Office(
        name=row["name"],
        kind=row["kind"],
        parent=parent,
        area=Area.objects.get(code=row["area"]),
        handles_confidential=row["handles_confidential"],
    )


def _locked(office: Agency) -> Agency:
    """The full lock: it waits for whoever is giving this office a report right now."""
    rows = Agency.objects.select_for_update(of=("self",)).select_related("parent", "area")
    return rows.get(pk=office.pk)


def _fresh(office: Agency) -> Agency:
    return Agency.objects.select_related("parent", "area").get(pk=office.pk)


def _write(office: Agency, says: Office) -> None:
    office.name, office.kind = says.name, says.kind
    office.parent, office.area = says.parent, says.area
    office.handles_confidential = says.handles_confidential
    office.save(update_fields=["name", "kind", "parent", "area", "handles_confidential"])
    tree.rewrite_paths()


def _switch(office: Agency, is_active: bool, *, by: Actor, at: datetime, reason: str) -> Agency:
    if office.is_active == is_active:
        return office
    office.is_active = is_active
    office.save(update_fields=["is_active"])
    is_known = history.current(TABLE, office.code) is not None
    if is_active and is_known:
        taxonomy.unsay(TABLE, office.code, [overrides.SWITCH], at=at)
    else:
        more = {} if is_known else _whole(office)
        taxonomy.say(TABLE, office.code, {**more, overrides.SWITCH: is_active}, at=at)
    verb = "reopen" if is_active else "close"
    was, now = {overrides.SWITCH: not is_active}, {overrides.SWITCH: is_active}
    _note(office, verb, by, at, reason, before=was, after=now)
    return office


def _whole(office: Agency) -> dict[str, Any]:
    """All that a row of the pack would say, so that a load can make the office anew."""
    return {
        **row_of(office),
        "table8_name": office.statistics_name,
        "is_dispatcher": office.is_dispatcher,
        "source": office.source,
        "source_en": office.source_en,
        "status": office.status,
    }


def _note(
    office: Agency,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    who = log.Who(by=by, at=at, reason=reason)
    kind = Change.Kind.OFFICE
    log.note(who, kind, verb, office.code, office=office, before=before, after=after)
