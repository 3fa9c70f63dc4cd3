"""What is asked once between writing a report and sending it; the answers stay in the form.

With a script all of it is said while she writes, and the form names what was shown in `seen`.
Without one the page comes back with it, everything typed still there, and the same button sends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tanggap.places import queries as places
from tanggap.places.locator import AreaNear
from tanggap.triage.alike import Alike, Written, alike
from tanggap.triage.caution import Caution
from tanggap.triage.likely import likely
from tanggap.web import cards, spots
from tanggap.web.portal.filing import elsewhere, points
from tanggap.web.portal.filing.elsewhere import Elsewhere
from tanggap.web.portal.filing.forms import ReportForm

OUTSIDE, SIMILAR, LEFT = "outside", "similar", "left"


@dataclass(frozen=True, slots=True)
class Similar:
    """An open report that may be the same, as `portal/_similar.html` shows it."""

    found: Alike
    label: Any

    @property
    def row(self) -> Any:
        return self.found.row


@dataclass(frozen=True, slots=True)
class Asks:
    """What still has to be asked; falsy when nothing has."""

    spots: list[AreaNear] = field(default_factory=list)
    outside: Elsewhere | None = None
    cautions: list[Caution] = field(default_factory=list)
    similar: list[Similar] = field(default_factory=list)
    has_left: bool = False  # her login has ended meanwhile
    seen: str = ""  # the names of all that has been asked, with these

    def __bool__(self) -> bool:
        return bool(self.spots or self.outside or self.cautions or self.similar or self.has_left)

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "spots": self.spots,
            "outside": self.outside,
            "cautions": self.cautions,
            "similar": self.similar,
            "has_left": self.has_left,
            "seen_token": self.seen,
        }


def of(form: ReportForm, *, has_left: bool = False) -> Asks:
    """What has to be asked of a valid form. A place outside the city is never a kelurahan.

    `has_left`: its writer believes that she is logged in, and isn't any more.
    """
    data, seen = form.cleaned_data, set(form.cleaned_data["seen"].split())
    outside = elsewhere.of(data)
    cautions = [one for one in form.cautions if one.care.value not in seen]
    found = [] if SIMILAR in seen or form.is_protected else similar(data)
    names = {one.care.value for one in cautions} | seen
    asked = ((OUTSIDE, outside), (SIMILAR, found), (LEFT, has_left))
    names |= {name for name, is_so in asked if is_so}
    return Asks(
        spots=[] if outside else _spots(data),
        outside=None if OUTSIDE in seen else outside,
        cautions=cautions,
        similar=found,
        has_left=has_left and LEFT not in seen,
        seen=" ".join(sorted(names)),
    )


def _spots(data: Mapping[str, Any]) -> list[AreaNear]:
    """Kelurahan to choose among when the place isn't certain; empty when it is, or was chosen."""
    if data["area"]:
        return []
    if data["lat"] is not None:
        return spots.of_point(lat=data["lat"], lng=data["lng"])
    return spots.of_words(data["where"]) or spots.mentioned(data["where"])


def similar(typed: Mapping[str, Any]) -> list[Similar]:
    """Open public reports like what stands in the form. One query; none without a place."""
    at, code = points.point(typed), points.area_code(typed)
    area = places.area(code) if code else None
    chosen = str(typed.get("category") or "")
    text = str(typed.get("text", ""))
    codes = [chosen] if chosen else [guess.code for guess in likely(text, most=2)]
    written = Written(
        text=text,
        categories=frozenset(codes),
        lat=at[0] if at else None,
        lng=at[1] if at else None,
        area=area.id if area else None,
    )
    return [Similar(one, cards.label(one.row)) for one in alike(written)]
