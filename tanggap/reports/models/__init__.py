"""A report, who holds it, and everything that ever happened to it."""

from tanggap.reports.models.beside import (
    Extension,
    IdentityShare,
    Precedent,
    Relation,
    Supporter,
)
from tanggap.reports.models.report import (
    CAME_BACK,
    FINAL_ASSIGNMENTS,
    HELPS,
    OPEN_STATES,
    SEARCH,
    Assignment,
    Closing,
    Report,
    ReportEvent,
    ReportPhoto,
)

__all__ = [
    "CAME_BACK",
    "FINAL_ASSIGNMENTS",
    "HELPS",
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
