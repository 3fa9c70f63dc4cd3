"""Which agency a report should go to, and why: the proposal that a person confirms.

Offices, areas and the pack's rules are kept in this process until they change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanggap.lib.editions import kept
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.taxonomy.models import Category, PackSetting
from tanggap.triage import reading
from tanggap.triage.mandate import Directory, Lead, Why


@dataclass(frozen=True, slots=True)
class Proposal:
    """The agency that should lead. The instance is shared: read it, never save it."""

    agency: Agency
    why: Why
    category: str = ""

    @property
    def reason(self) -> str:
        """One sentence in the reader's language."""
        return _SENTENCES[self.why]() % {"agency": self.agency.name, "category": self.category}


_SENTENCES = {
    Why.PLACE: lambda: _("Titiknya berada di wilayah %(agency)s."),
    Why.WIDER_PLACE: lambda: _("Tempatnya baru diketahui sampai wilayah %(agency)s."),
    Why.AGENCY: lambda: _("“%(category)s” adalah tugas %(agency)s."),
    Why.BRANCH: lambda: _("“%(category)s” di kota ini adalah tugas %(agency)s."),
    Why.CITY_STANDS_IN: lambda: _(
        "Tidak ada suku dinas untuk “%(category)s” di sini; %(agency)s yang mengurusnya."
    ),
    Why.DEPARTMENT: lambda: _(
        "“%(category)s” adalah tugas %(agency)s; suku dinasnya dipilih setelah tempatnya diketahui."
    ),
}


def propose(
    category: Category | None, area: Area | None, *, is_geotagged: bool = False
) -> Proposal | None:
    """The agency for a report of `category` in `area`; None means the dispatcher decides.

    A geo-tagged report goes to the office of its kelurahan, whatever its category, save two
    kinds: about an office itself, and protected ones. Those follow the mandate always.
    """
    directory, agencies = _known()
    code = area.code if area else ""
    found: Lead | None = None
    if is_geotagged and not (category and _is_delicate(category)):
        found = directory.lead("kelurahan", area=code)
    elif category:
        found = directory.lead(category.lead, area=code)
    if found is None or found.agency not in agencies:
        return None
    return Proposal(agencies[found.agency], found.why, category.name if category else "")


def _is_delicate(category: Category) -> bool:
    return category.is_conflict_of_interest or category.is_protected


@kept(Agency, Area, PackSetting)
def _known() -> tuple[Directory, dict[str, Agency]]:
    return reading.directory()
