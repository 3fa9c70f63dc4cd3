"""What the office and what everybody will see of a report, before it is sent.

Made with the same mask as the public pages; `workflow.md` names what each degree of privacy shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tanggap.lib.naming import language
from tanggap.places import queries as places
from tanggap.publishing.redaction import redact
from tanggap.triage import caution
from tanggap.triage.caution import Care
from tanggap.web.portal.filing.points import number

SECRET = frozenset({Care.PROTECTION, Care.MISCONDUCT})


def context(typed: Mapping[str, Any], *, photos: int = 0) -> dict[str, Any]:
    """Everything that `portal/_preview.html` shows, of whatever stands in the form."""
    text, where = str(typed.get("text", "")).strip(), str(typed.get("where", "")).strip()
    lat, lng = number(typed.get("lat")), number(typed.get("lng"))
    readers = "case" if is_secret(typed) else str(typed.get("readers") or "staff")
    return {
        "readers": readers,
        "words": text,
        "masked": redact(text),
        "where": where,
        "masked_where": redact(where),
        "area": _area(str(typed.get("area", "")), lat, lng),
        "has_point": lat is not None and lng is not None,
        "photos": photos,
        "is_named": typed.get("identity") != "none",
        "has_masks": redact(text) != text,
        "language": language(),
    }


def is_secret(typed: Mapping[str, Any]) -> bool:
    """Whether only named case workers will read it, by her choice, her words or the category."""
    if typed.get("readers") == "case":
        return True
    found = caution.of(str(typed.get("text", "")), category=str(typed.get("category", "")))
    is_lifted = bool(typed.get("not_protected"))
    return any(one.care in SECRET and not (is_lifted and one.words) for one in found)


def _area(code: str, lat: float | None, lng: float | None) -> str:
    """The name of the area, as far as the place is known."""
    if not code and lat is not None and lng is not None:
        code = places.locate(lat=lat, lng=lng).area_code or ""
    row = places.area(code) if code else None
    return row.local_name if row else _("tempat yang kamu tulis")
