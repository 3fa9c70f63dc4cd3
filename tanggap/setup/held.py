"""Which open reports an office holds, and which a move would put into the wrong hands."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.people.models import Agency
from tanggap.reports.case import HOLDING
from tanggap.reports.models import OPEN_STATES, Assignment, Report


def open_at(office: Agency) -> QuerySet[Report]:
    """Open reports that `office` leads or helps with, also those that wait for the validator."""
    turns = Assignment.objects.filter(
        agency=office, report=OuterRef("pk"), state__in=[state.value for state in HOLDING]
    )
    return _open().filter(Q(lead=office) | Exists(turns))


def delicate_at(office: Agency) -> QuerySet[Report]:
    """Those of them that only an office with case workers may hold."""
    about_an_office = Q(category__is_conflict_of_interest=True)
    return open_at(office).filter(Q(is_confidential=True) | about_an_office)


def wronged_by(office: Agency, parent: Agency) -> QuerySet[Report]:
    """Reports about an office that, once `office` stands below `parent`, would hold them itself."""
    codes = parent.path.strip("/").split("/")
    branch = Agency.objects.filter(path__startswith=office.path)
    turns = Assignment.objects.filter(
        agency__in=branch, report=OuterRef("pk"), state__in=[state.value for state in HOLDING]
    )
    held = Q(lead__in=branch) | Exists(turns)
    return _open().filter(held, about__code__in=codes)


def _open() -> QuerySet[Report]:
    return Report.objects.filter(state__in=[s.value for s in OPEN_STATES], merged_into=None)
