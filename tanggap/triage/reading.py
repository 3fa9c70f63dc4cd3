"""The offices and areas that routing asks, read from the database."""

from __future__ import annotations

from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.taxonomy.models import PackSetting
from tanggap.triage.mandate import Directory, Office

_KINDS = "governing_kinds."


def directory() -> tuple[Directory, dict[str, Agency]]:
    """Who can lead what, and the agencies by code. Three queries."""
    agencies = {
        agency.code: agency
        for agency in Agency.objects.filter(is_active=True).select_related("area", "parent")
    }
    areas = list(Area.objects.filter(valid_to=None).select_related("parent"))
    kinds = PackSetting.objects.filter(code__startswith=_KINDS, is_active=True)
    found = Directory(
        offices=tuple(_office(agency) for agency in agencies.values()),
        parents={area.code: area.parent.code if area.parent else "" for area in areas},
        levels={area.code: area.level for area in areas},
        governing_kinds={kind.code.removeprefix(_KINDS): kind.value for kind in kinds},
    )
    return found, agencies


def _office(agency: Agency) -> Office:
    return Office(
        code=agency.code,
        kind=agency.kind,
        area=agency.area.code if agency.area else "",
        parent=agency.parent.code if agency.parent else "",
    )
