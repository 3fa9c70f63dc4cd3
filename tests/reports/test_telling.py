"""Whom of the staff a verb tells, and whom never."""

from __future__ import annotations

import pytest

from tanggap.messaging.models import Notice
from tanggap.people.access import CLOCK, Actor
from tanggap.people.models import User
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db


def told(template: str) -> set[int]:
    return set(Notice.objects.filter(template=template).values_list("user_id", flat=True))


def username(actor: Actor) -> str:
    return User.objects.get(pk=actor.user_id).username


def test_a_mention_reaches_who_may_read_the_note() -> None:
    story = Story().to("in_progress")
    cast = story.cast
    everyone = [cast.colleague, cast.verifier, cast.branch]
    text = "Tolong @" + " @".join(username(one) for one in everyone)
    story.do("note", cast.officer, text=text, scope="internal")
    assert told("mentioned") == {cast.colleague.user_id}
    story.do("note", cast.officer, text=text, scope="agencies")
    assert told("mentioned") == {cast.colleague.user_id, cast.verifier.user_id}
    notice = Notice.objects.filter(user=cast.colleague.user_id).first()
    assert notice is not None and "Tolong" not in str(notice.data)


def test_an_address_and_oneself_are_no_mention() -> None:
    story = Story().to("in_progress")
    name = username(story.cast.colleague)
    text = f"Surat ke pos@{name} dan @{username(story.cast.officer)}"
    story.do("note", story.cast.officer, text=text, scope="agencies")
    assert told("mentioned") == set()


def test_the_offices_of_a_hearing_are_called_and_told_the_outcome() -> None:
    story = Story()
    lurah, department = story.cast.lurah, story.cast.department
    story.verify(to=agency(builders.VILLAGE))
    story.do("give_back", lurah, reason="Bukan.")
    story.do("assign", story.cast.dispatcher, to=agency(builders.DEPARTMENT), reason="Coba.")
    story.do("give_back", department, reason="Bukan.")
    story.do("hear", CLOCK)
    assert {lurah.user_id, department.user_id} <= told("hearing")
    story.do("rule", story.cast.dispatcher, to=agency(builders.BRANCH), reason="Aset sudin.")
    assert {lurah.user_id, department.user_id} <= told("ruled")
