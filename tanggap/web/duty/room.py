"""In which frame the pages about duty stand, and how an alarm is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tanggap.duty import access, queries
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.web import display
from tanggap.web.staff.shell import ON_CALL as WORKERS
from tanggap.web.staff.shell import shell

__all__ = ["WORKERS", "Line", "because", "frame", "lines"]

if TYPE_CHECKING:
    from tanggap.duty.models import Alarm


def frame(actor: Actor) -> dict[str, Any]:
    """Who works in the field alone stays there; the others have the desk's rail."""
    if actor.roles == {Role.OFFICER}:
        return {"layout": "layouts/field.html", "place": "siaga", "is_field": True}
    return {"layout": "layouts/desk.html", **shell(actor, "siaga"), "is_field": False}


@dataclass(frozen=True, slots=True)
class Line:
    """One alarm in a list."""

    pk: int
    number: str
    title: str
    office: str
    since: str
    rings: str
    called: str
    is_hers: bool


def lines(alarms: list[Alarm], actor: Actor, *, at: datetime) -> list[Line]:
    """The alarms in words. Queries: one for all the names, one for each that isn't her office's."""
    called = queries.last_calls(alarms)
    return [_line(alarm, called.get(alarm.pk, []), actor, at) for alarm in alarms]


def _line(alarm: Alarm, called: list[str], actor: Actor, at: datetime) -> Line:
    return Line(
        pk=alarm.pk,
        number=alarm.report.number,
        title=alarm.report.title,
        office=alarm.agency.name,
        since=display.moment(alarm.opened_at),
        rings=display.duration((alarm.over_at or at) - alarm.opened_at),
        called=", ".join(called),
        is_hers=access.may_acknowledge(actor, alarm),
    )


def because(alarm: Alarm) -> str:
    """How a past alarm ended."""
    said = {
        "acknowledged": _("diterima"),
        "accepted": _("laporannya langsung dikerjakan"),
        "moved": _("laporannya pindah ke kantor lain"),
        "settled": _("laporannya sudah tidak menunggu tindakan"),
        "no_danger": _("ternyata bukan bahaya"),
    }
    return said.get(alarm.because, "")
