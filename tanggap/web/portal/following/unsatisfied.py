"""Where to turn when the city's last word doesn't satisfy: the pack's institutions, by area."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tanggap.lib.naming import local
from tanggap.reports.vocabulary import State
from tanggap.taxonomy import queries as taxonomy

if TYPE_CHECKING:
    from tanggap.reports.case import Case

FINAL = frozenset({State.RESOLVED, State.CLOSED, State.DECLINED, State.REFERRED})


@dataclass(frozen=True, slots=True)
class Body:
    """An institution above or beside the city. `seat`: who represents the place, if anybody."""

    name: str
    about: str
    address: str
    phone: str
    link: str
    seat: str
    source: str
    is_checked: bool


def bodies(known: Case) -> list[Body]:
    """Of a report that has ended; none while the city is still at it."""
    if known.stage.state not in FINAL:
        return []
    area = known.report.area
    return [_body(one, area.code if area else "") for one in taxonomy.setting("elsewhere", [])]


def _body(row: Mapping[str, Any], area: str) -> Body:
    return Body(
        name=local(row["name"], row["name_en"]),
        about=local(row["about"], row["about_en"]),
        address=row["address"],
        phone=row["phone"],
        link=row["link"],
        seat=_seat(row.get("seats", ()), area),
        source=local(row["source"], row["source_en"]),
        is_checked=row["status"] != "to_check",
    )


def _seat(seats: Iterable[Mapping[str, Any]], area: str) -> str:
    for seat in seats:
        if any(area == code or area.startswith(f"{code}.") for code in seat["areas"]):
            return local(seat["name"], seat["name_en"])
    return ""
