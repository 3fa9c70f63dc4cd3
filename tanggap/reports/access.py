"""The only way an interface gets a report, and what of it each person may see.

One filter says which rows (`visible_to`), one policy which fields (`seen`). A confidential
report is seen by case workers of the offices that hold it, and at the desks by whoever's turn
it is, while it is: somebody has to verify, pass on and validate it too.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull

from tanggap.lib import codes
from tanggap.lib.editions import kept
from tanggap.lib.lookup import Tag
from tanggap.people import queries as people
from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role
from tanggap.places.models import Area
from tanggap.reports import case, standing
from tanggap.reports.case import LEADING
from tanggap.reports.facts import WORKING_ROLES, ReportFacts
from tanggap.reports.models import Assignment, IdentityShare, Report, ReportPhoto
from tanggap.reports.workflow import State, Visibility
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import PackSetting

DESKS = (Role.VERIFIER, Role.DISPATCHER, Role.VALIDATOR, Role.OPERATOR)
# Roles that work inside one office, which can be complained about.
INSIDE = (Role.AGENCY_ADMIN, Role.OFFICER, Role.CASE_WORKER, Role.LEADER)
# Desks whose work needs the reporter's own photographs also when she keeps the report private.
# A case worker sees those of her own offices' reports, whatever else she may see elsewhere.
SEES_PHOTOS = (Role.VERIFIER, Role.DISPATCHER)


class NotFound(Exception):
    """There is no such report, or it is not for this person: the two look the same."""


def report_for(actor: Actor, number: str) -> Report:
    """The report `number`, if `actor` may see it. Raises NotFound. One query."""
    rows = visible_to(actor).select_related("category", "channel", "lead", "area", "contact")
    found = rows.defer("contact__sealed").filter(number=codes.plain(number)).first()
    if found is None:
        raise NotFound
    return found


def reports_for(actor: Actor, numbers: Collection[str]) -> list[Report]:
    """Those of the reports `numbers` that `actor` may see, in the order asked. One query."""
    rows = visible_to(actor).select_related("category", "channel", "lead", "area")
    found = {report.number: report for report in rows.filter(number__in=list(numbers))}
    return [found[number] for number in numbers if number in found]


def by_code(number: str, code: str) -> Report:
    """The report `number` for its reporter, who knows the code. Raises NotFound. One query."""
    rows = Report.objects.select_related("category", "channel", "lead", "area", "merged_into")
    found = rows.filter(number=codes.plain(number)).first()
    expected = bytes(found.code_hash) if found else bytes(32)
    if not hmac.compare_digest(codes.hashed(code), expected) or found is None:
        raise NotFound
    return found


def by_link(number: str) -> Report:
    """The report for who answers by a signed link, which names it. Raises NotFound. One query."""
    rows = Report.objects.select_related("category", "channel", "lead", "area", "merged_into")
    found = rows.filter(number=codes.plain(number)).first()
    if found is None:
        raise NotFound
    return found


def visible_to(actor: Actor) -> QuerySet[Report]:
    """The reports that a member of staff may see. Nobody else sees any this way."""
    if actor.kind == "system":
        return Report.objects.all()
    if actor.kind != "staff" or not actor.seats:
        return Report.objects.none()
    seen = Report.objects.filter(_plain(actor) | _confidential(actor))
    return seen.exclude(_about_own_office(actor)) if actor.absent else seen


def _about_own_office(actor: Actor) -> Q:
    """Complaints about the office where the actor herself sits, or about one above it.

    Whoever stands in for somebody sees what that person sees, but never those.
    """
    codes = {code for path in actor.own().paths(*INSIDE) for code in path.strip("/").split("/")}
    return Q(about__code__in=codes)


def _plain(actor: Actor) -> Q:
    """Of the reports that are not confidential."""
    if _sees_all(actor):
        return Q(is_confidential=False)
    seen = Q(pk__in=[])
    if offices := _offices(actor):
        seen |= Q(offices__overlap=sorted(offices))
    if actor.has_role(Role.CLERK):
        seen |= Q(channel__in=taxonomy.walk_in_channels())
    return Q(is_confidential=False) & seen


def _sees_all(actor: Actor) -> bool:
    """Whether the actor works at a desk for the whole city, or heads the root office."""
    heads = any(path.count("/") <= 2 for path in actor.paths(Role.LEADER))
    return actor.has_role(*DESKS) or heads


def _offices(actor: Actor) -> frozenset[int]:
    """Whose reports the actor sees, past ones too: who passed it on may see what became of it."""
    own = actor.agency_ids(Role.OFFICER, Role.CASE_WORKER)
    below = map(people.under, actor.paths(Role.AGENCY_ADMIN, Role.LEADER))
    return own.union(*below, _in_city(actor.agency_ids(Role.LEADER)))


@kept(Agency, Area, PackSetting)
def _in_city(led: frozenset[int]) -> frozenset[int]:
    """The offices that work in the cities which the offices `led` govern, whoever is above them.

    The head of a city answers for what happens in it, and the ladder reaches her before the top.
    """
    kinds = taxonomy.setting("governing_kinds.city", []) if led else []
    cities = Agency.objects.filter(pk__in=led, kind__in=kinds, area__isnull=False)
    within = Q(pk__in=[])
    for area in cities.values_list("area_id", flat=True):
        within |= Q(area=area) | Q(area__parent=area) | Q(area__parent__parent=area)
    return frozenset(Agency.objects.filter(within).values_list("pk", flat=True))


def reach(actor: Actor) -> list[int] | None:
    """Tags of which every report that `actor` may see has at least one; None: no such tags.

    An entry to the index for whoever sees little of a big city, never a permission: what may be
    seen is decided by `visible_to` alone.
    """
    if actor.kind == "system" or _sees_all(actor):
        return None
    channels = taxonomy.walk_in_channels() if actor.has_role(Role.CLERK) else ()
    return [*Tag.OFFICE.of(sorted(_offices(actor))), *Tag.CHANNEL.of(channels)]


def _confidential(actor: Actor) -> Q:
    seen = Q(pk__in=[])
    if offices := actor.agency_ids(Role.CASE_WORKER):
        seen |= Q(offices__overlap=sorted(offices)) & _held_by(offices)
    if actor.has_role(Role.VERIFIER):
        seen |= Q(state__in=[State.SUBMITTED, State.DECLINED])
        seen |= Q(state=State.ON_HOLD, held_from=State.SUBMITTED)
    if actor.has_role(Role.DISPATCHER):
        seen |= Q(lead__in=people.dispatchers())
        seen |= Q(state__in=[State.REFERRED, State.DECLINED])
    if actor.has_role(Role.VALIDATOR):
        seen |= Q(state=State.AWAITING_VALIDATION)
    return Q(is_confidential=True) & seen


def _held_by(offices: Collection[int]) -> Q:
    """Whether one of `offices` leads or helps now.

    Asked of each row: EXISTS would let the planner read all that an office ever had.
    """
    rows = Assignment.objects.filter(
        agency__in=offices, state__in=[state.value for state in LEADING], report=OuterRef("pk")
    )
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person sees of one report she may see.

    `photos` tells about the reporter's own photographs: "all", "blurred", or "none"; those of
    the work are always shown, and so are those that everybody sees already. `identity` is never
    more than "none" for staff: a field that the reporter agreed to share is read through
    `shared_fields`. `place` is "exact" or "area".
    """

    text: bool = True
    place: Literal["exact", "area"] = "exact"
    photos: Literal["all", "blurred", "none"] = "all"
    identity: Literal["none", "own"] = "none"
    internal_notes: bool = True


