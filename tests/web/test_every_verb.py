"""Every verb of the staff has a screen: its form is opened, filled in by hand, and sent."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanggap.people.access import CLOCK
from tanggap.people.models import User
from tanggap.reports import sampling
from tanggap.reports.models import ReportPhoto
from tanggap.reports.workflow import Verb
from tanggap.taxonomy.models import Institution
from tanggap.web.staff.verbs import BUTTONS
from tests import builders
from tests.builders import Story
from tests.casework import world

pytestmark = pytest.mark.django_db

REASON = {"reason": "Ada alasannya."}
Way = Callable[[Story], Any]


@dataclass(frozen=True)
class Case:
    """Who uses the verb, how the report gets there, and what is written in the form."""

    who: str
    way: Way = lambda story: None
    form: dict[str, Any] = field(default_factory=dict)
    columns: dict[str, Any] = field(default_factory=dict)


def to(state: str) -> Way:
    return lambda story: story.to(state)


def at_desk(story: Story) -> None:
    story.verify(to=builders.desk())


def helped(story: Story) -> None:
    story.to("in_progress")
    story.do("add_support", story.cast.officer, to=builders.agency(builders.BRANCH))


def help_begun(story: Story) -> None:
    helped(story)
    story.do("accept", story.cast.branch)


def objected(story: Story) -> None:
    story.to("declined")
    story.do("object_to", reason="Masih gelap.")


def heard(story: Story) -> None:
    at_desk(story)
    for code in (builders.VILLAGE, builders.BRANCH):
        story.do("assign", story.cast.dispatcher, to=builders.agency(code), reason="Coba.")
        who = story.cast.lurah if code == builders.VILLAGE else story.cast.branch
        story.do("give_back", who, reason="Bukan kami.")
    story.do("hear", CLOCK)


def extended(story: Story) -> None:
    story.to("in_progress")
    story.do("extend", story.cast.officer, days=2, reason="Hujan.")


def merged(story: Story) -> None:
    other = Story(cast=story.cast)
    story.do("merge", story.cast.verifier, into=other.report)


def with_photo(story: Story) -> None:
    ReportPhoto.objects.create(
        report=story.report,
        attachment=builders.attachment(),
        purpose="report",
        created_at=story.at,
    )


PICTURE = "a photograph of the reporter"
OTHER = "another report"  # its number is put in
LEADS = "assignment that led"
FILE = "a photograph"
OPEN = {"visibility": "public"}
FACTS = {"report_class": "complaint", "kind": "simple", "category": "fasos-fasum"}
CASES: dict[Verb, Case] = {
    Verb.VERIFY: Case("verifier", form={**FACTS, "to": builders.VILLAGE}),
    Verb.ASSIGN: Case("dispatcher", at_desk, {"to": builders.VILLAGE, **REASON}),
    Verb.ACCEPT: Case("officer", to("waiting")),
    Verb.RESOLVE: Case(
        "officer", to("in_progress"), {"outcome": "fixed", "note": "Diganti.", "photos": FILE}
    ),
    Verb.VALIDATE: Case("validator", to("awaiting_validation")),
    Verb.REJECT_FOLLOWUP: Case(
        "validator",
        to("awaiting_validation"),
        {"reason_code": "reject-unclear", "assignments": LEADS},
    ),
    Verb.ANSWER: Case("verifier", form={"text": "Bisa."}, columns={"report_class": "suggestion"}),
    Verb.DISPOSE: Case(
        "camat",
        lambda story: story.verify(to=builders.agency(builders.DISTRICT)),
        {"below": builders.VILLAGE, "instruction": "Kerjakan."},
    ),
    Verb.COORDINATE: Case("officer", to("in_progress"), {"to": builders.BRANCH, **REASON}),
    Verb.GIVE_BACK: Case("officer", to("waiting"), REASON),
    Verb.HOLD: Case("verifier", form={"question": "Di mana?"}),
    Verb.DECLINE: Case("verifier", form={"reason_code": "decline-private", "remedy": "Keberatan."}),
    Verb.ARCHIVE: Case("verifier", form={"reason_code": "archive-test", "remedy": "Keberatan."}),
    Verb.REFER: Case("verifier", form={"institution": "first", **REASON}),
    Verb.RECALL: Case("dispatcher", to("waiting"), REASON),
    Verb.RULE: Case("dispatcher", heard, {"to": builders.BRANCH, "keywords": "", **REASON}),
    Verb.REOPEN: Case("dispatcher", to("resolved"), REASON),
    Verb.UPHOLD: Case("other_verifier", objected, REASON),
    Verb.OVERTURN: Case("other_verifier", objected, REASON),
    Verb.PEER_ANSWER: Case("dispatcher", to("referred"), {"text": "Sudah."}),
    Verb.PEER_RETURN: Case("dispatcher", to("referred"), {"proposal": "PLN", **REASON}),
    Verb.CORRECT: Case("verifier", form={**FACTS, "address": "Jl. Mawar 9"}),
    Verb.PROPOSE: Case("officer", to("waiting"), REASON),
    Verb.ADD_SUPPORT: Case("officer", to("in_progress"), {"to": builders.BRANCH, "task": ""}),
    Verb.DROP_SUPPORT: Case("officer", helped, {"of": builders.BRANCH, **REASON}),
    Verb.DONE: Case("branch", help_begun, {"note": "Bagian kami."}),
    Verb.NOTE: Case("officer", to("waiting"), {"text": "Alat dipesan.", "scope": "agencies"}),
    Verb.PROGRESS: Case("officer", to("in_progress"), {"text": "Besok dikerjakan."}),
    Verb.SCHEDULE: Case(
        "lurah", to("in_progress"), {"programme": "Peremajaan", "month": "2027-03", **REASON}
    ),
    Verb.EXTEND: Case("officer", to("in_progress"), {"days": "3", **REASON}),
    Verb.GRANT: Case("camat", extended),
    Verb.REFUSE: Case("camat", extended, REASON),
    Verb.MERGE: Case("verifier", form={"target": OTHER}),
    Verb.UNMERGE: Case("verifier", merged, REASON),
    Verb.SPLIT: Case("verifier", form={"part0-text": "Got mampet.", "parts": "1"}),
    Verb.RELATE: Case("verifier", form={"target": OTHER, "relation": "recurrence"}),
    Verb.PUBLISH: Case("verifier"),
    Verb.SHOW_PHOTOS: Case("verifier", with_photo, {"shown": PICTURE}, columns=OPEN),
    Verb.MASK: Case("verifier", form={"do": "run", "more-text": "taman", **REASON}),
    Verb.HIDE: Case("verifier", form=REASON, columns=OPEN),
    Verb.SHARE_IDENTITY: Case(
        "officer", to("in_progress"), {"identity_field": "email", "reason": "Perlu janji."}
    ),
    Verb.BREAK_GLASS: Case("dispatcher", at_desk, {"reason": "Nyawa terancam."}),
}


def test_no_verb_is_forgotten() -> None:
    assert set(CASES) == set(BUTTONS)


@pytest.mark.parametrize("verb", CASES)
def test_the_form_is_opened_filled_in_and_sent(
    client: Client, verb: Verb, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(sampling, "rule", sampling.Rule)
    case = CASES[verb]
    story = Story(**case.columns)
    case.way(story)
    client.force_login(User.objects.get(pk=getattr(story.cast, case.who).user_id))
    url = f"/meja/laporan/{story.report.number}/{verb.value}/"
    offered = client.get(f"/meja/laporan/{story.report.number}/").content.decode()
    assert f'"{url}' in offered, "the report's page leads there"
    page = client.get(url).content.decode()
    assert "Belum bisa." not in page
    sent = _filled(story, page, case.form)
    answer = client.post(url, sent)
    if verb is Verb.SPLIT:
        tried = re.search(r'name="tried" value="(\w+)"', answer.content.decode())
        answer = client.post(url, sent | {"do": "run", "tried": tried[1] if tried else ""})
    assert answer.status_code in (200, 302), _said(answer.content.decode())
    last = story.fresh().events.last()
    assert last is not None and last.verb == verb.value
    assert last.actor_id == getattr(story.cast, case.who).user_id


def _filled(story: Story, page: str, form: dict[str, Any]) -> dict[str, Any]:
    """What is sent: every field that is written in stands on the page."""
    filled: dict[str, Any] = {"version": str(story.fresh().seq), "do": "try"}
    for name, value in form.items():
        assert f'name="{name}"' in page, f"the form has no field {name}"
        filled[name] = _value(story, value)
    return filled


def _value(story: Story, value: Any) -> Any:
    if value == OTHER:
        return Story(cast=story.cast).report.number
    if value == LEADS:
        return str(story.report.assignments.order_by("-pk")[0].pk)
    if value == PICTURE:
        return str(story.report.photos.get().pk)
    if value == FILE:
        return SimpleUploadedFile("a.jpg", world.jpeg(), "image/jpeg")
    if value == "first":
        return Institution.objects.filter(is_active=True)[0].code
    return value


def _said(page: str) -> str:
    return " ".join(re.findall(r'role="alert".*?</div>', page, re.S))
