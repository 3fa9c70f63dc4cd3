"""Days for other people's calendars: what a day is about, and nothing that rings or blocks it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

TYPE = "text/calendar; charset=utf-8"


def event(name: str, summary: str, *, first: date, last: date, changed_at: datetime) -> Event:
    """Whole days from `first` to `last`. `name` is its own for ever: it is how it is replaced."""
    made = Event()
    made.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname or ''}")
    made.add("dtstamp", changed_at)
    made.add("summary", summary)
    made.add("dtstart", first)
    made.add("dtend", last + timedelta(days=1))  # the first day it isn't any more
    made.add("transp", "TRANSPARENT")
    return made


def write(events: Iterable[Event], *, title: str = "") -> bytes:
    """The file."""
    made = Calendar()
    made.add("prodid", "-//Tanggap//ID")
    made.add("version", "2.0")
    if title:
        made.add("x-wr-calname", title)
    for one in events:
        made.add_component(one)
    return bytes(made.to_ical())
