"""Where a page's figures are downloaded."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.people.models import Agency
from tanggap.performance.counting import Month

Links = list[tuple[str, str]]


def of_card(month: Month, office: Agency) -> Links:
    """One office's card."""
    words = (("xlsx", _("Excel (XLSX)")), ("pdf", "PDF"), ("csv", "CSV"))
    names = (f"{month.first:%Y-%m}", office.code)
    return [(reverse("score:card_copy", args=[*names, kind]), word) for kind, word in words]


def of_months(month: Month) -> Links:
    """All offices: of the month, and of the year up to it."""
    name = f"{month.first:%Y-%m}"
    words = (("xlsx", _("Excel (XLSX)")), ("pdf", "PDF"), ("csv", "CSV"))
    found = [(reverse("score:board_copy", args=[name, kind]), word) for kind, word in words]
    year = reverse("score:board_copy", args=[name, "xlsx"])
    title = _("Setahun sampai bulan ini (XLSX)")
    return [*found, (f"{year}?year=1", title)]
