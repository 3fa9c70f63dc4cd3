"""Who sees which report and what of it; and who may never hold it."""

from __future__ import annotations

import pytest

from tanggap.people.access import NOBODY, REPORTER, Actor
from tanggap.reports import access, numbers
from tanggap.reports.actions import Refused
from tanggap.reports.models import Report, ReportPhoto
from tanggap.reports.workflow import Code, Outcome, State, Visibility
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db

PUNGLI, CHILDREN = "pungutan-liar", "perlindungan-anak"


def refused(code: Code):  # type: ignore[no-untyped-def]
    return pytest.raises(Refused, match=f": {code.value}")


def sees(actor: Actor, story: Story) -> bool:
    try:
        found = access.report_for(actor, story.report.number)
    except access.NotFound:
        return False
    assert access.visible_to(actor).filter(pk=found.pk).exists()
    return True


def who_sees(story: Story, *names: str) -> set[str]:
    return {name for name in names if sees(getattr(story.cast, name), story)}


EVERYBODY = tuple(Cast.SEATS)


def test_desks_see_all_that_is_not_confidential_offices_what_they_have_or_had() -> None:
    story = Story().to("waiting")
    desks = {"verifier", "other_verifier", "dispatcher", "other_dispatcher", "validator"}
    city = desks | {"operator", "governor"}
    village = {"lurah", "officer", "colleague", "camat"}
    assert who_sees(story, *EVERYBODY) == city | village
    story.do("coordinate", story.cast.lurah, to=agency(builders.BRANCH), reason="Jalan.")
    assert who_sees(story, *EVERYBODY) == city | village | {"branch", "department"}


def test_nobody_else_sees_anything() -> None:
    story = Story()
    assert not sees(NOBODY, story)
    assert not sees(REPORTER, story)
    with pytest.raises(access.NotFound):
        access.report_for(story.cast.verifier, "JK0000000000")


def test_clerks_see_what_came_over_a_counter() -> None:
    story = Story()
    assert not sees(story.cast.clerk, story)
    Report.objects.filter(pk=story.report.pk).update(channel=_counter())
    assert sees(story.cast.clerk, story)


def _counter() -> int:
    from tanggap.taxonomy.models import Channel

    return Channel.objects.filter(is_walk_in=True)[0].pk


def test_the_code_opens_the_report_however_it_is_typed() -> None:
    story = Story()
    code = numbers.code_for("email", story.report.external_id)
    typed = f" {story.report.number.lower()} "
    assert access.by_code(typed, code.lower().replace("-", " ")).pk == story.report.pk
    for number, wrong in ((story.report.number, "0" * 12), ("JK1", code)):
        with pytest.raises(access.NotFound):
            access.by_code(number, wrong)


def test_complaint_about_an_office_goes_to_the_inspectorate_and_nobody_else_knows() -> None:
    story = Story()
    village = agency(builders.VILLAGE)
    story.do("verify", story.cast.verifier, category=builders.category(PUNGLI), about=village)
    report = story.fresh()
    assert (report.lead, report.is_confidential) == (agency(builders.INSPECTORATE), True)
    assert report.visibility == Visibility.PRIVATE
    assert who_sees(story, *EVERYBODY) == {"case_worker"}
    story.do("accept", story.cast.case_worker)


@pytest.mark.parametrize("office", [builders.VILLAGE, builders.DISTRICT])
def test_never_to_the_office_complained_about_nor_below(office: str) -> None:
    story = Story()
    about = agency(builders.DISTRICT)
    with refused(Code.CONFLICT_OF_INTEREST):
        story.do(
            "verify",
            story.cast.verifier,
            category=builders.category(),
            about=about,
            to=agency(office),
        )
    assert story.fresh().state == State.SUBMITTED
    story.do("verify", story.cast.verifier, category=builders.category(PUNGLI), about=about)
    for verb, why in (("coordinate", "reason"),):
        with refused(Code.CONFLICT_OF_INTEREST):
            story.do(verb, story.cast.case_worker, to=agency(office), **{why: "x"})


def test_complaint_about_the_inspectorate_stays_at_the_desk() -> None:
    story = Story()
    about = agency(builders.INSPECTORATE)
    story.do("verify", story.cast.verifier, category=builders.category(PUNGLI), about=about)
    assert story.fresh().lead == builders.desk()
    assert sees(story.cast.dispatcher, story)
    assert not sees(story.cast.case_worker, story)
    with refused(Code.CONFLICT_OF_INTEREST):
        story.do("assign", story.cast.dispatcher, to=about, reason="x")


