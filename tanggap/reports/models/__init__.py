"""A report, who holds it, and everything that ever happened to it."""

from tanggap.reports.models.beside import (
    Extension,
    IdentityShare,
    Precedent,
    PublicMask,
    Relation,
    Supporter,
)
from tanggap.reports.models.report import (
    FINAL_ASSIGNMENTS,
    HELPS,
    OPEN_STATES,
    Assignment,
    Closing,
    Report,
    ReportEvent,
    ReportPhoto,
)
from tanggap.reports.models.search import (
    CAME_BACK,
    LOOKUP,
    SEARCH,
    TAGS,
    state_tags,
)

__all__ = [
    "CAME_BACK",
    "FINAL_ASSIGNMENTS",
    "HELPS",
    "LOOKUP",
    "OPEN_STATES",
    "SEARCH",
    "TAGS",
    "Assignment",
    "Closing",
    "Extension",
    "IdentityShare",
    "Precedent",
    "PublicMask",
    "Relation",
    "Report",
    "ReportEvent",
    "ReportPhoto",
    "Supporter",
    "state_tags",
]
