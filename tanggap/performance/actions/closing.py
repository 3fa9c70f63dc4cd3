"""Closing a month: every office's card is frozen, signed, and never changes again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from tanggap.lib import signing
from tanggap.people.access import SYSTEM, Actor
from tanggap.people.models import Agency
from tanggap.performance import correcting, counting, formula, paper
from tanggap.performance.actions.computing import clear, lock
from tanggap.performance.counting import Month
from tanggap.performance.counting_sql import COLUMNS
from tanggap.performance.models import Close, Version, VersionScore
from tanggap.performance.rules import CORRECTORS, Code, Refused, check_close
from tanggap.performance.scores import COLUMN_NAMES, figures_of
from tanggap.performance.vocabulary import Scope
from tanggap.publication import actions as publication
from tanggap.publication.models import ClosedCard
from tanggap.taxonomy import queries as taxonomy

Row = dict[str, Any]
_COLUMNS = ", ".join(COLUMNS)
_FACTS = f"""
    INSERT INTO performance_versionfact (version_id, report_id, {_COLUMNS})
    SELECT v.id, c.report_id, {", ".join(f"c.{name}" for name in COLUMNS)}
    FROM {counting.TABLE} c
    JOIN performance_version v ON v.agency_id = c.agency_id
    WHERE v.id = ANY (%s)"""  # noqa: S608
# The office as counted now, and those below it as they were frozen last.
_WITH_BELOW = f"""(
    SELECT agency_id, {_COLUMNS} FROM {counting.TABLE}
    UNION ALL
    SELECT v.agency_id, {", ".join(f"f.{name}" for name in COLUMNS)}
    FROM performance_versionfact f JOIN performance_version v ON v.id = f.version_id
    WHERE v.id IN (
        SELECT DISTINCT ON (v.agency_id) v.id FROM performance_version v
        JOIN people_agency a ON a.id = v.agency_id
        WHERE v.close_id = %(close)s AND a.path LIKE %(below)s AND a.id <> %(office)s
        ORDER BY v.agency_id, v.number DESC))"""  # noqa: S608


@transaction.atomic
def close_month(*, month: Month, by: Actor, at: datetime) -> Close:
    """Freeze the figures of every office as known at `at`. Raises Refused.

    One transaction: killed at any line the month is still open, and closing it again is new.
    """
    check_close(month, by=by, at=at)
    lock(month)
    if Close.objects.filter(month=month.first).exists():
        raise Refused(Code.ALREADY_CLOSED)
    counting.count(month, at=at)
    close = Close.objects.create(month=month.first, closed_at=at, closed_by_id=by.user_id)
    rows = _figures(figures_of(counting.TABLE), {})
    _freeze(close, rows, by=by, at=at)
    clear(month)
    return close


def close_due(*, at: datetime) -> Close | None:
    """Close last month once its day has come, where the pack leaves that to a job."""
    if taxonomy.setting("performance.closes") != "job":
        return None
    try:
        return close_month(month=Month.of(at).before, by=SYSTEM, at=at)
    except Refused:
        return None


@transaction.atomic
def recount(*, month: Month, office: Agency, reason: str, by: Actor, at: datetime) -> Version:
    """A further version of one office's card from what is known at `at`. Raises Refused."""
    if not by.has_role(*CORRECTORS):
        raise Refused(Code.NOT_YOURS)
    if not reason.strip():
        raise Refused(Code.NO_REASON)
    lock(month)
    close = close_of(month)
    correcting.from_events(month, office, at=at)
    return freeze_again(close, office, by=by, at=at, reason=reason.strip())


def close_of(month: Month) -> Close:
    """The closing of a month. Raises Refused while it is open."""
    close = Close.objects.filter(month=month.first).first()
    if close is None:
        raise Refused(Code.NOT_CLOSED)
    return close


