"""Asking to hear of something, saying yes from one's own mailbox, and ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity import sealing
from tanggap.identity.actions import Browser
from tanggap.identity.sealing import Person
from tanggap.intake import limits
from tanggap.lib import jobs
from tanggap.messaging import actions as messaging
from tanggap.messaging import queries as sent
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.ways.email import post
from tanggap.people.access import RESIDENT
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.together import tokens
from tanggap.together.actions.letters import hold_news
from tanggap.together.models import News, Subscription
from tanggap.together.texts import question
from tanggap.together.wording import KIND

MOST_PER_ADDRESS = 40
QUESTIONS_PER_HOUR = 5  # to one mailbox, whoever asks: nobody is flooded by our mails
SLICE = 500
PATIENCE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Target:
    """What is subscribed to; exactly one of the three is given."""

    report: Report | None = None
    area: int | None = None
    category: int | None = None

    def columns(self) -> dict[str, Any]:
        """As the columns of a subscription."""
        return {
            "report_id": self.report.pk if self.report else None,
            "area_id": self.area,
            "category_id": self.category,
        }


@transaction.atomic
def ask(
    target: Target, *, email: str, rhythm: str, language: str, is_proved: bool = False, at: datetime
) -> None:
    """Keep the wish, sealed, and ask its mailbox. Says nothing of who asked before.

    Asked again it is asked once more; one that is confirmed already only changes its rhythm. One
    that is proved to be hers who asks (`is_proved`) isn't asked.
    """
    same = _of(email).filter(**target.columns()).select_for_update(of=("self",)).first()
    if same is None and _of(email).count() >= MOST_PER_ADDRESS:
        return
    if same and same.confirmed_at:
        same.rhythm = rhythm
        same.save(update_fields=["rhythm"])
        return
    if same is None:
        contact = identity.add_contact(Person(email=email), language=language, at=at)
        assert contact is not None, "it holds an address"
        same = Subscription.objects.create(
            **target.columns(), contact=contact, rhythm=rhythm, created_at=at
        )
    if is_proved:
        same.rhythm = rhythm
        _begin(same, at=at)
    elif limits.allow(f"question:{email.strip().lower()}", at, limit=QUESTIONS_PER_HOUR):
        jobs.enqueue("together.question", subscription=same.pk)


@transaction.atomic
def tell_browser(target: Target, browser: Browser, *, language: str, at: datetime) -> None:
    """News on this browser's screen from now on. It asked by itself: nobody has to say yes.

    Asked again it changes nothing; one that wants too much is not heard, as with an address.
    """
    mine = Subscription.objects.filter(contact__in=identities.contacts_of_browser(browser.endpoint))
    if mine.filter(**target.columns()).exists() or mine.count() >= MOST_PER_ADDRESS:
        return
    contact = identity.add_empty(language=language, at=at)
    identity.add_browser(browser, contact_id=contact.pk, at=at)
    row = Subscription.objects.create(
        **target.columns(), contact=contact, rhythm=Subscription.Rhythm.NOW, created_at=at
    )
    _begin(row, at=at)


@transaction.atomic
def forget_browser(target: Target, *, endpoint: str) -> None:
    """This browser hears no more of it."""
    mine = Subscription.objects.filter(contact__in=identities.contacts_of_browser(endpoint))
    for pk in mine.filter(**target.columns()).values_list("pk", flat=True):
        if row := _locked(pk):
            drop(row)


def _of(email: str) -> Any:
    return Subscription.objects.filter(contact__email_index=sealing.index("email", email))


def send_question(subscription: int, *, at: datetime) -> None:
    """Ask the mailbox whether it wants this; outside of every transaction. Raises SendFailed."""
    row = Subscription.objects.filter(pk=subscription, confirmed_at=None).first()
    if row is None:
        return
    people = identity.open_for_delivery([row.contact_id])
    if to := people.get(row.contact_id):
        try:
            post(lambda: question(row), address=to.person.email, language=to.language)
        except SendFailed as failure:
            if not failure.permanent:
                raise


@transaction.atomic
def confirm(token: str, *, at: datetime) -> Subscription | None:
    """The mailbox says yes; twice is once. None for a link that is too old or was ended."""
    row = _locked(tokens.confirms(token))
    if row and row.confirmed_at is None:
        _begin(row, at=at)
    return row


def _begin(row: Subscription, *, at: datetime) -> None:
    """What happens from now on is told."""
    hold_news()
    row.confirmed_at = at
    row.seen = News.objects.aggregate(last=Max("pk"))["last"] or 0
    row.save(update_fields=["confirmed_at", "seen", "rhythm"])
    if row.report:
        mark = tokens.mark(f"subscription:{row.pk}", row.report.number)
        reports.follow(row.report, key_hash=mark, by=RESIDENT, at=at)


@transaction.atomic
def end(token: str) -> bool:
    """Nothing more is sent, and the address is forgotten. Twice is once; False for no link."""
    subscription = tokens.ends(token)
    if row := _locked(subscription):
        drop(row)
    return subscription is not None


@transaction.atomic
def end_all(email: str) -> int:
    """Whoever leaves hears of nothing more; how many subscriptions were ended."""
    rows = list(_of(email).values_list("pk", flat=True)) if email else []
    for pk in rows:
        if row := _locked(pk):
            drop(row)
    return len(rows)


def forget_unconfirmed(*, at: datetime) -> int:
    """Addresses that never said yes are forgotten; how many."""
    old = Subscription.objects.filter(
        confirmed_at=None, created_at__lt=at - timedelta(days=tokens.CONFIRM_DAYS)
    )
    keys = list(old.order_by("pk").values_list("pk", flat=True)[:SLICE])
    for pk in keys:
        with transaction.atomic():
            if row := _locked(pk):
                drop(row)
    return len(keys)


def forget_unreachable(*, at: datetime) -> int:
    """Who can't be told any more is forgotten; how many.

    The browser's service no longer knows it, or its mailbox has refused or returned every letter
    of a fortnight.
    """
    silent = Subscription.objects.filter(contact__email_index=None)
    gone = silent.exclude(contact__in=identities.with_browser())
    lost = Subscription.objects.filter(contact__in=sent.unreached(KIND, since=at - PATIENCE))
    keys = list((gone | lost).order_by("pk").values_list("pk", flat=True)[:SLICE])
    for pk in keys:
        with transaction.atomic():
            if row := _locked(pk):
                drop(row)
    return len(keys)


def _locked(pk: int | None) -> Subscription | None:
    rows = Subscription.objects.select_related("report").select_for_update(of=("self",))
    return rows.filter(pk=pk).first() if pk is not None else None


def drop(row: Subscription) -> None:
    """End it, and forget its address and its letters."""
    contact = row.contact
    messaging.unsay(f"{KIND}:{row.pk}:")
    row.delete()
    identity.forget(contact)
