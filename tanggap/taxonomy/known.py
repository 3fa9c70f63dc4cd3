"""The clocks' rules as they were known at a moment, from the history of every row.

A clock that has stopped is explained by what was known when it stopped: a rule that is changed
afterwards, even for days gone by, never moves it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from tanggap.lib.calendar import WorkCalendar
from tanggap.lib.editions import kept
from tanggap.taxonomy.models import Category, ClockPolicy, PackSetting, RowVersion
from tanggap.taxonomy.queries import office_hours, work_calendar

# Tables of the pack, and what the operator says beside it.
POLICIES, DAYS = "clock_policies", "holidays"
OWN_POLICIES, ENDS, OWN_DAYS = "operator.clock_policies", "operator.ends", "operator.days"
TABLES = (POLICIES, DAYS, OWN_POLICIES, ENDS, OWN_DAYS)

Known = tuple[tuple[ClockPolicy, ...], WorkCalendar]
Rows = Mapping[str, Mapping[str, Mapping[str, Any]]]  # by table and code


class History:
    """All versions of the clocks' rules, in memory: asked in a forked process, too."""

    def __init__(
        self,
        versions: Sequence[RowVersion],
        categories: Mapping[str, int],
        hours: Mapping[str, Any],
    ) -> None:
        self._versions, self._categories, self._hours = versions, categories, hours
        ends = (row.valid_to for row in versions if row.valid_to)
        self._moments = sorted({*(row.valid_from for row in versions), *ends})
        self._known: dict[datetime, Known] = {}

    def since(self, at: datetime) -> datetime | None:
        """Since when what was known at `at` was known; None when that is still all there is.

        Nothing is older than the first load of a pack: what stopped before it goes by it.
        """
        if not self._moments or at >= self._moments[-1]:
            return None
        return self._moments[max(bisect_right(self._moments, at) - 1, 0)]

    def known(self, moment: datetime) -> Known:
        """Policies (unsaved rows) and calendar as they were known from `moment` on."""
        if moment not in self._known:
            rows = self._rows(moment)
            self._known[moment] = tuple(self._policies(rows)), self._calendar(rows)
        return self._known[moment]

    def _rows(self, moment: datetime) -> Rows:
        found: dict[str, dict[str, Any]] = {table: {} for table in TABLES}
        for row in self._versions:
            if row.valid_from <= moment and (row.valid_to is None or row.valid_to > moment):
                found[row.table][row.code] = row.data
        return found

    def _policies(self, found: Rows) -> Iterator[ClockPolicy]:
        for code, data in sorted({**found[POLICIES], **found[OWN_POLICIES]}.items()):
            yield ClockPolicy(
                code=code,
                clock=data["clock"],
                report_class=data["report_class"],
                kind=data["kind"],
                category_id=self._categories.get(data["category"]),
                amount=data["amount"],
                unit=data["unit"],
                valid_from=date.fromisoformat(data["valid_from"]),
                valid_to=_day(data["valid_to"]),
                source=data["source"],
                source_en=data.get("source_en", ""),
                is_ours=data["is_ours"],
                ended_on=_day(found[ENDS].get(code, {}).get("ended_on")),
            )

    def _calendar(self, found: Rows) -> WorkCalendar:
        rows = found[DAYS].values()
        days = {date.fromisoformat(row["date"]): bool(row["is_collective_leave"]) for row in rows}
        own = found[OWN_DAYS].values()
        changed = {date.fromisoformat(row["date"]): row["kind"] for row in own}
        return work_calendar(days, changed, self._hours)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@kept(RowVersion, PackSetting, Category)
def history() -> History:
    """The history as of the last change, shared by this process."""
    rows = RowVersion.objects.filter(table__in=TABLES).order_by("pk")
    categories = dict(Category.objects.values_list("code", "pk"))
    return History(list(rows), categories, office_hours())


def names(days: Iterable[date]) -> dict[date, tuple[str, str]]:
    """What each day was called, (Indonesian, English), also one that is open again."""
    found = _names()
    return {day: found[day.isoformat()] for day in days if day.isoformat() in found}


@kept(RowVersion)
def _names() -> dict[str, tuple[str, str]]:
    rows = RowVersion.objects.filter(table__in=(DAYS, OWN_DAYS))
    # Later rows speak over earlier ones, the operator's over the pack's.
    ordered = sorted(rows, key=lambda row: (row.table == OWN_DAYS, row.valid_from))
    return {
        row.code: (row.data["name"], row.data.get("name_en", ""))
        for row in ordered
        if row.data.get("kind") != "working_day"
    }
