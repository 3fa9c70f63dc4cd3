"""An office objects to its closed card, and somebody who has no part in it decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from tanggap.lib.text import one_line
from tanggap.media.models import Attachment
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import Agency, Role, User
from tanggap.people.queries import holders, holders_anywhere
from tanggap.performance import correcting, rules
from tanggap.performance.actions.closing import close_of, freeze_again
from tanggap.performance.actions.computing import lock
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.models import (
    Decision,
    ObjectedReport,
    Objection,
    ObjectionFile,
    Version,
    VersionFact,
)
from tanggap.performance.rules import Code, Refused
from tanggap.performance.vocabulary import Remedy

MOST_REPORTS = 50
MOST_FILES = 5


@transaction.atomic
def object_to(
    *,
    month: Month,
    office: Agency,
    figure: str,
    reports: Collection[int],
    reason: str,
    by: Actor,
    at: datetime,
    files: Mapping[Attachment, str] | None = None,
) -> Objection:
    """Object to one figure of the newest version; `reports` are the counted ones it is about.

    `files` are what was sent with it, and how the sender called each. Raises Refused.
    """
    lock(month)
    close = close_of(month)
    rules.check_objection(close, office, figure, by=by, at=at)
    if not reason.strip():
        raise Refused(Code.NO_REASON)
    version = close.versions.filter(agency=office).order_by("-number").first()
    if version is None:
        raise Refused(Code.NOTHING_COUNTED)
    _check_reports(version, figure, reports)
    files = files or {}
    if len(files) > MOST_FILES:
        raise Refused(Code.TOO_MANY_FILES)
    assert by.user_id is not None  # the rules let nobody else through
    objection = Objection.objects.create(
        version=version,
        agency=office,
        month=month.first,
        figure=figure,
        reason=reason.strip(),
        made_at=at,
        made_by_id=by.user_id,
    )
    ObjectedReport.objects.bulk_create(
        ObjectedReport(objection=objection, report_id=pk) for pk in sorted(set(reports))
    )
    ObjectionFile.objects.bulk_create(
        [
            ObjectionFile(objection=objection, attachment=attachment, name=one_line(name)[:80])
            for attachment, name in files.items()
        ]
    )
    _tell_deciders(objection, at=at)
    return objection


def _check_reports(version: Version, figure: str, reports: Collection[int]) -> None:
    """Only what the figure counts and everybody may know of can be named."""
    if len(set(reports)) > MOST_REPORTS:
        raise Refused(Code.TOO_MANY)
    definition = BY_FIGURE[figure]
    if reports and not definition.rows:
        raise Refused(Code.NOT_COUNTED)
    counted = VersionFact.objects.filter(definition.q, version=version, is_hidden=False)
    if counted.filter(report__in=reports).count() != len(set(reports)):
        raise Refused(Code.NOT_COUNTED)


@transaction.atomic
def decide(
    *, objection: Objection, remedy: Remedy, reason: str, by: Actor, at: datetime
) -> Decision:
    """Reject an objection, or uphold it by a further version of the card. Raises Refused."""
    month, office = Month(objection.month), objection.agency
    lock(month)
    rules.check_decision(objection, remedy, by=by)
    if not reason.strip():
        raise Refused(Code.NO_REASON)
    version = None
    if remedy is not Remedy.NONE:
        _count(objection, remedy, at=at)
        close = close_of(month)
        version = freeze_again(close, office, by=by, at=at, reason=reason.strip())
    assert by.user_id is not None
    decision = Decision.objects.create(
        objection=objection,
        remedy=remedy,
        reason=reason.strip(),
        made_at=at,
        made_by_id=by.user_id,
        version=version,
    )
    _tell_office(decision, at=at)
    return decision


def _count(objection: Objection, remedy: Remedy, *, at: datetime) -> None:
    """Nothing but what is put right changes, unless the card is counted anew as a whole."""
    month, office = Month(objection.month), objection.agency
    if remedy is Remedy.RECOUNT:
        correcting.from_events(month, office, at=at)
        return
    newest = Version.objects.filter(close__month=month.first, agency=office).order_by("-number")
    correcting.from_version(newest[0])
    reports = list(objection.reports.values_list("report_id", flat=True))
    correcting.put_right(remedy, objection.figure, reports)


def _tell_deciders(objection: Objection, *, at: datetime) -> None:
    """Whoever may decide it; nobody who has a part in it."""
    seated = holders_anywhere(*rules.deciders(), at=at)
    free = {
        person.pk: seated[person.pk]
        for person in User.objects.filter(pk__in=seated)
        if not rules.is_partial(actor_for(person, at=at), objection)
    }
    _tell(objection, free, "score_objection", at=at)


def _tell_office(decision: Decision, *, at: datetime) -> None:
    objection = decision.objection
    told = holders(Role.AGENCY_ADMIN, offices=[objection.agency_id], at=at)
    told.setdefault(objection.made_by_id, objection.agency_id)
    template = "score_upheld" if decision.is_upheld else "score_rejected"
    _tell(objection, told, template, at=at)


def _tell(objection: Objection, people: dict[int, int], template: str, *, at: datetime) -> None:
    messaging.notify_staff(
        user_ids=people,
        template=template,
        data={
            "office": objection.agency.name,
            "month": f"{objection.month:%m/%Y}",
            "path": f"/kinerja/keberatan/{objection.pk}/",
        },
        effect_key=f"{template}:{objection.pk}",
        at=at,
        offices=people,
    )