def seen(report: Report, actor: Actor) -> Seen:
    """The field policy: what `actor` sees of a report that `visible_to` or `by_code` gave."""
    if actor.kind == "reporter":
        return Seen(identity="own", internal_notes=False)
    is_public = report.visibility == Visibility.PUBLIC and not report.is_confidential
    if (
        (is_public and not report.is_made_public)
        or actor.kind == "system"
        or actor.has_role(*SEES_PHOTOS)
    ):
        return Seen()
    if not actor.agency_ids(Role.CASE_WORKER).isdisjoint(report.offices):
        return Seen()
    return Seen(photos="blurred" if actor.has_role(Role.VALIDATOR) else "none")


def photos_of(report: Report, actor: Actor) -> QuerySet[ReportPhoto]:
    """The photographs of `report` that `actor` may see, oldest first."""
    rows = report.photos.select_related("attachment").order_by("pk")
    return rows.exclude(_kept_back(report)) if seen(report, actor).photos == "none" else rows


def shown(report: Report, photos: Collection[ReportPhoto], actor: Actor) -> list[ReportPhoto]:
    """Those of the report's photographs, read already, that `actor` may see."""
    is_hidden = seen(report, actor).photos == "none"
    return [photo for photo in photos if not (is_hidden and is_kept_back(report, photo))]


