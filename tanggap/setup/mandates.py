"""The operator's verbs on mandates: who leads a category, how it is proven, how it is protected.

A change is a new dated version; the one before stays, with its dates. It may begin on a later
day, and is checked against routing as of that day's words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.people import log
from tanggap.people.access import Actor
from tanggap.people.granting import must_be_operator
from tanggap.people.models import Change
from tanggap.setup import soundness
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import overrides
from tanggap.taxonomy.models import Category, RowVersion

TABLE = "categories"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate:
    """What is said of a category: `lead` as in `triage.mandate`, `source` is its legal basis."""

    lead: str
    proof: str
    is_protected: bool = False
    is_conflict_of_interest: bool = False
    indicator: str = ""
    source: str = ""


class _Undo(Exception):
    """Takes back what was only tried."""


@transaction.atomic
def change(
    category: Category,
    says: Mandate,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    since: datetime | None = None,
) -> None:
    """Let `says` hold for `category` from `since` on (now). The same again writes nothing.

    Raises Forbidden, AlreadyPlanned, Breaks.
    """
    must_be_operator(by)
    category = Category.objects.select_for_update(of=("self",)).get(pk=category.pk)
    before, after = log.different(now(category, at=at), asdict(says))
    if not after:
        return
    start = since if since is not None and since > at else None
    if start is not None:
        _must_work(category, after, at=at)
    with soundness.kept():
        taxonomy.say(TABLE, category.code, after, at=at, since=start)
        taxonomy.settle(TABLE, category.code, at=at)
    said = {**after, "from": (start or at).isoformat()}
    _note(category, "change", by, at, reason, before=before, after=said)


@transaction.atomic
def call_off(version: RowVersion, *, by: Actor, at: datetime, reason: str) -> None:
    """A planned version never begins. Raises Forbidden."""
    must_be_operator(by)
    category = Category.objects.select_for_update(of=("self",)).get(code=version.code)
    if version.valid_from > at and version.valid_to is None:
        taxonomy.call_off(version)
        said = {"from": version.valid_from.isoformat()}
        _note(category, "call_off", by, at, reason, before=said)


def now(category: Category, *, at: datetime) -> dict[str, Any]:
    """What is said of `category` at `at`. Two queries."""
    said = taxonomy.says(TABLE, category.code, at=at)
    return {
        "lead": category.lead,
        "proof": category.proof,
        "is_protected": category.is_protected,
        "is_conflict_of_interest": category.is_conflict_of_interest,
        "indicator": category.indicator,
        "source": said.get("source", ""),
    }


def planned(category: Category, *, at: datetime) -> RowVersion | None:
    """The version that will begin, if there is one. One query."""
    return overrides.planned(TABLE, at=at).filter(code=category.code).first()


def _must_work(category: Category, values: dict[str, Any], *, at: datetime) -> None:
    """Try `values` now and take them back. Raises Breaks."""
    try:
        with transaction.atomic():
            with soundness.kept():
                taxonomy.say(TABLE, category.code, values, at=at)
                taxonomy.settle(TABLE, category.code, at=at)
            raise _Undo
    except _Undo:
        return


def _note(
    category: Category,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.MANDATE, verb, category.code, before=before, after=after)
