"""A report, who holds it, and everything that ever happened to it."""

from tanggap.reports.models.beside import (
    Extension,
    IdentityShare,
    Precedent,
    Relation,
    Supporter,
)
from tanggap.reports.models.report import (
    FINAL_ASSIGNMENTS,
    OPEN_STATES,
    SEARCH,
    Assignment,
    Closing,
    Report,
    ReportEvent,
    ReportPhoto,
)

__all__ = [
    "FINAL_ASSIGNMENTS",
    "OPEN_STATES",
    "SEARCH",
    "Assignment",
    "Closing",
    "Extension",
    "IdentityShare",
    "Precedent",
    "Relation",
    "Report",
    "ReportEvent",
    "ReportPhoto",
    "Supporter",
]
