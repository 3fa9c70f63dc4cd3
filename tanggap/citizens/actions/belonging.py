"""Which reports belong to an account: said under the identity's key, never as a plain link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import owner
from tanggap.people.models import User
from tanggap.reports.actions import adopt
from tanggap.reports.models import Report
from tanggap.reports.vocabulary import Privacy

NAMED = (Privacy.OPEN.value, Privacy.PRIVATE.value, Privacy.NAME_HIDDEN.value)


class NeverTied(Exception):
    """The reporter wanted no trace of herself with this report, and nobody can change that."""


@transaction.atomic
def add_report(user: User, report: Report, *, at: datetime) -> None:
    """A report that she opened by its code is hers from now on. Raises NeverTied."""
    row = Report.objects.select_for_update().select_related(None).get(pk=report.pk)
    if wants_no_trace(row):
        raise NeverTied
    mine = owner(user.pk)
    if row.contact is None:
        adopt(row, contact=identity.add_owned(owner=mine, language=user.language, at=at))
    else:
        identity.claim(row.contact, owner=mine)


def wants_no_trace(report: Report) -> bool:
    """Whether it was filed without identity, or its reporter has left or withdrawn it since.

    A browser that is told news is no identity. A confidential report on which nothing hangs but
    that may have been one without identity: it counts as one.
    """
    contact = report.contact
    if contact is not None and contact.erased_at is not None:
        return True
    if report.events.filter(seq=1, data__privacy__in=NAMED).exists():
        return contact is None and report.events.filter(data__left=True).exists()
    is_secret = report.events.filter(seq=1, data__privacy=Privacy.CONFIDENTIAL.value).exists()
    return not is_secret or contact is None or not _is_known(contact)


def _is_known(contact: Contact) -> bool:
    indexes = (contact.email_index, contact.phone_index, contact.owner_index)
    return any(index is not None for index in indexes)
