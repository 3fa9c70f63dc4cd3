"""What an account's own pages read: what she told us, and her reports."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from tanggap.citizens.addresses import Address
from tanggap.citizens.models import Account, Dossier
from tanggap.identity.models import Contact
from tanggap.identity.sealing import Person, owner, unseal, unseal_bytes
from tanggap.lib import codes, keyset
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.reports import numbers
from tanggap.reports.models import Report

PAGE_SIZE = 20


def has_account(user: User) -> bool:
    """Whether a citizen's account is there; a member of staff may have none."""
    return Account.objects.filter(user=user).exists()


def person_of(user: User) -> Person:
    """What she told us; nobody when she told nothing. One query."""
    sealed = Account.objects.filter(user=user).values_list("sealed", flat=True).first()
    return unseal(bytes(sealed)) if sealed is not None else Person()


def email_of(user: User | None) -> str:
    """The e-mail that the account has proved to be hers; empty when none is. One query, or none."""
    return person_of(user).email if user else ""


def has_address(user: User, address: Address) -> bool:
    """Whether it is an address of this account."""
    found = Account.objects.filter(user=user, **{f"{address.kind}_index": address.index})
    return found.exists()


def providers_of(user: User) -> tuple[str, ...]:
    """By which providers she can come in."""
    rows = SocialAccount.objects.filter(user=user).order_by("provider")
    return tuple(rows.values_list("provider", flat=True))


def factors_of(user: User) -> tuple[str, ...]:
    """The kinds of her second factor."""
    rows = Authenticator.objects.filter(user=user).order_by("type")
    return tuple(rows.values_list("type", flat=True))


def actor(user: User) -> Actor:
    """Herself, without any seat: for errands of her own."""
    return Actor(kind="staff", user_id=user.pk)


def owns(user: User, report: Report) -> bool:
    """Whether the report belongs to her account."""
    contact = report.contact
    return contact is not None and bytes(contact.owner_index or b"") == owner(user.pk)


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list of reports, newest first; the cursor is where older ones begin."""

    rows: tuple[Report, ...]
    after: str = ""


def reports_of(user: User, *, after: str = "", size: int = PAGE_SIZE) -> Page:
    """One page of her reports. Three queries at most.

    Her contacts are read first: asked for both at once, the database looked through all reports.
    """
    mine = list(Contact.objects.filter(owner_index=owner(user.pk)).values_list("pk", flat=True))
    rows = Report.objects.filter(contact__in=mine).select_related(
        "lead", "area", "channel", "category", "contact"
    )
    older = keyset.beyond(keyset.read(after), "received_at", is_newer=False)
    found = list(rows.filter(older).order_by("-received_at", "-pk")[: size + 1])
    if len(found) <= size:
        return Page(tuple(found))
    last = found[size - 1]
    return Page(tuple(found[:size]), keyset.written(last.received_at, last.pk))


def dossiers_of(report: Report) -> list[Dossier]:
    """The copies of signed pages that its reporter keeps here, newest first, without contents."""
    return list(Dossier.objects.filter(report=report).defer("sealed").order_by("-pk"))


def dossier(report: Report, pk: int) -> tuple[str, bytes] | None:
    """Name and content of one of them."""
    row = Dossier.objects.filter(report=report, pk=pk).first()
    return (row.file_name, unseal_bytes(bytes(row.sealed))) if row else None


def code_of(report: Report) -> str:
    """The follow-up code of a report, made again; empty when the secret has changed since."""
    code = numbers.code_for(report.channel.code, report.external_id)
    return code if codes.hashed(code) == bytes(report.code_hash) else ""
