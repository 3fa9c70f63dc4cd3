"""The one funnel: every door of the city hands its input to `receive`."""

from __future__ import annotations

from datetime import datetime

from tanggap.intake import compose, reference
from tanggap.intake.decide import Decision, decide
from tanggap.intake.inbound import Inbound, Receipt, Refused
from tanggap.intake.texts import clean
from tanggap.lib import codes, editions
from tanggap.reports import numbers, open_sql
from tanggap.reports.models import Report
from tanggap.reports.open_sql import Drawn, Found, Name, OfficeClosed

__all__ = ["prepare_numbers", "receive"]

MAX_EXTERNAL_ID = 120
ROUNDS = 3


def receive(inbound: Inbound, *, at: datetime) -> Receipt:
    """Open the report that `inbound` describes, or find the one it made before.

    Idempotent by (channel, external_id), under any order and repetition: the same input gets the
    same receipt. When this returns, the report, its first events, its message and its jobs are
    committed (or part of the caller's transaction). Raises `Refused` for an input that can't be
    a report, and Django's database errors when nothing is known to be stored: send it again.
    """
    _check(inbound)
    decision = decide(inbound)
    # A second round finds what somebody else wrote between look-up and write, or another office.
    for _ in range(ROUNDS):
        found = _look_up(inbound, decision, at=at)
        if isinstance(found, Found):
            return _replayed(inbound, found)
        opening = compose.opening(inbound, decision, found, at=at, scheme=_scheme())
        try:
            if open_sql.write(opening):
                return _receipt(inbound, decision, opening.report)
        except OfficeClosed:
            editions.look_again()
            decision = decide(inbound)
    raise RuntimeError(f"{inbound.channel} {inbound.external_id!r} is neither there nor absent")


def _check(inbound: Inbound) -> None:
    if not clean(inbound.text):
        raise Refused("text", "missing")
    if not inbound.external_id or "\0" in inbound.external_id:
        raise Refused("external_id", "missing")
    if len(inbound.external_id) > MAX_EXTERNAL_ID:
        raise Refused("external_id", "too_long")
    if (inbound.lat is None) != (inbound.lng is None):
        raise Refused("lat", "incomplete")


def _receipt(inbound: Inbound, decision: Decision, report: Report) -> Receipt:
    return Receipt(
        report_id=report.pk,
        number=report.number,
        code=numbers.code_for(inbound.channel, inbound.external_id),
        state=report.state,
        received_at=report.received_at,
        promised_at=report.promised_at,
        agency_name=decision.lead.name if decision.lead else "",
        is_replay=False,
        is_confidential=report.is_confidential,
        area_name=decision.spot.area_name,
        is_area_approximate=report.is_area_approximate,
    )


def _replayed(inbound: Inbound, found: Found) -> Receipt:
    return Receipt(
        report_id=found.report_id,
        number=found.number,
        code=_code_again(inbound, found),
        state=found.state,
        received_at=found.received_at,
        promised_at=found.promised_at,
        agency_name=found.agency_name,
        is_replay=True,
        is_confidential=found.is_confidential,
        area_name=found.area_name,
        is_area_approximate=found.is_area_approximate,
    )


def _code_again(inbound: Inbound, found: Found) -> str:
    """The code of the first time; empty when the instance's secret has changed since."""
    names = (inbound.external_id, inbound.earlier_id)
    made = (numbers.code_for(inbound.channel, name) for name in names if name)
    return next((code for code in made if codes.hashed(code) == found.code_hash), "")


def prepare_numbers(*, at: datetime) -> None:
    """Make the number sequences of the next days, and drop those long over."""
    numbers.prepare(at=at, scheme=_scheme())


def _look_up(inbound: Inbound, decision: Decision, *, at: datetime) -> Found | Drawn:
    name = Name(
        channel_id=decision.channel.pk,
        external_id=inbound.external_id,
        earlier_id=inbound.earlier_id,
        since=inbound.replay_since or at,
    )
    wants_contact = decision.keeps_identity and bool(inbound.person or inbound.owner)
    return open_sql.look_up(
        name, wants_contact=wants_contact, day=numbers.day_of(at), scheme=_scheme()
    )


def _scheme() -> numbers.Scheme:
    known = reference.current()
    return numbers.Scheme(
        pattern=known.setting("numbers.prefix", "JK") + known.setting("numbers.date", "%y%m%d"),
        digits=int(known.setting("numbers.digits", "4")),
    )
