"""Leaving: the person goes, from every report and from the account; the reports stay."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from tanggap.citizens.models import Account, Dossier
from tanggap.citizens.queries import person_of
from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import owner
from tanggap.people import actions as people
from tanggap.people.access import REPORTER
from tanggap.people.models import User
from tanggap.reports.actions import withdraw_identity
from tanggap.reports.models import IdentityShare, Report
from tanggap.together import actions as together


@transaction.atomic
def erase_account(user: User, *, at: datetime) -> bool:
    """Forget her in every report of the account, in what she hears of, and the account itself.

    What she supported and said is taken away by the worker, which has to look through all of it.
    False when the user stays because she works here, or did: only her citizen's part is gone.
    Her logins end with the user; those of a member of staff are the office's matter.
    """
    for contact in Contact.objects.select_for_update().filter(owner_index=owner(user.pk)):
        _forget(contact, at=at)
    together.end_all(person_of(user).email)
    together.part(user.pk)
    Account.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    if not user.has_usable_password():  # else it guards her work as well
        Authenticator.objects.filter(user=user).delete()
    return people.remove_citizen(user)


@transaction.atomic
def erase_report(report: Report, *, at: datetime) -> bool:
    """Forget who filed this one report; False when there was nobody to forget."""
    Dossier.objects.filter(report=report).delete()
    pk = report.contact_id or 0
    contact = Contact.objects.select_for_update().filter(pk=pk, erased_at=None).first()
    if contact is None:
        return False
    _forget(contact, at=at)
    return True


def _forget(contact: Contact, *, at: datetime) -> None:
    """Her consents end first: an office is told that it may read no more."""
    shares = IdentityShare.objects.filter(report__contact=contact, ends_at__gt=at)
    for share in shares.select_related("report"):
        withdraw_identity(share.report, share=share, by=REPORTER, at=at)
    Dossier.objects.filter(report__contact=contact).delete()
    identity.erase(contact, at=at)
