"""Services and areas by their keys, in this process, through the public role."""

from __future__ import annotations

from dataclasses import dataclass

from tanggap.lib.editions import kept
from tanggap.places import queries as places
from tanggap.publication.queries import DB
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


@kept(Category, PackSetting, using=DB)
def current() -> Directory:
    """The directory of now."""
    services = [_service(row) for row in Category.objects.using(DB).filter(scheme="crm")]
    rows = PackSetting.objects.using(DB).filter(is_active=True, code__startswith="institution.")
    return Directory(
        by_code={service.code: service for service in services},
        by_id={service.id: service for service in services},
        settings={row.code: str(row.value) for row in rows},
    )


def address_of(area_code: str) -> tuple[str, str]:
    """An area in words, and its postcode; both may be empty."""
    row = places.area(area_code)
    return (places.describe(area_code), row.postcode) if row else ("", "")


def _service(row: Category) -> Service:
    """Protected kinds are never offered here: they have doors where somebody can help at once."""
    return Service(
        id=row.pk,
        code=row.code,
        name=row.name.strip(),
        keywords=",".join(row.keywords.split()),
        group=row.indicator,
        is_offered=row.is_active and not row.is_protected,
    )
