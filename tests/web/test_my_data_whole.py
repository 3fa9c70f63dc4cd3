"""My data is all of it: whatever ties a row to a person is in the file, or it is said why not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.utils import timezone

from tanggap.citizens.models import Account
from tanggap.identity.models import Contact
from tanggap.people.models import User
from tanggap.reports.models import Supporter
from tanggap.together import actions, tokens
from tanggap.together.models import Comment
from tanggap.workbench.models import Errand
from tests.together.residents import post, public
from tests.web.test_citizen_door import come_in
from tests.web.test_citizen_reports import who
from tests.web.test_my_data import opened, work

PEOPLE = (Contact, Account, User)

# Where it stands in data.json, and what becomes of it when she leaves.
EXPORTED = {
    "citizens.Account": "account; deleted",
    "citizens.Dossier": "reports[].dossiers, and the files; deleted",
    "identity.Contact": "reports[].identity, reports[].news; emptied",
    "identity.IdentityAccess": "reports[].read_by; append-only, for an office keeps what it read",
    "identity.PushAddress": "reports[].news.browsers, a number: a browser has no name; deleted",
    "mfa.Authenticator": "account.second_factor; deleted",
    "messaging.Delivery": "reports[].deliveries; points at an emptied contact",
    "reports.Report": "reports[]; stays, at an emptied contact",
    "reports.Supporter": "supports; taken back",
    "socialaccount.SocialAccount": "account.logs_in_by; deleted",
    "together.Comment": "comments; deleted, or its mark is, where it was shown",
    "together.Subscription": "account.hears_of; deleted with its letters",
}
EXPLAINED = {
    "account.EmailAddress": "of the login's library; addresses are sealed in Account, none is here",
    "citizens.OneTimeCode": "nobody can tell whose; a quarter of an hour",
    "intake.SenderWindow": "a keyed mark of a day, from which nobody is found; gone within a day",
    "messaging.InboundMail": "not tied to anybody but by its sealed words, which became a message "
    "of the conversation; gone after 30 days",
    "workbench.Errand": "the file itself; deleted with the user, and after two days",
}
# Columns of bytes that say nothing of a person.
NOBODYS = {
    "performance.Version", "places.Boundary", "publication.ClosedCard", "reports.PublicMask",
    "reports.ReportEvent",
}  # fmt: skip
# What those who work here did: the office's records, which no account of a citizen has.
OF_STAFF = {
    "duty.Acknowledgement", "duty.Call", "duty.Change", "duty.Shift", "fieldwork.Handed",
    "fieldwork.PhoneAction", "fieldwork.Upload", "fieldwork.WorkOrder", "messaging.Notice",
    "messaging.NoticeMail", "people.Change", "people.Device", "people.Invitation",
    "people.Membership", "people.Pin", "people.StaffList", "people.StaffListLine",
    "people.StandIn", "performance.Close", "performance.Decision", "performance.Objection",
    "performance.Version", "reports.Assignment", "reports.IdentityShare", "reports.PublicMask",
    "reports.ReportEvent", "workbench.Presence", "workbench.ReplyTemplate",
    "workbench.SavedFilter",
}  # fmt: skip


def tied() -> Iterator[tuple[str, models.Field]]:
    """Every column that may lead to a person: a key, or bytes, which hashes and seals are."""
    for model in apps.get_models(include_auto_created=True):
        for column in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if isinstance(column, models.BinaryField) or column.related_model in PEOPLE:
                yield model._meta.label, column


def test_whatever_is_tied_to_a_person_is_in_her_file_or_it_is_said_why_not() -> None:
    known = {*EXPORTED, *EXPLAINED, *NOBODYS, *OF_STAFF}
    found = {label for label, _column in tied()}
    assert found - known == set(), "say where it stands in her file, or why it doesn't"
    assert known - found == set(), "said of what isn't there any more"


def test_what_only_staff_have_is_tied_to_no_contact() -> None:
    for label, column in tied():
        if label in OF_STAFF - set(EXPORTED):
            assert column.related_model not in (Contact, Account), label


@pytest.mark.django_db(databases=["default", "public"])
def test_supports_and_comments_are_in_the_file_and_go_when_she_leaves(client: Client) -> None:
    story, other = public(), public()
    come_in(client)
    me = who(client).pk
    post(client, story, "dukung")
    for text in ("Belum dibaca.", "Sudah tampil."):
        post(client, story, "komentar", text=text)
    shown = Comment.objects.get(text="Sudah tampil.")
    actions.show([shown.pk], by=story.cast.verifier, at=timezone.now())
    post(Client(), story, "dukung")
    post(Client(), other, "komentar", text="Dari orang lain.")

    client.post("/saya/data/")
    work()
    data, _names = opened(client.get(f"/saya/data/{Errand.objects.get().pk}/"))
    assert [one["number"] for one in data["supports"]] == [story.report.number]
    assert [one["words"] for one in data["comments"]] == ["Belum dibaca.", "Sudah tampil."]

    client.post("/saya/hapus/", {"sure": "1"})
    for _time in range(2):
        actions.take_away(tokens.account(me), at=timezone.now())
    assert Supporter.objects.filter(supports=True).count() == 1 == story.fresh().supporters
    left = set(Comment.objects.values_list("text", "key_hash"))
    assert ("Sudah tampil.", None) in left and len(left) == 2
