"""Reference data as the hot path needs it, kept in this process until it changes.

Opening a report would otherwise ask for its channel, category and agency each time. An unknown
code looks at once whether it has just been added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tanggap.lib import editions
from tanggap.lib.editions import kept
from tanggap.people.models import Agency, ApiKey
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category, Channel, PackSetting


@dataclass(frozen=True, slots=True)
class Reference:
    """Rows by their codes. They are shared: read them, never save them."""

    channels: dict[str, Channel]
    categories: dict[str, Category]
    agencies: dict[str, Agency]
    settings: dict[str, Any]
    dispatcher: Agency | None

    def setting(self, code: str, default: str) -> str:
        """A text of the pack by its dotted name."""
        value = self.settings.get(code)
        return str(value) if value is not None else default


@kept(Agency, Category, Channel, PackSetting)
def current() -> Reference:
    """The reference data of now."""
    agencies = {row.code: row for row in Agency.objects.filter(is_active=True)}
    return Reference(
        channels={row.code: row for row in Channel.objects.filter(is_active=True)},
        categories={row.code: row for row in Category.objects.filter(is_active=True)},
        agencies=agencies,
        settings=taxonomy.settings(),
        dispatcher=next((row for row in agencies.values() if row.is_dispatcher), None),
    )


def channel(code: str) -> Channel | None:
    """An active channel; asks the database again before it says that there is none."""
    return current().channels.get(code) or _again().channels.get(code)


def category(code: str) -> Category | None:
    """An active category, as `channel`."""
    return current().categories.get(code) or _again().categories.get(code)


@dataclass(frozen=True, slots=True)
class Partner:
    """Whoever writes with an API key."""

    key_id: int
    name: str
    channel: str


@kept(ApiKey, Channel, most=1024)
def partner(key_hash: str) -> Partner | None:
    """The partner whose key has this hash."""
    keys = ApiKey.objects.select_related("channel").filter(revoked_at=None)
    row = keys.filter(key_hash=key_hash).first()
    return Partner(row.pk, row.name, row.channel.code) if row else None


def _again() -> Reference:
    editions.look_again()
    return current()
