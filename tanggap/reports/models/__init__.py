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
    ARRIVED,
    CAME_BACK,
    FIRST_YEAR,
    SEARCH,
    TAGS,
    Tag,
    day_tags,
    month_number,
    state_tags,
)

__all__ = [
    "ARRIVED",
    "CAME_BACK",
    "FINAL_ASSIGNMENTS",
    "FIRST_YEAR",
    "HELPS",
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
    "Tag",
    "day_tags",
    "month_number",
    "state_tags",
]
