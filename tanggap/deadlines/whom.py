"""Whom a rung of the ladder reaches: people in their current seats, and why they are told.

Nobody is told of a report that she may not open; a confidential one therefore climbs no further
than to those who work on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from tanggap.people.access import actor_for
from tanggap.people.models import Agency, Role, User
from tanggap.people.queries import holders, holders_anywhere
from tanggap.reports import access
from tanggap.reports.clocks import Tell
from tanggap.reports.models import Assignment, Report
from tanggap.reports.workflow import AssignmentState, State
from tanggap.taxonomy import queries as taxonomy

People = dict[int, int]  # person -> the office because of which she is told

# Whose turn it is where no office holds the report.
DESKS: dict[str, tuple[str, ...]] = {
    State.SUBMITTED: (Role.VERIFIER,),
    State.AWAITING_VALIDATION: (Role.VALIDATOR,),
    State.REFERRED: (Role.DISPATCHER,),
    State.DECLINED: (Role.VERIFIER, Role.DISPATCHER),
}
ADMINS = (Role.AGENCY_ADMIN, Role.CASE_WORKER)


@dataclass(slots=True)
class Whom:
    """Finds people at one moment; what it read once it knows."""

    at: datetime
    _heads: dict[int, People] = field(default_factory=dict)
    _parents: dict[int, Agency | None] = field(default_factory=dict)

    def find(self, report: Report, tell: Tell) -> People:
        """The people that `tell` means for `report`; whether they may see it is asked apart."""
        return _FINDERS[tell](self, report)

    def turn(self, report: Report) -> People:
        """Whoever's turn it is."""
        if roles := DESKS.get(report.state):
            return holders_anywhere(*roles, at=self.at)
        office = report.lead
        if office is None:
            return {}
        if office.is_dispatcher:
            return holders(Role.DISPATCHER, offices=[office.pk], at=self.at)
        admins = holders(*ADMINS, offices=[office.pk], at=self.at)
        officers = holders(Role.OFFICER, offices=[office.pk], at=self.at)
        mine = _officer(report)
        return admins | ({mine: office.pk} if mine in officers else officers)

    def unit_head(self, report: Report) -> People:
        """Heads of the office whose turn it is, or of the first one above that has any."""
        return self._first_heads(office_of(report))

    def agency_head(self, report: Report) -> People:
        """Heads of the office above it."""
        office = office_of(report)
        return self._first_heads(self._above(office) if office else None)

    def city_head(self, report: Report) -> People:
        """Heads of the city in which the office works."""
        office = office_of(report)
        if office is None or office.area_id is None:
            return {}
        kinds = taxonomy.setting("governing_kinds.city", [])
        rows = Agency.objects.filter(kind__in=kinds, is_active=True).exclude(pk=office.pk)
        cities = {row.area.code: row for row in rows.select_related("area") if row.area}
        area = office.area.code if office.area else ""
        found = next(
            (row for code, row in cities.items() if f"{area}.".startswith(f"{code}.")), None
        )
        return self._of(found) if found else {}

    def top(self, report: Report) -> People:
        """Leaders of the whole institution."""
        root = Agency.objects.filter(code=taxonomy.setting("institution.root_agency", "")).first()
        return holders(Role.LEADER, offices=[root.pk], at=self.at) if root else {}

    def _first_heads(self, office: Agency | None) -> People:
        while office is not None:
            if found := self._of(office):
                return found
            office = self._above(office)
        return {}

    def _of(self, office: Agency) -> People:
        """Its leaders; where it has none, whoever administers it."""
        if office.pk not in self._heads:
            leaders = holders(Role.LEADER, offices=[office.pk], at=self.at)
            self._heads[office.pk] = leaders or holders(
                Role.AGENCY_ADMIN, offices=[office.pk], at=self.at
            )
        return self._heads[office.pk]

    def _above(self, office: Agency) -> Agency | None:
        if office.pk not in self._parents:
            self._parents[office.pk] = Agency.objects.filter(children=office.pk).first()
        return self._parents[office.pk]


_FINDERS: dict[Tell, Callable[[Whom, Report], People]] = {
    Tell.TURN: Whom.turn,
    Tell.UNIT_HEAD: Whom.unit_head,
    Tell.AGENCY_HEAD: Whom.agency_head,
    Tell.CITY_HEAD: Whom.city_head,
    Tell.TOP: Whom.top,
}


def office_of(report: Report) -> Agency | None:
    """The office that is late when the report is late."""
    desk = {State.AWAITING_VALIDATION: "validator", State.SUBMITTED: "verifier"}.get(
        State(report.state), "dispatcher"
    )
    if report.state in DESKS:
        code = taxonomy.setting(f"desks.{desk}", "")
        return Agency.objects.select_related("area").filter(code=code).first()
    return report.lead


def _officer(report: Report) -> int | None:
    """Who accepted it, by name."""
    rows = Assignment.objects.filter(
        report=report, role=Assignment.Role.LEAD, state=AssignmentState.ACCEPTED
    )
    return rows.values_list("officer_id", flat=True).first()


def may_see(people: Iterable[int], reports: Iterable[int], *, at: datetime) -> set[tuple[int, int]]:
    """Of all pairs (person, report) those where she may open it. One query a person."""
    ids = list(reports)
    seen: set[tuple[int, int]] = set()
    for user in User.objects.filter(pk__in=list(people)).order_by("pk"):
        rows = access.visible_to(actor_for(user, at=at)).filter(pk__in=ids)
        seen |= {(user.pk, pk) for pk in rows.values_list("pk", flat=True)}
    return seen
