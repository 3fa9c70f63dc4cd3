"""The only writer of rosters and alarms."""

from tanggap.duty.actions.alarms import acknowledge, ring
from tanggap.duty.actions.rosters import (
    NotOfTheOffice,
    Overlaps,
    Planned,
    add_change,
    add_shifts,
    end_change,
    end_shift,
)

__all__ = [
    "NotOfTheOffice",
    "Overlaps",
    "Planned",
    "acknowledge",
    "add_change",
    "add_shifts",
    "end_change",
    "end_shift",
    "ring",
]
