"""When the people who work here sleep: a mail that isn't urgent waits until they are up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from tanggap.taxonomy import queries as taxonomy


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, usually over midnight; equal times mean never."""

    begins: time
    ends: time
    zone: ZoneInfo

    def awake(self, at: datetime) -> datetime:
        """`at` itself, or the end of the quiet hours in which it falls."""
        local = at.astimezone(self.zone)
        if not self._covers(local.time()):
            return at
        day = local.date()
        if self.begins > self.ends and local.time() >= self.begins:
            day += timedelta(days=1)
        return datetime.combine(day, self.ends, self.zone).astimezone(at.tzinfo)

    def _covers(self, now: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= now < self.ends
        return now >= self.begins or now < self.ends


def quiet_hours() -> QuietHours:
    """The pack's quiet hours in the instance's time zone; a pack without them has none."""
    begins = taxonomy.setting("notices.quiet_from", "00:00")
    ends = taxonomy.setting("notices.quiet_until", "00:00")
    return QuietHours(
        time.fromisoformat(begins), time.fromisoformat(ends), ZoneInfo(settings.TIME_ZONE)
    )
