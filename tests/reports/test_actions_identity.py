"""Asking the reporter for her identity, her answer, and each reading of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tanggap.identity.models import IdentityAccess
from tanggap.messaging.models import Notice
from tanggap.people.access import Actor
from tanggap.reports import access, actions
from tanggap.reports.actions import Refused
from tanggap.reports.models import IdentityShare
from tanggap.reports.workflow import Code
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def refused(code: Code):  # type: ignore[no-untyped-def]
    return pytest.raises(Refused, match=f": {code.value}")


def asked(*, field: str = "email", **columns: object) -> tuple[Story, IdentityShare]:
    story = Story(**columns).to("in_progress")
    story.do("ask_identity", story.cast.officer, field=field, reason="Perlu janji temu.")
    return story, IdentityShare.objects.get(report=story.report)


def agreed() -> tuple[Story, IdentityShare]:
    story, share = asked()
    story.do("agree_identity", share=share, until=story.at + WEEK)
    share.refresh_from_db()
    return story, share


def read(story: Story, share: IdentityShare, actor: Actor) -> str:
    return actions.read_identity(story.report, share=share, by=actor, at=story.tick())


def test_the_office_reads_exactly_what_was_shared_and_each_reading_is_written_down() -> None:
    story, share = agreed()
    for _ in range(2):
        assert read(story, share, story.cast.officer).startswith("warga")
    rows = IdentityAccess.objects.order_by("pk")
    assert [(row.field, row.agency_id, row.user_id) for row in rows] == [
        ("email", share.agency_id, story.cast.officer.user_id)
    ] * 2
    assert {row.report_number for row in rows} == {story.report.number}


@pytest.mark.parametrize("who", ["branch", "camat", "verifier", "dispatcher", "validator"])
def test_nobody_else_reads_it(who: str) -> None:
    story, share = agreed()
    with refused(Code.NOT_YOURS):
        read(story, share, getattr(story.cast, who))
    assert not IdentityAccess.objects.exists()


def test_a_request_alone_opens_nothing_and_a_refusal_ends_it() -> None:
    story, share = asked()
    with refused(Code.NOT_YOURS):
        read(story, share, story.cast.officer)
    story.do("refuse_identity", share=share)
    with refused(Code.NOT_YOURS):
        read(story, share, story.cast.officer)


def test_consent_ends_by_its_day() -> None:
    story, share = agreed()
    story.tick(days=8)
    with refused(Code.NOT_YOURS):
        read(story, share, story.cast.officer)


def test_consent_is_taken_back_at_once_and_only_once() -> None:
    story, share = agreed()
    story.do("withdraw_identity", share=share)
    share.refresh_from_db()
    assert share.withdrawn_at == share.ends_at == story.at
    with refused(Code.NOT_YOURS):
        read(story, share, story.cast.officer)
    with refused(Code.WRONG_STATE):
        story.do("withdraw_identity", share=share)


def test_an_office_that_passed_the_report_on_reads_no_more() -> None:
    story, share = agreed()
    story.do("coordinate", story.cast.lurah, to=agency(builders.BRANCH), reason="Jalan.")
    for actor in (story.cast.officer, story.cast.branch):
        with refused(Code.NOT_YOURS):
            read(story, share, actor)


def test_whoever_asked_never_to_be_named_is_never_asked() -> None:
    for columns in ({"is_anonymous": True}, {"contact": None}):
        story = Story(**columns).to("in_progress")
        with refused(Code.IDENTITY_SEALED):
            story.do("ask_identity", story.cast.officer, field="name", reason="Ingin tahu.")


def test_a_no_is_a_no() -> None:
    story, share = asked()
    with refused(Code.ALREADY_ASKED):
        story.do("ask_identity", story.cast.officer, field="email", reason="Lagi.")
    story.do("refuse_identity", share=share)
    with refused(Code.ALREADY_ASKED):
        story.do("ask_identity", story.cast.officer, field="email", reason="Sekali lagi.")
    story.do("ask_identity", story.cast.officer, field="phone", reason="Yang lain.")


def test_a_consent_that_ran_out_may_be_asked_for_again() -> None:
    story, _ = agreed()
    with refused(Code.ALREADY_ASKED):
        story.do("ask_identity", story.cast.officer, field="email", reason="Lagi.")
    story.tick(days=8)
    story.do("ask_identity", story.cast.officer, field="email", reason="Kunjungan kedua.")
    assert IdentityShare.objects.filter(report=story.report).count() == 2


def test_whoever_asked_hears_of_the_answer_and_no_name() -> None:
    story, _ = agreed()
    notice = Notice.objects.get(template="identity_answered")
    assert (notice.user_id, notice.subject) == (story.cast.officer.user_id, story.report.number)
    assert notice.data == {}


def test_consent_ends_in_the_future() -> None:
    story, share = asked()
    with pytest.raises(ValueError, match="future"):
        actions.agree_identity(
            story.report, share=share, until=story.at, by=story.cast.officer, at=story.at
        )


def test_the_database_keeps_who_read() -> None:
    story, share = agreed()
    read(story, share, story.cast.officer)
    for change in (
        lambda: IdentityAccess.objects.update(reason="lain"),
        lambda: IdentityAccess.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_may_be_read_is_told_to_its_office_alone() -> None:
    story, share = agreed()
    seen = [
        access.shared_fields(story.report, a, at=story.at)
        for a in (story.cast.officer, story.cast.lurah, story.cast.branch, story.cast.governor)
    ]
    assert seen == [{"email"}, {"email"}, set(), set()]
    assert share.is_open(at=story.at)
