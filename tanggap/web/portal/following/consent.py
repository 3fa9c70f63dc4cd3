"""The reporter's say over her identity: who asked, her answer, and every time it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from tanggap.casework.queries import consent as reading
from tanggap.people.access import REPORTER
from tanggap.reports import actions, workflow
from tanggap.reports.vocabulary import Code, Verb

if TYPE_CHECKING:
    from tanggap.identity.models import IdentityAccess
    from tanggap.reports.models import IdentityShare, Report

PERIODS = (1, 3, 7, 14)  # days
USUAL = 7
YOURS: dict[str, str | Promise] = {
    "name": lazy("namamu"),
    "phone": lazy("nomor teleponmu"),
    "email": lazy("alamat e-mailmu"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One office's request as the reporter reads it. `state`: open, running or over."""

    id: int
    agency: str
    field: str
    reason: str
    asked_at: datetime
    state: str
    said: str = ""
    until: datetime | None = None
    readings: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The seal broken in need."""

    at: datetime
    reason: str


def context(row: Report, *, at: datetime) -> dict[str, Any]:
    """What the reporter's page shows of it. Two queries."""
    read = reading.readings(row)
    asked = [_asked(share, read, at=at) for share in reading.requests(row)]
    return {
        "asked": [one for one in asked if one.state == "open"],
        "running": [one for one in asked if one.state == "running"],
        "answered": [one for one in asked if one.state == "over"],
        "opened": [Opened(one.at, one.reason) for one in read if not one.field],
        "periods": [(days, _days(days), days == USUAL) for days in PERIODS],
    }


def _days(days: int) -> str:
    return ngettext("%(n)s hari", "%(n)s hari", days) % {"n": days}


def _asked(share: IdentityShare, read: list[IdentityAccess], *, at: datetime) -> Asked:
    state, said = _state(share, at=at)
    mine = (one.at for one in read if _is_of(one, share))
    return Asked(
        id=share.pk,
        agency=share.agency.name,
        field=str(YOURS[share.field]),
        reason=share.reason,
        asked_at=share.asked_at,
        state=state,
        said=said,
        until=share.ends_at,
        readings=tuple(mine),
    )


def _is_of(one: IdentityAccess, share: IdentityShare) -> bool:
    """Whether a reading happened under this consent: its office and field, while it ran."""
    if one.field != share.field or one.agency_id != share.agency_id:
        return False
    if share.agreed_at is None or share.ends_at is None:
        return False
    return share.agreed_at <= one.at <= share.ends_at


def _state(share: IdentityShare, *, at: datetime) -> tuple[str, str]:
    if share.withdrawn_at:
        return "over", _("Izinnya sudah kamu cabut.")
    if share.refused_at:
        return "over", _("Tidak kamu izinkan.")
    if share.agreed_at is None:
        return "open", ""
    return ("running", "") if share.is_open(at=at) else ("over", _("Izinnya sudah berakhir."))


def answer(request: HttpRequest, row: Report) -> Any:
    """Her answer to one request. Raises Refused."""
    pk, said = request.POST.get("share", ""), request.POST.get("answer", "")
    share = reading.request_of(row, int(pk)) if pk.isdecimal() and len(pk) < 19 else None
    if share is None or said not in ("agree", "refuse", "withdraw"):
        raise workflow.Refused(Code.WRONG_STATE, Verb.SHARE_IDENTITY)
    at = timezone.now()
    if said == "refuse":
        return actions.refuse_identity(row, share=share, by=REPORTER, at=at)
    if said == "withdraw":
        return actions.withdraw_identity(row, share=share, by=REPORTER, at=at)
    until = at + timedelta(days=_period(request))
    return actions.agree_identity(row, share=share, until=until, by=REPORTER, at=at)


def _period(request: HttpRequest) -> int:
    days = request.POST.get("days", "")
    if days not in map(str, PERIODS):
        raise workflow.Refused(Code.MISSING, Verb.SHARE_IDENTITY, missing=("until",))
    return int(days)
