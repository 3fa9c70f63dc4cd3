"""Rules that every clock needs, held in this process.

They are read again when a load of the pack has changed any row, which is looked up at most once
in REFRESH_SECONDS.
"""

from __future__ import annotations

import time
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Max

from tanggap.lib.calendar import WorkCalendar
from tanggap.taxonomy.models import ClockPolicy, Holiday, PackSetting, RowVersion

REFRESH_SECONDS = 2.0

Edition = tuple[int | None, datetime | None]


def policies() -> tuple[ClockPolicy, ...]:
    """All dated rules of all clocks. The rows are shared: read them, never save them."""
    return _policies(*edition())


def calendar() -> WorkCalendar:
    """The days and hours on which offices are open."""
    return _calendar(*edition())


def setting(code: str, default: Any = None) -> Any:
    """One value of the pack by its dotted name, as `numbers.prefix`."""
    return _settings(*edition()).get(code, default)


def forget() -> None:
    """Read everything again at the next question."""
    for cached in (_edition, _policies, _calendar, _settings):
        cached.cache_clear()


def edition() -> tuple[str, Edition]:
    """What caches of reference data depend on: the database, and the last load that changed it."""
    name = str(connection.settings_dict["NAME"])
    return name, _edition(name, int(time.monotonic() / REFRESH_SECONDS))


@lru_cache(maxsize=2)
def _edition(database: str, tick: int) -> Edition:
    """The newest row of history and the last end of one: every load moves one of the two."""
    found = RowVersion.objects.aggregate(newest=Max("pk"), last_end=Max("valid_to"))
    return found["newest"], found["last_end"]


@lru_cache(maxsize=2)
def _policies(database: str, edition: Edition) -> tuple[ClockPolicy, ...]:
    return tuple(ClockPolicy.objects.filter(is_active=True).order_by("code"))


@lru_cache(maxsize=2)
def _calendar(database: str, edition: Edition) -> WorkCalendar:
    rows = Holiday.objects.filter(is_active=True)
    return WorkCalendar.of(rows.values_list("date", "is_collective_leave"))


@lru_cache(maxsize=2)
def _settings(database: str, edition: Edition) -> dict[str, Any]:
    rows = PackSetting.objects.filter(is_active=True)
    return dict(rows.values_list("code", "value"))