# The reporter's own; the others show the work. Everybody may be shown her pictures alone.
PICTURES = (ReportPhoto.Purpose.REPORT, ReportPhoto.Purpose.REOPEN)
REPORTERS = (*PICTURES, ReportPhoto.Purpose.ENCLOSED)


def is_reporters(photo: ReportPhoto) -> bool:
    """Whether it is one of the reporter's own, which a private report doesn't show everybody."""
    return photo.purpose in REPORTERS


def is_picture(photo: ReportPhoto) -> bool:
    """Whether it is one of the reporter's own photographs, which may become public."""
    return photo.purpose in PICTURES


def is_kept_back(report: Report, photo: ReportPhoto) -> bool:
    """Whether it is one of the reporter's own that not everybody sees already."""
    is_approved = photo.is_public and report.visibility == Visibility.PUBLIC
    return is_reporters(photo) and not is_approved


def _kept_back(report: Report) -> Q:
    own = Q(purpose__in=REPORTERS)
    return own & Q(is_public=False) if report.visibility == Visibility.PUBLIC else own


def may_see_photo(actor: Actor, sha256: str) -> bool:
    """Whether a report that `actor` may see shows her this photograph sharp. One query."""
    rows = _photos_of_seen(actor, sha256)
    if not actor.has_role(*SEES_PHOTOS):
        is_public = Q(report__visibility=Visibility.PUBLIC, report__is_confidential=False)
        is_open = is_public & (Q(report__is_made_public=False) | Q(is_public=True))
        mine = Q(report__offices__overlap=sorted(actor.agency_ids(Role.CASE_WORKER)))
        rows = rows.filter(is_open | mine | ~Q(purpose__in=REPORTERS))
    return rows.exists()


def may_see_blurred(actor: Actor, sha256: str) -> bool:
    """Whether she may see the copy in which nobody is recognised. One query."""
    weighs = actor.has_role(*SEES_PHOTOS, Role.VALIDATOR)  # a desk, for every office
    return _photos_of_seen(actor, sha256).exists() if weighs else may_see_photo(actor, sha256)


def _photos_of_seen(actor: Actor, sha256: str) -> QuerySet[ReportPhoto]:
    return ReportPhoto.objects.filter(attachment__sha256=sha256, report__in=visible_to(actor))


def shares_of(report: Report, actor: Actor, *, at: datetime) -> QuerySet[IdentityShare]:
    """The identity fields of `report` that the actor may read at `at`.

    Only at the office that asked and to which the reporter agreed, while her consent runs and
    while that office still works on the report: who passed it on has no more use for it.
    """
    offices = actor.agency_ids(*WORKING_ROLES)
    works = Assignment.objects.filter(
        report=report, agency=OuterRef("agency"), state__in=[state.value for state in LEADING]
    )
    return IdentityShare.objects.filter(
        Exists(works),
        report=report,
        agency__in=offices,
        agreed_at__isnull=False,
        withdrawn_at=None,
        ends_at__gt=at,
    ).order_by("pk")


def shared_fields(report: Report, actor: Actor, *, at: datetime) -> frozenset[str]:
    """Names of the identity fields that `shares_of` lets the actor read."""
    return frozenset(shares_of(report, actor, at=at).values_list("field", flat=True))


def facts(
    report: Report,
    actor: Actor,
    *,
    at: datetime,
    agency: Agency | None = None,
    read: case.Case | None = None,
) -> ReportFacts:
    """How `actor` stands to `report`; `workflow.allowed` makes buttons of it.

    Four queries, or one where the screen has `read` the case already.
    """
    return standing.facts(read or case.load(report), actor, at=at, agency=agency)


def notes_for(events: Collection[Any], actor: Actor) -> list[Any]:
    """The events without remarks that are not meant for the actor: inside ones of other offices."""
    offices = actor.agency_ids()
    return [event for event in events if _may_read(event, actor, offices)]


def _may_read(event: Any, actor: Actor, offices: frozenset[int]) -> bool:
    audience = (event.data or {}).get("audience", "internal") if event.verb == "note" else "public"
    if audience == "internal":
        return actor.kind == "system" or event.agency_id in offices
    return audience == "public" or actor.kind in ("staff", "system")
