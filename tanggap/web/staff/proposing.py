"""The proposed office as staff read it: which, why, and on what ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import proposals
from tanggap.lib.naming import local
from tanggap.reports import workflow
from tanggap.triage import ground
from tanggap.web import display

if TYPE_CHECKING:
    from tanggap.casework.queries.warranty import Returned
    from tanggap.reports.models import Report

_BASES: dict[str, Promise | str] = {
    "sample": lazy("dilihat dari laporan yang lalu"),
    "reference": lazy("menurut aturan"),
    "judgement": lazy("pertimbangan kami, perlu dipastikan kota"),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """`cited` is the number of the report whose hearing decided, `mandate` the row it rests on."""

    agency: str
    reason: str
    cited: str
    is_sealed: bool  # that report is confidential, so its number isn't told
    mandate: str
    source: str


def of(report: Report, *, back: Returned | None, at: datetime) -> Proposed | None:
    """Where it would go, while somebody still has to decide that; None otherwise.

    `back` is the repair that it came back to.
    """
    is_open = report.state == workflow.State.SUBMITTED or (
        report.state == workflow.State.WAITING and bool(report.lead and report.lead.is_dispatcher)
    )
    found = proposals.proposed(report, back=back) if is_open else None
    if found is None:
        return None
    stands_on = ground.of(report.category, at=at) if report.category else None
    return Proposed(
        agency=found.agency.name,
        reason=found.reason,
        cited=found.ruling.number if found.ruling else "",
        is_sealed=found.ruling is not None and not found.ruling.number,
        mandate=_mandate(report, stands_on) if stands_on else "",
        source=_source(stands_on) if stands_on else "",
    )


def _mandate(report: Report, stands_on: ground.Ground) -> str:
    said = {
        "category": report.category.local_name if report.category else "",
        "code": stands_on.code,
        "day": display.day(stands_on.since) if stands_on.since else "–",
    }
    if stands_on.is_operators:
        return _("Mandat “%(category)s” (%(code)s), ditetapkan pengelola, sejak %(day)s.") % said
    return _("Mandat “%(category)s” (%(code)s), menurut paket kota, sejak %(day)s.") % said


def _source(stands_on: ground.Ground) -> str:
    parts = (local(stands_on.source, stands_on.source_en), str(_BASES.get(stands_on.basis, "")))
    text = "; ".join(part for part in parts if part)
    return _("Dasar: %(source)s.") % {"source": text} if text else ""
