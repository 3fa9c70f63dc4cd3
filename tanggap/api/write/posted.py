"""A posted form of Open311 as an `Inbound`: names are translated, nothing is decided."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from tanggap.api.georeport import GENERIC
from tanggap.intake.inbound import MAX_TEXT, Inbound, Person, Photo
from tanggap.intake.reference import Partner

SAME_FOR = timedelta(minutes=15)
_ATTRIBUTE = re.compile(r"attribute\[([^\]]{1,80})\](?:\[\])?")
MAX_ATTRIBUTES = 60
MAX_VALUE = 2000
PHOTO_FIELD = re.compile(r"media|photo\d*|file_.+|media\[\]")


def inbound(
    form: QueryDict, *, partner: Partner, photos: tuple[Photo, ...], language: str, at: datetime
) -> Inbound:
    """The report that a partner posted, of a form without `problems`."""
    lat, lng = _point(form)
    attributes = _attributes(form)
    data = {"partner": partner.name, **_notes(form, attributes)}
    named = _name(form, attributes, partner=partner, at=at)
    return Inbound(
        channel=partner.channel,
        external_id=named[0],
        earlier_id=named[1],
        replay_since=at - SAME_FOR,
        text=form.get("description", ""),
        title=_first(attributes, "title"),
        category=_category(form),
        lat=lat,
        lng=lng,
        address=form.get("address_string", "") or _first(attributes, "closest_address"),
        person=_person(form),
        language=language,
        photos=photos,
        data=data,
    )


def problems(form: QueryDict) -> list[str]:
    """Every missing or impossible field, in words; the field's name comes first."""
    checks: list[Callable[[QueryDict], str]] = [_no_service, _no_text, _no_place]
    return [text for check in checks if (text := check(form))]


def _no_service(form: QueryDict) -> str:
    return "" if form.get("service_code", "").strip() else _required("service_code")


def _no_text(form: QueryDict) -> str:
    text = form.get("description", "").strip()
    if len(text) > MAX_TEXT:
        return _("description: paling panjang %d huruf (too long)") % MAX_TEXT
    return "" if text else _required("description")


def _no_place(form: QueryDict) -> str:
    given = [bool(form.get(name, "").strip()) for name in ("lat", "long")]
    if any(given) and _numbers(form) is None:
        return _("lat, long: dua angka derajat WGS 84 (required together)")
    if any(given) or form.get("address_string", "").strip():
        return ""
    return _("lat dan long, atau address_string: wajib diisi (required)")


def _required(name: str) -> str:
    return _("%s: wajib diisi (required)") % name


def _numbers(form: QueryDict) -> tuple[float, float] | None:
    try:
        lat, lng = float(form.get("lat", "")), float(form.get("long", ""))
    except ValueError:
        return None
    return (lat, lng) if -90 <= lat <= 90 and -180 <= lng <= 180 else None


def _point(form: QueryDict) -> tuple[float | None, float | None]:
    return _numbers(form) or (None, None)


def _category(form: QueryDict) -> str:
    code = form.get("service_code", "").strip()
    return "" if code == GENERIC else code


def _person(form: QueryDict) -> Person:
    names = (form.get("first_name", "").strip(), form.get("last_name", "").strip())
    return Person(
        name=" ".join(name for name in names if name)[:200],
        email=form.get("email", "").strip()[:254],
        phone=form.get("phone", "").strip()[:40],
    )


def _attributes(form: QueryDict) -> dict[str, list[str]]:
    """`attribute[CODE]` once, repeated, or with []: kept whether we know the code or not."""
    found: dict[str, list[str]] = {}
    for name in list(form)[: 4 * MAX_ATTRIBUTES]:
        if (match := _ATTRIBUTE.fullmatch(name)) and len(found) < MAX_ATTRIBUTES:
            values = [value[:MAX_VALUE] for value in form.getlist(name)[:MAX_ATTRIBUTES]]
            found.setdefault(match[1], []).extend(values)
    return found


def _first(attributes: dict[str, list[str]], code: str) -> str:
    return next(iter(attributes.get(code, ())), "")


def _notes(form: QueryDict, attributes: dict[str, list[str]]) -> dict[str, object]:
    """What has no column of its own. Where a device or account is named, it isn't kept."""
    links = [link[:MAX_VALUE] for link in form.getlist("media_url")[:10] if link.strip()]
    notes: dict[str, object] = {"attributes": attributes} if attributes else {}
    return {**notes, "media_url": links} if links else notes


def _name(
    form: QueryDict, attributes: dict[str, list[str]], *, partner: Partner, at: datetime
) -> tuple[str, str]:
    """The input's name, and the name it would have had just before.

    Open311 has no key of its own: a client that got no answer posts again. A partner's own id is
    the name where one is sent; else the same words at the same place within a quarter of an hour
    are the same report. Time is cut in quarters, so the quarter before is asked for too.
    """
    own = _first(attributes, "external_id") or _first(attributes, "fixmystreet_id")
    if own:
        digest = hashlib.sha256(own.encode()).hexdigest()
        return f"{partner.key_id}:own:{digest}", ""
    fields = [form.get(n, "").strip() for n in ("service_code", "lat", "long", "address_string")]
    words = [*fields, form.get("description", "").strip()]
    digest = hashlib.sha256(json.dumps(words).encode()).hexdigest()
    quarter = int(at.timestamp() // SAME_FOR.total_seconds())
    return f"{partner.key_id}:{digest}:{quarter}", f"{partner.key_id}:{digest}:{quarter - 1}"


def files(request: HttpRequest) -> list[object]:
    """The photographs of a multipart form, under any name that clients use."""
    sent: MultiValueDict[str, object] = request.FILES  # type: ignore[assignment]
    return [file for name in sent if PHOTO_FIELD.fullmatch(name) for file in sent.getlist(name)]
