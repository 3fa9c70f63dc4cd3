"""Which agency a report should go to, and why: the proposal that a person confirms.

Offices, areas and the pack's rules are kept in this process until they change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.lib.editions import kept
from tanggap.lib.text import words
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.reports.models import Precedent
from tanggap.taxonomy.models import Category, PackSetting
from tanggap.triage import reading
from tanggap.triage.mandate import Directory, Lead, Why
from tanggap.triage.precedent import Ruling, speaking_to

MOST_RULINGS = 5_000  # the newest; a city makes some hundred a year


@dataclass(frozen=True, slots=True)
class Proposal:
    """The agency that should lead. The instance is shared: read it, never save it."""

    agency: Agency
    why: Why
    category: str = ""
    ruling: Ruling | None = None  # what the proposal cites

    @property
    def reason(self) -> str:
        """One sentence in the reader's language."""
        facts = {"agency": self.agency.name, "category": self.category}
        if self.ruling:
            facts["day"] = date_format(timezone.localtime(self.ruling.decided_at), "j M Y")
        return _SENTENCES[self.why]() % facts


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
    Why.WARRANTY: lambda: _("%(agency)s yang menyelesaikannya, dan ini masih masa jaminannya."),
    Why.RULING: lambda: _(
        "Sidang bersama %(day)s memutuskan hal serupa tentang “%(category)s” untuk %(agency)s."
    ),
}


def propose(
    category: Category | None, area: Area | None, *, is_geotagged: bool = False, text: str = ""
) -> Proposal | None:
    """The agency for a report of `category` in `area`; None means the dispatcher decides.

    A geo-tagged report goes to the office of its kelurahan, whatever its category, save two
    kinds: about an office itself, and protected ones. Those follow the mandate always. Elsewhere
    what a joint hearing ruled about a like case (by `text`, too) comes before the mandate.
    """
    directory, agencies = _known()
    code = area.code if area else ""
    found: Lead | None = None
    if category and not is_geotagged and not _is_delicate(category):
        ruling = speaking_to(_rulings(), category=category.code, area=code, text=text)
        if ruling and ruling.agency in agencies:
            return Proposal(agencies[ruling.agency], Why.RULING, category.local_name, ruling)
    if is_geotagged and not (category and _is_delicate(category)):
        found = directory.lead("kelurahan", area=code)
    elif category:
        found = directory.lead(category.lead, area=code)
    if found is None or found.agency not in agencies:
        return None
    return Proposal(agencies[found.agency], found.why, category.local_name if category else "")


def _is_delicate(category: Category) -> bool:
    return category.is_conflict_of_interest or category.is_protected


@kept(Agency, Area, PackSetting)
def _known() -> tuple[Directory, dict[str, Agency]]:
    return reading.directory()


@kept(Precedent, Agency)
def _rulings() -> tuple[Ruling, ...]:
    rows = Precedent.objects.select_related("report", "category", "area", "agency__area")
    return tuple(
        Ruling(
            number="" if row.report.is_confidential else row.report.number,
            category=row.category.code,
            area=row.area.code if row.area else "",
            reach=row.agency.area.code if row.agency.area else "",
            agency=row.agency.code,
            words=tuple(dict.fromkeys(words(row.keywords))),
            decided_at=row.decided_at,
        )
        for row in rows.order_by("-decided_at")[:MOST_RULINGS]
    )
