"""Services and areas by their keys, in this process, through the public role."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from tanggap.api.georeport import GENERIC
from tanggap.lib import naming
from tanggap.lib.editions import kept
from tanggap.places import queries as places
from tanggap.publication.models import DB
from tanggap.taxonomy.models import Category, PackSetting


@dataclass(frozen=True, slots=True)
class Service:
    """One category as Open311 offers it."""

    id: int
    code: str
    name: str
    keywords: str
    group: str
    is_offered: bool


@dataclass(frozen=True, slots=True)
class Directory:
    """Services by code and by key, and the pack's settings that discovery shows."""

    by_code: dict[str, Service]
    by_id: dict[int, Service]
    settings: dict[str, str]

    def offered(self) -> list[Service]:
        """What a client may report, by name."""
        services = [service for service in self.by_code.values() if service.is_offered]
        return sorted(services, key=lambda service: service.name)


@kept(Category, PackSetting, using=DB, is_spoken=True)
def current() -> Directory:
    """The directory of now, in the active language."""
    rows = PackSetting.objects.using(DB).filter(is_active=True)
    shown = rows.filter(Q(code__startswith="institution.") | Q(code__startswith="indicators."))
    settings = {row.code: str(row.value) for row in shown}
    categories = Category.objects.using(DB).filter(scheme="crm")
    services = [_service(row, settings) for row in categories]
    return Directory(
        by_code={service.code: service for service in services},
        by_id={service.id: service for service in services},
        settings=settings,
    )


def address_of(area_code: str) -> tuple[str, str]:
    """An area in words, and its postcode; both may be empty."""
    row = places.area(area_code)
    return (places.describe(area_code), row.postcode) if row else ("", "")


def generic() -> Service:
    """The service of whoever doesn't know which."""
    return Service(id=0, code=GENERIC, name=_("Lainnya"), keywords="", group="", is_offered=True)


def _service(row: Category, settings: dict[str, str]) -> Service:
    """Protected kinds are never offered here: they have doors where somebody can help at once."""
    return Service(
        id=row.pk,
        code=row.code,
        name=row.local_name,
        keywords=",".join(row.keywords.split()),
        group=_group(row.indicator, settings),
        is_offered=row.is_active and not row.is_protected,
    )


def _group(indicator: str, settings: dict[str, str]) -> str:
    """The indicator in words; the pack has them."""
    name = settings.get(f"indicators.{indicator}.name", indicator)
    return naming.local(name, settings.get(f"indicators.{indicator}.name_en", ""))
