"""Names of the directories by key, kept in this process: lists of fifty rows join nothing."""

from __future__ import annotations

from tanggap.lib.editions import kept
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.taxonomy.models import Category, Channel


@kept(Category, is_spoken=True)
def categories() -> dict[int, str]:
    """All categories, in the language of the page."""
    return {row.pk: row.local_name for row in Category.objects.only("name", "name_en")}


@kept(Channel, is_spoken=True)
def channels() -> dict[int, str]:
    """All doors, in the language of the page."""
    return {row.pk: row.local_name for row in Channel.objects.only("name", "name_en")}


@kept(Area, is_spoken=True)
def areas() -> dict[int, str]:
    """All areas, in the language of the page."""
    return {row.pk: row.local_name for row in Area.objects.only("name", "name_en")}


@kept(Agency)
def agencies() -> dict[int, str]:
    """All offices."""
    return dict(Agency.objects.values_list("pk", "name"))
