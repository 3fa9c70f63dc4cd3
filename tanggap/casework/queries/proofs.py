"""What the validator's own page reads: which report comes next, and proof that was seen before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import Exists, OuterRef, QuerySet

from tanggap.casework.queries import lists, paging
from tanggap.casework.queries.report import PROOF
from tanggap.media.queries import likeness
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import Report, ReportEvent, ReportPhoto
from tanggap.reports.workflow import Verb

RECENT = 100  # reports of the same kind and place whose proof is looked at
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Twin:
    """A photograph of the proof, and an earlier one that is the same or looks like it."""

    photo: ReportPhoto
    other: ReportPhoto
    likeness: float  # 1.0: the very same picture
    number: str  # of the other report; empty where the actor may not see it

    @property
    def is_same_report(self) -> bool:
        return self.photo.report_id == self.other.report_id


def following(actor: Actor, *, after: str = "") -> str:
    """The number to weigh next, nearest due time first; empty when there is none. One query or two.

    `after` is the cursor of the one just seen; behind the last one it begins again. What the
    actor declared done herself is left to others.
    """
    mine = ReportEvent.objects.filter(
        report=OuterRef("pk"), verb=Verb.RESOLVE.value, actor__in=actor.people
    )
    walks = [
        walk.filter(~Exists(mine), merged_into=None) for walk in lists.queue(actor, "validate")
    ]
    found = paging.page(walks, paging.BY_DUE, after=after, size=1)
    if not found.rows and after:
        found = paging.page(walks, paging.BY_DUE, size=1)
    return found.rows[0].number if found.rows else ""


def twins(
    report: Report, photos: Sequence[ReportPhoto], actor: Actor, *, least: float
) -> list[Twin]:
    """Earlier photographs that are the same as these, or at least `least` alike. Three queries.

    The same picture is found wherever it was used; one that only looks like it among the proof of
    the latest reports of the same category in the same place.
    """
    pictures = [photo for photo in photos if photo.attachment.phash is not None]
    if not pictures:
        return []
    found = [*_same(pictures), *_alike(report, pictures, least)]
    found.sort(key=lambda pair: pair[2])
    first = {other.pk: (photo, other, alike) for photo, other, alike in found}
    nearest = sorted(first.values(), key=lambda pair: -pair[2])[:SHOWN]
    return list(_named(nearest, actor))


_Pair = tuple[ReportPhoto, ReportPhoto, float]


def _same(photos: Collection[ReportPhoto]) -> Iterator[_Pair]:
    by_file = {photo.attachment_id: photo for photo in photos}
    rows = ReportPhoto.objects.filter(attachment__in=by_file, pk__lt=max(p.pk for p in photos))
    rows = rows.exclude(pk__in=[photo.pk for photo in photos])
    for other in rows.select_related("attachment").order_by("-pk")[: 10 * SHOWN]:
        if other.pk < by_file[other.attachment_id].pk:
            yield by_file[other.attachment_id], other, 1.0


def _alike(report: Report, photos: Collection[ReportPhoto], least: float) -> Iterator[_Pair]:
    if report.area_id is None or report.category_id is None:
        return
    for other in _recent(report):
        most, photo = max(((_likeness(one, other), one) for one in photos), key=itemgetter(0))
        is_other = photo.attachment_id != other.attachment_id
        if most >= least and is_other and other.pk < photo.pk:
            yield photo, other, most


def _likeness(one: ReportPhoto, other: ReportPhoto) -> float:
    return likeness(one.attachment.phash, other.attachment.phash)


def _recent(report: Report) -> QuerySet[ReportPhoto]:
    reports = Report.objects.filter(area=report.area_id, category=report.category_id)
    near = reports.exclude(pk=report.pk).order_by("-received_at", "-pk").values("pk")[:RECENT]
    rows = ReportPhoto.objects.filter(report__in=near, purpose__in=PROOF)
    return rows.filter(attachment__phash__isnull=False).select_related("attachment")


def _named(pairs: Sequence[_Pair], actor: Actor) -> Iterator[Twin]:
    numbers = _numbers({other.report_id for _photo, other, _likeness in pairs}, actor)
    for photo, other, alike in pairs:
        yield Twin(photo, other, alike, numbers.get(other.report_id, ""))


def _numbers(keys: Collection[int], actor: Actor) -> dict[int, str]:
    if not keys:
        return {}
    return dict(access.visible_to(actor).filter(pk__in=keys).values_list("pk", "number"))
