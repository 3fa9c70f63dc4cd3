"""How dates, numbers and durations are written, in Indonesian and in English.

Pure functions: a moment in, a short text out. They read the active language and the current
time zone, never the clock. Templates reach them through the library `formats`.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.lib.naming import language

DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
MINUTE, HOUR, DAY = 60, 3600, 86400
SHORT_UNITS = {"id": ("hari", "j", "m"), "en": ("d", "h", "m")}


def day(value: date | datetime) -> str:
    """A date with its weekday and year: "Sen, 23 Nov 2026"."""
    local = _local(value)
    return f"{day_short(local)} {local.year}"


def day_short(value: date | datetime) -> str:
    """A date without its year, for lists of one year: "Sab, 21 Nov"."""
    local = _local(value)
    words = language()
    return f"{DAYS[words][local.weekday()]}, {local.day} {MONTHS[words][local.month - 1]}"


def time_of_day(value: datetime) -> str:
    """Hours and minutes: "14.02", in English "14:02"."""
    local = _local(value)
    if not isinstance(local, datetime):
        return ""
    return f"{local.hour:02d}{'.' if language() == 'id' else ':'}{local.minute:02d}"


def moment(value: datetime) -> str:
    """Date and time: "Sen, 23 Nov 2026, 14.02"."""
    return f"{day(value)}, {time_of_day(value)}"


def moment_short(value: datetime) -> str:
    """Date and time without the year: "Sen, 23 Nov, 14.02"."""
    return f"{day_short(value)}, {time_of_day(value)}"


def number(value: float | Decimal, *, places: int = 0) -> str:
    """A number with its groups: "122.182" and "11,4", in English "122,182" and "11.4"."""
    if not places and type(value) is int and -1000 < value < 1000:
        return str(value)  # nothing to group, in either language
    text = f"{value:,.{places}f}"
    if language() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return text


def percent(part: float, whole: float, *, places: int = 1) -> str:
    """A share without its sign: "99,3"; a dash when there is nothing to share."""
    return number(100 * part / whole, places=places) if whole else "–"


def amount(number: int, unit: str) -> str:
    """A rule's length in its own unit: "60 hari kerja", "4 jam", "3 hari"."""
    match unit:
        case "hours":
            words = ngettext("%(n)s jam", "%(n)s jam", number)
        case "working_days":
            words = ngettext("%(n)s hari kerja", "%(n)s hari kerja", number)
        case _:
            words = ngettext("%(n)s hari", "%(n)s hari", number)
    return words % {"n": number}


def duration(value: timedelta) -> str:
    """The two largest units, in words: "2 hari 4 jam", "19 jam", "25 menit"."""
    days, hours, minutes = _split(value)
    parts = [
        (days, ngettext("%(n)s hari", "%(n)s hari", days)),
        (hours, ngettext("%(n)s jam", "%(n)s jam", hours)),
        (minutes, ngettext("%(n)s menit", "%(n)s menit", minutes)),
    ]
    said = [text % {"n": number(n)} for n, text in _largest(parts)]
    return " ".join(said) or _("kurang dari semenit")


def duration_short(value: timedelta) -> str:
    """The same for the desk: "1 j 12 m", "2 hari 4 j", "25 m"."""
    parts = list(zip(_split(value), SHORT_UNITS[language()], strict=True))
    return " ".join(f"{number(n)} {unit}" for n, unit in _largest(parts)) or f"0 {parts[2][1]}"


def ago(value: datetime, *, at: datetime) -> str:
    """How long ago: "baru saja", "25 menit lalu", "kemarin, 14.02", then the date."""
    passed = at - value
    if passed < timedelta(minutes=1):
        return _("baru saja")
    days = (_local(at).toordinal()) - (_local(value).toordinal())
    if days == 0:
        return _("%(duration)s lalu") % {"duration": duration(_largest_only(passed))}
    if days == 1:
        return _("kemarin, %(time)s") % {"time": time_of_day(value)}
    same_year = _local(at).year == _local(value).year
    return moment_short(value) if same_year else day(value)


def due(value: datetime, *, at: datetime) -> str:
    """When something is due: "hari ini, 16.00", "besok, 12.00", then the date and time."""
    days = _local(value).toordinal() - _local(at).toordinal()
    words = {0: _("hari ini, %(time)s"), 1: _("besok, %(time)s")}
    return words[days] % {"time": time_of_day(value)} if days in words else moment(value)


def distance(meters: float) -> str:
    """A distance: "450 m" up to a kilometre, then "1,2 km"."""
    if meters < 1000:
        return f"{number(round(meters, -1) if meters >= 100 else meters)} m"
    return f"{number(meters / 1000, places=1)} km"


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _split(value: timedelta) -> tuple[int, int, int]:
    seconds = int(abs(value.total_seconds()))
    return seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // MINUTE


def _largest(parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The first unit that counts and the one after it, without a zero behind."""
    first = next((place for place, (n, _unit) in enumerate(parts) if n), len(parts))
    return [(n, unit) for n, unit in parts[first : first + 2] if n]


def _largest_only(value: timedelta) -> timedelta:
    seconds = int(value.total_seconds())
    unit = HOUR if seconds >= HOUR else MINUTE
    return timedelta(seconds=seconds // unit * unit)
