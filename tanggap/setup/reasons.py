"""The operator's verbs on ready reasons: what they say in both languages, and on what ground.

What was said with a report stays as it was sent: a change speaks for what comes after it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from tanggap.people import log
from tanggap.people.access import Actor
from tanggap.people.granting import must_be_operator
from tanggap.people.models import Change
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import load as history
from tanggap.taxonomy import overrides
from tanggap.taxonomy.models import Reason

TABLE = "reasons"
MOST_CODE = 60
# A translation belongs to its words: who decides the one decides the other.
PAIRS = (("text", "text_en"), ("legal_basis", "legal_basis_en"), ("remedy", "remedy_en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said of a reason; `remedy` tells the reporter what to do about it."""

    text: str
    text_en: str
    legal_basis: str
    legal_basis_en: str = ""  # a regulation's number reads the same in both
    remedy: str = ""
    remedy_en: str = ""


DECIDED = tuple(Wording.__dataclass_fields__)


class Taken(Exception):
    """Another reason of the verb, `other`, says the same, perhaps one that is retired."""

    def __init__(self, other: Reason) -> None:
        super().__init__(other.code)
        self.other = other


def now(row: Reason) -> dict[str, Any]:
    """What `row` says."""
    return {name: getattr(row, name) for name in DECIDED}


@transaction.atomic
def add(verb: str, says: Wording, *, by: Actor, at: datetime, reason: str) -> Reason:
    """A reason that no pack knows, the last one of its verb. Raises Forbidden, Taken."""
    must_be_operator(by)
    known = list(Reason.objects.select_for_update().filter(verb=verb))
    _must_be_new(says.text, known)
    last = max((row.order for row in known), default=0)
    whole = {**asdict(says), "verb": verb, "order": last + 1, overrides.SWITCH: True}
    code = _code(verb, says.text)
    taxonomy.say(TABLE, code, whole, at=at)
    taxonomy.settle(TABLE, code, at=at)
    _note(code, "add", by, at, reason, after={"verb": verb, **asdict(says)})
    return Reason.objects.get(code=code)


@transaction.atomic
def change(row: Reason, says: Wording, *, by: Actor, at: datetime, reason: str) -> None:
    """Let `row` say `says` from now on. The same again writes nothing. Raises Forbidden, Taken."""
    must_be_operator(by)
    row = _locked(row)
    before, after = log.different(now(row), asdict(says))
    if not after:
        return
    _must_be_new(says.text, Reason.objects.filter(verb=row.verb).exclude(pk=row.pk))
    _say(row, _paired(after, says), at=at)
    _note(row.code, "change", by, at, reason, before=before, after=after)


@transaction.atomic
def switch(row: Reason, is_active: bool, *, by: Actor, at: datetime, reason: str) -> None:
    """Offer `row` no more, or again. Raises Forbidden."""
    must_be_operator(by)
    row = _locked(row)
    if row.is_active == is_active:
        return
    if is_active and history.current(TABLE, row.code) is not None:
        taxonomy.unsay(TABLE, row.code, [overrides.SWITCH], at=at)
        taxonomy.settle(TABLE, row.code, at=at)
    else:
        _say(row, {overrides.SWITCH: is_active}, at=at)
    was, said = {overrides.SWITCH: not is_active}, {overrides.SWITCH: is_active}
    verb = "reopen" if is_active else "close"
    _note(row.code, verb, by, at, reason, before=was, after=said)


@transaction.atomic
def move(row: Reason, *, up: bool, by: Actor, at: datetime) -> None:
    """Offer `row` one place sooner, or later. At either end nothing happens. Raises Forbidden."""
    must_be_operator(by)
    offered = Reason.objects.select_for_update().filter(verb=row.verb, is_active=True)
    rows = list(offered.order_by("order", "code"))
    place = next((i for i, one in enumerate(rows) if one.pk == row.pk), None)
    if place is None or not 0 <= (to := place - 1 if up else place + 1) < len(rows):
        return
    rows[place], rows[to] = rows[to], rows[place]
    for order, one in enumerate(rows, start=1):
        if one.order != order:
            _say(one, {"order": order}, at=at)
    _note(row.code, "change", by, at, "", before={"order": place + 1}, after={"order": to + 1})


@transaction.atomic
def follow_pack(row: Reason, names: Collection[str], *, by: Actor, at: datetime) -> None:
    """Let the pack decide the columns `names` again, translations with them. Raises Forbidden."""
    must_be_operator(by)
    row = _locked(row)
    pack = history.current(TABLE, row.code)
    if pack is None:
        return
    wanted = {name for pair in PAIRS if set(pair) & set(names) for name in pair} | set(names)
    said = {name: pack[name] for name in DECIDED if name in wanted}
    before, after = log.different(now(row), said)
    taxonomy.unsay(TABLE, row.code, wanted, at=at)
    taxonomy.settle(TABLE, row.code, at=at)
    _note(row.code, "follow_pack", by, at, "", before=before, after=after)


def _locked(row: Reason) -> Reason:
    return Reason.objects.select_for_update().get(pk=row.pk)


def _paired(after: dict[str, Any], says: Wording) -> dict[str, Any]:
    both = {name for pair in PAIRS if set(pair) & after.keys() for name in pair}
    return {**after, **{name: getattr(says, name) for name in both}}


def _say(row: Reason, values: dict[str, Any], *, at: datetime) -> None:
    """Of a row that the pack doesn't know everything is said, or a load would retire it."""
    if history.current(TABLE, row.code) is None:
        whole = {**now(row), "verb": row.verb, "order": row.order, overrides.SWITCH: row.is_active}
        values = {**whole, **values}
    taxonomy.say(TABLE, row.code, values, at=at)
    taxonomy.settle(TABLE, row.code, at=at)


def _must_be_new(text: str, others: Iterable[Reason]) -> None:
    for other in others:
        if other.text.casefold() == text.casefold():
            raise Taken(other)


def _code(verb: str, text: str) -> str:
    """Made of its first words, for ever: events name a reason by it."""
    stem = f"{verb.replace('_', '-')}-{slugify(text)}"[: MOST_CODE - 4].strip("-")
    taken = set(Reason.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (stem, *numbered) if code not in taken)


def _note(
    code: str,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.REASON, verb, code, before=before, after=after)
