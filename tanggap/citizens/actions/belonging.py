"""Which reports belong to an account: said under the identity's key, never as a plain link."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction

from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import owner
from tanggap.people.models import User
from tanggap.reports.actions import adopt
from tanggap.reports.models import Report
from tanggap.reports.vocabulary import NAMED_MARK, Privacy

Untied = Literal["", "chosen", "left", "erased", "unclear"]
NAMED = (Privacy.OPEN.value, Privacy.PRIVATE.value, Privacy.NAME_HIDDEN.value)


class NeverTied(Exception):
    """The reporter wanted no trace of herself with this report, and nobody can change that."""


@transaction.atomic
def add_report(user: User, report: Report, *, at: datetime) -> None:
    """A report that she opened by its code is hers from now on. Raises NeverTied."""
    row = Report.objects.select_for_update().select_related(None).get(pk=report.pk)
    if why_untied(row):
        raise NeverTied
    mine = owner(user.pk)
    if row.contact is None:
        adopt(row, contact=identity.add_owned(owner=mine, language=user.language, at=at))
    else:
        identity.claim(row.contact, owner=mine)


def why_untied(report: Report) -> Untied:
    """Why nobody's account may have it; empty when one may.

    "chosen": filed without identity. "left" or "erased": its reporter left or withdrew it since.
    "unclear": it isn't kept what she chose, as for confidential ones of long ago, of whom we know
    nothing.
    A browser that is told news is no identity.
    """
    contact = report.contact
    if contact is not None and contact.erased_at is not None:
        return "erased"
    if contact is None and report.events.filter(data__left=True).exists():
        return "left"
    opened = report.events.filter(seq=1).first()
    said = (opened.data or {}) if opened else {}
    if said.get("privacy") in NAMED or said.get(NAMED_MARK):
        return ""
    if said.get("privacy") == Privacy.NO_IDENTITY or NAMED_MARK in said:
        return "chosen"
    is_secret = said.get("privacy") == Privacy.CONFIDENTIAL
    return "" if is_secret and contact is not None and _is_known(contact) else "unclear"


def _is_known(contact: Contact) -> bool:
    indexes = (contact.email_index, contact.phone_index, contact.owner_index)
    return any(index is not None for index in indexes)
