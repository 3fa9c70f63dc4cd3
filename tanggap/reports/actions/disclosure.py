"""Who may know the reporter: asking her, her answer, each reading, and the glass in need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Unpack

from django.db import transaction
from django.db.models import Q

from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import FIELDS, Person
from tanggap.messaging import notices
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.models import IdentityShare, Report
from tanggap.reports.workflow import Code, Refused, Verb


def ask_identity(
    report: Report, *, field: str = "", reason: str = "", **how: Unpack[How]
) -> Report:
    """The holder asks the reporter for one field of her identity: name, phone or email.

    Once: whom she has answered no, or not yet, must not ask again for the same field.
    """
    if field and field not in FIELDS:
        raise ValueError(f"field is one of {FIELDS}")
    fields = given(fields=field, reason=reason)
    with acting(report, Verb.SHARE_IDENTITY, given=fields, **how) as t:
        t.about = t.lead.agency
        _refuse_to_press(t, field)
        t.note = reason
        t.data["fields"] = [field]
        IdentityShare.objects.create(
            report=t.report,
            agency=t.lead.agency,
            field=field,
            reason=reason[:400],
            asked_by_id=t.by.user_id,
            asked_at=t.at,
        )
        t.tell("identity_asked", agency=t.lead.agency.name, field=field, note=reason)
    return report


def _refuse_to_press(turn: Turn, field: str) -> None:
    mine = IdentityShare.objects.filter(report=turn.report, agency=turn.lead.agency, field=field)
    is_no = Q(refused_at__isnull=False) | Q(withdrawn_at__isnull=False)
    is_waiting = Q(agreed_at=None, refused_at=None)
    if mine.filter(is_no | is_waiting | Q(ends_at__gt=turn.at)).exists():
        raise turn.refuse(Code.ALREADY_ASKED)


def agree_identity(
    report: Report, *, share: IdentityShare, until: datetime, **how: Unpack[How]
) -> Report:
    """The reporter lets the office that asked read the field until `until`."""
    if until <= how["at"]:
        raise ValueError("a consent ends in the future")
    fields = given(agency=share.agency, fields=share.field, until=until)
    with acting(report, Verb.SHARE_IDENTITY, given=fields, **how) as t:
        _settle(t, share, Q(agreed_at=None, refused_at=None), agreed_at=t.at, ends_at=until)
        t.data |= {"fields": [share.field], "until": until.isoformat()}
    return report


def refuse_identity(report: Report, *, share: IdentityShare, **how: Unpack[How]) -> Report:
    """The reporter keeps the field to herself."""
    with acting(report, Verb.SHARE_IDENTITY, given=_NOTHING, **how) as t:
        _settle(t, share, Q(agreed_at=None, refused_at=None), refused_at=t.at)
        t.data["fields"] = []
    return report


def withdraw_identity(report: Report, *, share: IdentityShare, **how: Unpack[How]) -> Report:
    """The reporter takes her consent back: from now on the office reads nothing."""
    with acting(report, Verb.SHARE_IDENTITY, given=_NOTHING, **how) as t:
        _settle(t, share, Q(ends_at__gt=t.at, withdrawn_at=None), withdrawn_at=t.at, ends_at=t.at)
        t.data |= {"fields": [], "withdrawn": share.field}
    return report


# What the rules ask for when somebody agrees; a no needs none of it.
_NOTHING = frozenset({"agency", "fields", "until"})


def _settle(turn: Turn, share: IdentityShare, when: Q, **values: Any) -> None:
    """Answer a request that is as `when` says, and tell whoever asked that there is an answer."""
    rows = IdentityShare.objects.filter(when, pk=share.pk, report=turn.report)
    if not rows.update(**values):
        raise turn.refuse(Code.WRONG_STATE)
    turn.about = share.agency
    if share.asked_by_id is None:
        return
    notices.notify_staff(
        user_ids=[share.asked_by_id],
        template="identity_answered",
        data={},
        subject=turn.report.number,
        effect_key=f"share-{share.pk}:{turn.report.seq + 1}",
        at=turn.at,
        offices={share.asked_by_id: share.agency_id},
    )


def read_identity(report: Report, *, share: IdentityShare, by: Actor, at: datetime) -> str:
    """The one field that the reporter shared, for the office she shared it with. Raises Refused.

    Every reading is written down before anything is shown. Never log or store the answer.
    """
    with transaction.atomic():
        held = access.shares_of(report, by, at=at).select_for_update().filter(pk=share.pk).first()
        if held is None or report.contact_id is None or by.user_id is None:
            raise Refused(Code.NOT_YOURS, Verb.SHARE_IDENTITY)
        return identity.read_field(
            contact=Contact.objects.get(pk=report.contact_id),
            field=held.field,
            user_id=by.user_id,
            agency_id=held.agency_id,
            report_number=report.number,
            reason=held.reason,
            at=at,
        )


@dataclass(frozen=True, slots=True)
class Opened:
    """The report, and the person behind it. Never log or store `person`."""

    report: Report
    person: Person


def break_glass(report: Report, *, reason: str = "", **how: Unpack[How]) -> Opened:
    """Open the reporter's identity in need: logged, and told to her. Raises Refused."""
    with acting(report, Verb.BREAK_GLASS, given=given(reason=reason), **how) as t:
        if t.report.contact is None or t.by.user_id is None:
            raise t.refuse(Code.UNREACHABLE)
        person = identity.open_by_staff(
            contact=t.report.contact,
            user_id=t.by.user_id,
            report_number=t.report.number,
            reason=reason[:400],
            at=t.at,
        )
        t.note = reason
        t.tell("identity_opened", note=reason)
    return Opened(report, person)
