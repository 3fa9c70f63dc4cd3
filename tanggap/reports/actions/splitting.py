"""A report that names several problems: each of the others becomes a report of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Unpack

from django.db import transaction

from tanggap.places.models import Area
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.opening import open_report
from tanggap.reports.models import Relation, Report, ReportPhoto
from tanggap.reports.workflow import ReportClass, Verb
from tanggap.taxonomy.models import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One problem of the report: what is not said of it is as in the report.

    `photos` are the ids of the reporter's photographs that show this problem; they stay with the
    report as well.
    """

    text: str
    title: str = ""
    category: Category | None = None
    address: str = ""
    area: Area | None = None
    photos: Collection[int] = ()


@transaction.atomic
def split(report: Report, *, parts: Sequence[Part] = (), **how: Unpack[How]) -> list[Report]:
    """Each of `parts` becomes a new report; `report` keeps every word and goes on. Returns them.

    The reporter follows all of them with the same code, and hears of each.
    """
    texts = [part.text for part in parts if part.text]
    fields = given(text=tuple(texts)) if len(texts) == len(parts) else frozenset()
    with acting(report, Verb.SPLIT, given=fields, **how) as t:
        made = [_open(t, part, place) for place, part in enumerate(parts, start=1)]
        t.data["into"] = [new.pk for new in made]
        t.data["into_numbers"] = [new.number for new in made]
    return made


def _open(turn: Turn, part: Part, place: int) -> Report:
    report, number = turn.report, turn.report.number
    new = open_report(
        channel=report.channel,
        external_id=f"{report.external_id[:80]}/split-{number}-{report.seq + 1}.{place}",
        text=part.text,
        by=turn.by,
        at=turn.at,
        code_hash=bytes(report.code_hash),
        data={"split_from": report.pk, "split_from_number": number},
        **_inherited(report),
        **_own(report, part),
    )
    Relation.objects.create(report=report, other=new, kind=Relation.Kind.SPLIT, created_at=turn.at)
    ReportPhoto.objects.bulk_create(_copies(report, new, part))
    return new


INHERITED = (
    "visibility",
    "is_made_public",
    "is_anonymous",
    "is_confidential",
    "contact",
    "occurred_at",
    "received_at",
    "about",
    "is_emergency",
)
PLACE = ("address", "lat", "lng", "area", "is_area_approximate")


def _inherited(report: Report) -> dict[str, Any]:
    """What all parts share. The citizen's clock began with the first report."""
    kind = report.report_class or ReportClass.COMPLAINT.value
    return {name: getattr(report, name) for name in INHERITED} | {"report_class": kind}


def _own(report: Report, part: Part) -> dict[str, Any]:
    """What the part says of itself. Another area has another point, which nobody knows yet."""
    place = {name: getattr(report, name) for name in PLACE}
    if part.area is not None and part.area.pk != report.area_id:
        place |= {"area": part.area, "lat": None, "lng": None, "is_area_approximate": False}
        place["address"] = ""
    place["address"] = part.address or place["address"]
    return place | {"title": (part.title or part.text)[:140], "category": part.category}


def _copies(report: Report, new: Report, part: Part) -> Iterator[ReportPhoto]:
    """The chosen photographs once more; whether everybody sees them is asked anew."""
    own = (ReportPhoto.Purpose.REPORT, ReportPhoto.Purpose.REOPEN)
    for photo in report.photos.filter(pk__in=part.photos, purpose__in=own).order_by("pk"):
        yield ReportPhoto(
            report=new,
            attachment_id=photo.attachment_id,
            purpose=photo.purpose,
            taken_at=photo.taken_at,
            lat=photo.lat,
            lng=photo.lng,
            created_at=photo.created_at,
        )
