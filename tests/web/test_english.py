"""Pages in English hold no Indonesian but what people wrote and what places and offices are called.

Every page is asked as a browser that prefers English asks; `tests.english` knows the words.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tanggap.insights import actions as insights
from tanggap.messaging import texts
from tanggap.messaging.models import Message
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.reports.workflow import State
from tanggap.taxonomy.models import Channel, Institution, Reason
from tests import builders, english
from tests.builders import Story

pytestmark = pytest.mark.django_db(databases=["default", "public"])

AREA = "31.74.06.1001"
# What people of the stories wrote, and what they are called.
TYPED = (
    "Lampu taman padam sejak hari Sabtu, gelap sekali.",
    *("Lampu taman padam", "Lampu diganti.", "Di taman yang mana?", "Bukan layanan pemerintah."),
    *("Keberatan.", "Nasional.", *builders.Cast.SEATS),
    # Where the pack says it knows an office from: English words and names of cities.
    "by analogy with the lists of Jakarta Barat and Selatan, check",
)


class Visitor(Client):
    """A browser that prefers English."""

    def __init__(self, actor: Actor | None = None) -> None:
        super().__init__(headers={"accept-language": "en"})
        if actor:
            self.force_login(User.objects.get(pk=actor.user_id))

    def reads(self, path: str, data: dict[str, Any] | None = None, *, status: int = 200) -> str:
        """The page, which holds no Indonesian word; posted when there are data."""
        answer = self.get(path) if data is None else self.post(path, data)
        assert answer.status_code == status, (path, answer.status_code)
        return self._checked(path, answer)

    def reads_if_she_may(self, path: str) -> str:
        """The same for a page that may be none of her business, and then is empty."""
        answer = self.get(path)
        return "" if answer.status_code in (403, 404) else self._checked(path, answer)

    def _checked(self, path: str, answer: Any) -> str:
        page: str = answer.content.decode()
        found = english.leaks(page, typed=TYPED)
        assert not found, (path, found)
        return page


def in_every_state() -> dict[State, Story]:
    """A report in each state, of the same people."""
    cast = builders.Cast()
    return {state: Story(cast=cast).to(state) for state in State}


def test_the_telltales_tell() -> None:
    page = "<p>Dikerjakan Dinas Bina Marga</p><img alt='Jalan berlubang'><p>Kel. Pasar Baru</p>"
    assert english.leaks(page) == [
        "Dikerjakan Dinas Bina Marga (dikerjakan)",
        "Jalan berlubang (berlubang, jalan)",
    ]
    assert english.leaks("<p>Done by Dinas Bina Marga in Gambir</p><script>belum</script>") == []


def test_the_citizens_pages() -> None:
    visitor = Visitor()
    for name in ("home", "report_new", "track", "mine"):
        visitor.reads(reverse(f"portal:{name}"))
    visitor.reads(reverse("portal:report_new"), {"form_id": "x"}, status=422)
    for copy in ("beranda", "lapor", "luring"):
        visitor.reads(reverse("portal:copy", args=[copy]))
    track, number = reverse("portal:track"), Story().report.number
    for query in ("?number=JK1", f"?number={number}", f"?number={number}&code=abc"):
        visitor.reads(track + query)


def test_filing_and_following() -> None:
    visitor = Visitor()
    form = {
        "form_id": "english-1",
        "text": "A lamp is out at the corner. Please look.",
        "where": "Lenteng Agung",
        "area": AREA,
        "when": "still",
        "report_class": "complaint",
        "category": builders.category().code,
        "identity": "sealed",
        "readers": "staff",
        "email": "ann@example.org",
    }
    visitor.post(reverse("portal:report_new"), form)
    receipt = visitor.reads(reverse("portal:thanks"))
    link = re.search(r'href="[^"]*(/lacak/JK[^"]+)"', receipt)
    assert link
    story = Story()
    story.report = Report.objects.get(external_id="english-1")
    visitor.reads(link[1])
    reason = Reason.objects.filter(verb="decline").order_by("order")[0]
    words = {"reason": reason.text, "remedy": reason.remedy, "reason_code": reason.code}
    story.do("decline", story.cast.dispatcher, **words)
    page = visitor.reads(link[1])
    assert reason.text_en in page
    visitor.reads(reverse("portal:mine"))


def test_what_a_reporter_is_told_by_mail() -> None:
    story = Story(contact=None)
    institution = Institution.objects.get(code="kemenag")
    reason = Reason.objects.get(code="refer-national")
    story.do("refer", story.cast.dispatcher, institution=institution, reason=reason.text)
    story.do("peer_answer", story.cast.dispatcher, text="We answered by letter.")
    with translation.override("en"):
        said = [" ".join(texts.render(message)) for message in Message.objects.order_by("pk")]
    assert any("Ministry of Religious Affairs" in text for text in said)
    assert [text for text in said if english.leaks(text, typed=TYPED)] == []
    with translation.override("id"):
        last = texts.render(Message.objects.latest("pk"))[1]
    assert "Kementerian Agama" in last


def test_the_public_pages() -> None:
    for story in in_every_state().values():
        Report.objects.filter(pk=story.report.pk).update(visibility="public")
        publishing.refresh(report_ids=[story.report.pk])
        Visitor().reads(reverse("public:report", args=[story.report.number]))
    insights.rebuild_all(at=builders.MONDAY)
    pages = ("public:feed", "public:map", "public:planned", "public:statistics", "portal:home")
    for name in pages:
        Visitor().reads(reverse(name))
    Visitor().reads(reverse("public:feed") + "?year=2026&channel=email")
    Visitor().reads(reverse("public:feed") + "?q=zzz")


def test_the_statistics_keep_their_names_for_machines_alone() -> None:
    cast = builders.Cast()
    for code in ("jaki", "facebook", "sms", "media"):
        channel = Channel.objects.get(code=code)
        Story(cast=cast, channel=channel).verify(category=builders.category("sampah"))
    insights.rebuild_all(at=builders.MONDAY)
    page = Visitor().reads(reverse("public:statistics"))
    assert "Facebook page of the city" in page
    assert "Rubbish" in page
    for name, word in (("channels", "Aspirasi Publik Media Massa"), ("categories", "Sampah")):
        assert word in Visitor().get(reverse(f"public:{name}_csv")).content.decode()


def test_the_desk() -> None:
    stories = in_every_state()
    cast = stories[State.WAITING].cast
    seen: set[str] = set()
    for seat in ("verifier", "dispatcher", "lurah", "validator", "case_worker"):
        visitor = Visitor(getattr(cast, seat))
        visitor.reads(reverse("desk:search"))
        for queue in ("verify", "dispatch", "agency", "validate"):
            visitor.reads_if_she_may(reverse("desk:queue", args=[queue]))
        for story in stories.values():
            path = reverse("desk:report", args=[story.report.number])
            _read_steps(visitor, visitor.reads_if_she_may(path), seen)
    assert len(seen) > 20


def _read_steps(visitor: Visitor, page: str, seen: set[str]) -> None:
    """The form of each step that the page of a report links to and nobody has read yet."""
    for path, verb in re.findall(r'href="(/meja/laporan/[^/]+/([a-z_]+)/)', page):
        if verb not in seen:
            seen.add(verb)
            visitor.reads(path)


def test_steps_that_cant_be_taken() -> None:
    story = Story().to("submitted")
    visitor = Visitor(story.cast.dispatcher)
    number = story.report.number
    for verb in ("decline", "hold", "refer", "verify"):
        visitor.reads(reverse("desk:act", args=[number, verb]), {"version": "0"}, status=422)
    visitor.reads(reverse("desk:act", args=[number, "resolve"]))


def test_the_field() -> None:
    story = Story().to("in_progress")
    visitor = Visitor(story.cast.officer)
    visitor.reads(reverse("field:list"))
    number = story.report.number
    visitor.reads(reverse("field:report", args=[number]))
    visitor.reads(reverse("field:proof", args=[number]))
    visitor.reads(reverse("field:proof", args=[number]), {"note": ""}, status=422)


def test_the_counter() -> None:
    visitor = Visitor(builders.Cast().clerk)
    visitor.reads(reverse("desk:counter_new"))
    visitor.reads(reverse("desk:counter_new"), {"form_id": "x"}, status=422)
    form = {
        "form_id": "english-2",
        "channel": "kelurahan",
        "text": "A lamp is out.",
        "where": "Lenteng Agung",
        "area": AREA,
        "report_class": "complaint",
        "privacy": "private",
    }
    answer = visitor.post(reverse("desk:counter_new"), form)
    visitor.reads(answer["Location"])


def test_the_operator_s_pages_and_the_account() -> None:
    visitor = Visitor(builders.Cast().operator)
    code = builders.BRANCH
    for name in ("home", "log", "differences", "offices", "office_new"):
        visitor.reads(reverse(f"operator:{name}"))
    for name in ("office", "office_edit", "office_switch"):
        visitor.reads(reverse(f"operator:{name}", args=[code]))
    visitor.reads(reverse("notices:list"))
    visitor.reads(reverse("operator:office_new"), {"version": "0"}, status=422)
    Visitor().reads(reverse("login"))
    Visitor().reads(reverse("login"), {"username": "x", "password": "y"})


def test_errors() -> None:
    Visitor().reads("/nowhere/", status=404)
    Visitor().reads("/laporan/JK0000000000/", status=404)
    Visitor(builders.Cast().clerk).reads("/operator/", status=403)


def test_open311_speaks_as_asked() -> None:
    client = Client()
    base = "/open311/v2"
    names = {
        language: {
            row["service_code"]: (row["service_name"], row["group"])
            for row in client.get(f"{base}/services.json", {"locale": language}).json()
        }
        for language in ("id", "en", "en_GB", "")
    }
    assert names["id"]["sampah"] == ("Sampah", "Lingkungan")
    assert names["en"]["sampah"] == ("Rubbish", "Smart Environment")
    assert names["en"] == names["en_GB"]
    assert names[""] == names["id"]
    preferred = client.get(f"{base}/services.json", headers={"accept-language": "en"})
    assert preferred["Content-Language"] == "en"
    assert {row["service_name"] for row in preferred.json()} == {n for n, _ in names["en"].values()}
    wrong = client.get(f"{base}/services/none.json", {"locale": "en"})
    assert english.leaks(wrong.content.decode()) == []
