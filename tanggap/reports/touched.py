"""Which running clocks a change of the rules can move at all: a condition in SQL.

It may name reports that stay as they are, never fewer than those that move; a test draws changes
and compares. A day counts only for clocks that count working days and haven't ended before it, a
rule only for clocks of its kind that began while it differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from tanggap.reports.bulk import EVERY, Which
from tanggap.reports.clocks import AGENCY_CLOCKS, PRESSING, SUSPENDING, Clock, Rules
from tanggap.reports.workflow import State

# Where the promise may be the citizen's own clock, because the work's doesn't run or stands still.
UNPROMISED = (State.SUBMITTED, State.ON_HOLD, State.REFERRED, State.DECLINED)
WORKED_ON = (State.WAITING, State.IN_PROGRESS, State.ON_HOLD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """A rule that says something else for clocks that begin between two days."""

    clock: str
    since: date
    until: date | None = None
    report_class: str = ""
    kind: str = ""
    category: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is different: days that are closed or open, rules; or nobody knows exactly."""

    days: tuple[date, ...] = ()
    rules: tuple[Differs, ...] = ()
    is_anything: bool = False

    def packed(self) -> dict[str, Any]:
        """The same as JSON."""
        rules = [{**asdict(one), "since": _text(one.since), "until": _text(one.until)}
                 for one in self.rules]  # fmt: skip
        days = [day.isoformat() for day in self.days]
        return {"days": days, "rules": rules, "is_anything": self.is_anything}

    @classmethod
    def unpacked(cls, data: Mapping[str, Any]) -> Change:
        """What `packed` gave."""
        rules = [
            Differs(**{**one, "since": _day(one["since"]), "until": _day(one["until"])})
            for one in data["rules"]
        ]
        days = tuple(date.fromisoformat(day) for day in data["days"])
        return cls(days=days, rules=tuple(rules), is_anything=data["is_anything"])


ANYTHING = Change(is_anything=True)


def which(change: Change, rules: Rules) -> Which:
    """The reports that `change` can move, where `rules` hold afterwards."""
    if change.is_anything:
        return EVERY
    parts = [*_of_days(change.days, rules), *(_of_rule(one, rules) for one in change.rules)]
    values: dict[str, Any] = {}
    conditions = []
    for place, (sql, given) in enumerate(parts):
        named = {name: f"touched_{place}_{name}" for name in given}
        conditions.append(sql.format(**{name: f"%({key})s" for name, key in named.items()}))
        values |= {named[name]: value for name, value in given.items()}
    return Which(sql=f"({' OR '.join(conditions) or 'false'})", values=values)


Part = tuple[str, dict[str, Any]]

# Where a clock stands still without a known end, nobody can tell from the row.
_LASTS = "(r.due_at IS NULL OR r.is_scheduled OR greatest(r.due_at, r.promised_at, r.updated_at)"


def _of_days(days: Iterable[date], rules: Rules) -> Iterator[Part]:
    """What hasn't ended before the first of the days, by clocks that count working days."""
    if not (found := sorted(days)):
        return
    counting = {clock for clock in Clock if rules.counts_working_days(clock)}
    promised, given = _promised(counting, rules)
    turns = f"r.state || ':' || r.due_clock = ANY({{turns}}) OR {promised}"
    given |= {"turns": _turns(counting), "first": _begin(found[0], rules)}
    yield f"{_LASTS} >= {{first}}) AND ({turns})", given


def _turns(moving: set[Clock]) -> list[str]:
    """State and pressing clock where some clock that may press instead is among `moving`."""
    return [
        f"{state}:{pressing}"
        for state, clocks in PRESSING.items()
        for pressing in ("", *clocks)
        if moving.intersection([pressing] if pressing in SUSPENDING else clocks)
    ]


def _promised(moving: set[Clock], rules: Rules) -> Part:
    """Reports whose promise may be one of `moving`: the work's, else the citizen's."""
    states = list(WORKED_ON) if Clock.COMPLETION in moving else []
    if Clock.CITIZEN not in moving:
        return "r.state = ANY({states})", {"states": states}
    since = rules.known_since(Clock.COMPLETION)
    if since is None:
        return "true", {}
    given = {"states": [*states, *UNPROMISED], "known": _begin(since, rules)}
    return "r.state = ANY({states}) OR r.is_scheduled OR r.received_at < {known}", given


def _of_rule(one: Differs, rules: Rules) -> Part:
    clock = Clock(one.clock)
    promised, given = _promised({clock}, rules)
    given |= {"turns": _turns({clock}), "first": _begin(one.since, rules)}
    sql = f"greatest(r.received_at, r.updated_at) >= {{first}} AND ({promised} OR"
    sql += " r.state || ':' || r.due_clock = ANY({turns}))"
    if one.until is not None:
        given["end"] = _begin(one.until + timedelta(days=1), rules)
        sql += " AND r.received_at < {end}"
    if one.report_class:
        given["report_class"] = one.report_class
        sql += " AND r.report_class = {report_class}"
    if one.kind and clock not in AGENCY_CLOCKS:
        given["kind"] = one.kind
        sql += " AND r.kind = {kind}"
    if one.category is not None:
        given["category"] = one.category
        sql += " AND r.category_id = {category}"
    return f"({sql})", given


def _begin(day: date, rules: Rules) -> datetime:
    return datetime.combine(day, time.min, rules.calendar.zone)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