def freeze_again(close: Close, office: Agency, *, by: Actor, at: datetime, reason: str) -> Version:
    """A further version of one office's card from what was counted for it. Raises Refused."""
    below = {"close": close.pk, "below": f"{office.path}%", "office": office.pk}
    rows = [
        row for row in _figures(figures_of(_WITH_BELOW), below) if row["agency_id"] == office.pk
    ]
    if not rows:
        raise Refused(Code.NOTHING_COUNTED)
    return _freeze(close, rows, by=by, at=at, reason=reason)[0]


def _figures(statement: str, values: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        names = COLUMN_NAMES
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _freeze(
    close: Close, rows: Iterable[Row], *, by: Actor, at: datetime, reason: str = ""
) -> list[Version]:
    """Write one version for each office in `rows`, with its figures and counted reports."""
    by_office: dict[int, dict[str, Row]] = {}
    for row in rows:
        by_office.setdefault(row["agency_id"], {})[row["scope"]] = row
    writer = _Writer(close, by, at, reason, _numbers(close, by_office))
    offices = Agency.objects.in_bulk(by_office)
    versions = [writer.version(offices[pk], by_office[pk]) for pk in sorted(by_office)]
    Version.objects.bulk_create(versions, batch_size=500)
    VersionScore.objects.bulk_create(
        [
            VersionScore(version=version, month=close.month, **row)
            for version in versions
            for row in by_office[version.agency_id].values()
        ],
        batch_size=500,
    )
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [[version.pk for version in versions]])
    publication.add_closed_cards(
        _public(version, by_office[version.agency_id]) for version in versions
    )
    return versions


def _public(version: Version, scopes: Mapping[str, Row]) -> ClosedCard:
    """What everybody may check; figures that count something hidden stay inside."""
    hides = any(row["hides"] for row in scopes.values())
    return ClosedCard(
        checksum=version.checksum,
        agency_id=version.agency_id,
        month=version.close.month,
        number=version.number,
        made_at=version.made_at,
        paper="" if hides else version.paper,
        signature=version.signature,
    )


def _numbers(close: Close, offices: Iterable[int]) -> dict[int, int]:
    """The last number that each office's card has."""
    rows = Version.objects.filter(close=close, agency__in=list(offices)).order_by("number")
    return dict(rows.values_list("agency_id", "number"))


class _Writer:
    """Makes versions: the figures as a text, its checksum and signature."""

    def __init__(
        self, close: Close, by: Actor, at: datetime, reason: str, numbers: Mapping[int, int]
    ) -> None:
        self.close, self.by, self.at, self.reason, self.numbers = close, by, at, reason, numbers
        self.institution = str(taxonomy.setting("institution.name", ""))
        self.is_for_payroll = bool(taxonomy.setting("allowance.enabled", False))
        self.formula = current_formula(Month(close.month))

    def version(self, office: Agency, scopes: Mapping[str, Row]) -> Version:
        """The next version of one office, not saved."""
        number = self.numbers.get(office.pk, 0) + 1
        official = {name.value: scopes[name] for name in (Scope.OWN, Scope.WHOLE) if name in scopes}
        own = scopes.get(Scope.OWN, {})
        steps = formula.explain(self.formula, own) if self.formula else []
        text = paper.text(
            institution=self.institution,
            office=(office.code, office.name),
            month=f"{self.close.month:%Y-%m}",
            number=number,
            made_at=self.at,
            reason=self.reason,
            scopes=official,
            formula=self.formula,
            steps=steps,
            is_for_payroll=self.is_for_payroll,
        )
        return Version(
            close=self.close,
            agency=office,
            number=number,
            reason=self.reason,
            made_at=self.at,
            made_by_id=self.by.user_id,
            paper=text,
            checksum=signing.checksum(text),
            signature=signing.sign(text, secret=settings.SIGNING_KEY),
        )


def current_formula(month: Month) -> formula.Formula | None:
    """The pack's formula that holds in the month."""
    code = str(taxonomy.setting("allowance.formula", ""))
    return formula.on_day(taxonomy.setting("formulas", []), code, month.first) if code else None
