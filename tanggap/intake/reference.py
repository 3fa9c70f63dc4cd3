"""Reference data as the hot path needs it: in this process, read again when a pack was loaded.

Opening a report would otherwise ask for its channel, category and agency each time. Whether
anything changed is looked up at most once in REFRESH_SECONDS; an unknown code looks at once.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Max

from tanggap.people.models import Agency, ApiKey
from tanggap.taxonomy.models import Category, Channel, PackSetting, RowVersion

REFRESH_SECONDS = 2.0


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


def current() -> Reference:
    """The reference data of now."""
    name = _database()
    return _read(name, _edition(name, _tick()))


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


def partner(key_hash: str) -> Partner | None:
    """The partner whose key has this hash. A revoked key stops within REFRESH_SECONDS."""
    return _partner(_database(), key_hash, _tick())


@lru_cache(maxsize=1024)
def _partner(database: str, key_hash: str, tick: int) -> Partner | None:
    keys = ApiKey.objects.select_related("channel").filter(revoked_at=None)
    row = keys.filter(key_hash=key_hash).first()
    return Partner(row.pk, row.name, row.channel.code) if row else None


def forget() -> None:
    """Read everything again at the next question."""
    _read.cache_clear()
    _edition.cache_clear()
    _partner.cache_clear()


def _again() -> Reference:
    forget()
    return current()


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _tick() -> int:
    return int(time.monotonic() / REFRESH_SECONDS)


_Edition = tuple[int | None, datetime | None]


@lru_cache(maxsize=2)
def _edition(database: str, tick: int) -> _Edition:
    """The newest row of history and the last end of one: every load moves one of the two."""
    found = RowVersion.objects.aggregate(newest=Max("pk"), last_end=Max("valid_to"))
    return found["newest"], found["last_end"]


@lru_cache(maxsize=2)
def _read(database: str, edition: _Edition) -> Reference:
    agencies = {row.code: row for row in Agency.objects.filter(is_active=True)}
    return Reference(
        channels={row.code: row for row in Channel.objects.filter(is_active=True)},
        categories={row.code: row for row in Category.objects.filter(is_active=True)},
        agencies=agencies,
        settings={row.code: row.value for row in PackSetting.objects.filter(is_active=True)},
        dispatcher=next((row for row in agencies.values() if row.is_dispatcher), None),
    )