def test_protected_categories_are_confidential_always() -> None:
    story = Story(visibility="public")
    story.do("verify", story.cast.verifier, category=builders.category(CHILDREN))
    report = story.fresh()
    assert (report.is_confidential, report.visibility) == (True, Visibility.PRIVATE)
    with refused(Code.CONFLICT_OF_INTEREST):
        story.do("assign", story.cast.dispatcher, to=agency(builders.VILLAGE), reason="x")
    story.do("correct", story.cast.dispatcher, is_confidential=False)
    assert story.fresh().is_confidential
    story.do("assign", story.cast.dispatcher, to=agency("ppt-ppa"), reason="Tugasnya.")
    worker = builders.staff("case_worker", agency("ppt-ppa"))
    officer = builders.staff("officer", agency("ppt-ppa"))
    assert sees(worker, story)
    assert not sees(officer, story)
    assert not sees(story.cast.dispatcher, story)


def test_becoming_confidential_takes_the_report_from_an_office_that_may_not_know() -> None:
    story = Story(visibility="public").to("waiting")
    assert sees(story.cast.officer, story)
    story.do("correct", story.cast.verifier, category=builders.category(CHILDREN))
    assert story.fresh().lead == builders.desk()
    assert not sees(story.cast.officer, story)


def test_desks_see_a_confidential_report_while_it_is_their_turn() -> None:
    story = Story(is_confidential=True)
    assert who_sees(story, *EVERYBODY) == {"verifier", "other_verifier"}
    story.do("verify", story.cast.verifier, category=builders.category())
    assert who_sees(story, *EVERYBODY) == {"dispatcher", "other_dispatcher"}
    story.do("assign", story.cast.dispatcher, to=agency(builders.INSPECTORATE), reason="x")
    assert who_sees(story, *EVERYBODY) == {"case_worker"}
    story.do("accept", story.cast.case_worker)
    story.do(
        "resolve",
        story.cast.case_worker,
        outcome=Outcome.FIXED,
        note="Ok",
        photos=[builders.photo("after")],
    )
    assert who_sees(story, *EVERYBODY) == {"case_worker", "validator"}


def with_photos(**columns: object) -> Story:
    story = Story(**columns)  # type: ignore[arg-type]
    ReportPhoto.objects.create(
        report=story.report,
        attachment=builders.attachment(),
        purpose=ReportPhoto.Purpose.REPORT,
        created_at=story.at,
    )
    return story.to("awaiting_validation")


def purposes(story: Story, actor: Actor) -> list[str]:
    return [photo.purpose for photo in access.photos_of(story.report, actor)]


def test_the_reporters_own_photographs_of_a_private_report_stay_from_the_offices() -> None:
    story = with_photos()
    cast = story.cast
    for actor in (cast.officer, cast.lurah):
        assert purposes(story, actor) == ["before", "after"]
    assert purposes(story, cast.verifier) == ["report", "before", "after"]
    assert access.seen(story.report, cast.validator).photos == "blurred"
    sha = story.report.photos.get(purpose="report").attachment.sha256
    work = story.report.photos.get(purpose="after").attachment.sha256
    assert not access.may_see_photo(cast.officer, sha)
    assert access.may_see_photo(cast.officer, work)
    assert access.may_see_photo(cast.verifier, sha)
    assert not access.may_see_photo(cast.branch, work)


def test_an_open_report_shows_its_photographs_to_its_offices() -> None:
    story = with_photos(visibility="public")
    assert purposes(story, story.cast.officer) == ["report", "before", "after"]


def test_no_member_of_staff_ever_sees_who_reported() -> None:
    story = Story()
    for name in EVERYBODY:
        assert access.seen(story.report, getattr(story.cast, name)).identity == "none"
    assert access.seen(story.report, REPORTER).identity == "own"


def test_facts_of_one_person_at_two_desks() -> None:
    story = Story().to("waiting")
    facts = access.facts(story.report, story.cast.officer, at=story.at)
    assert (facts.is_lead, facts.at_dispatcher) == (True, False)
    other = access.facts(
        story.report, story.cast.officer, at=story.at, agency=agency(builders.BRANCH)
    )
    assert not other.is_lead
