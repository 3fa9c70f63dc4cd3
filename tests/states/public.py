"""What everybody sees: the city's reports, map and numbers, and what residents do together."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tanggap.insights import actions as insights
from tanggap.performance import actions as performance
from tanggap.performance.counting import Month
from tanggap.publication.models import ClosedCard, PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.reports.workflow import State
from tanggap.taxonomy.models import Channel
from tanggap.together import actions, tokens
from tanggap.together.models import Comment, Subscription
from tanggap.web.together import subscribing
from tests import builders
from tests.builders import BRANCH, Cast, Story, agency
from tests.states.catalogue import States, Visitor, drawn, walk
from tests.states.filing import estimate
from tests.states.following import story
from tests.web.test_citizen_door import SARI, come_in

MAIL = {"email": "warga@example.org", "rhythm": "daily"}


def published(*stories: Story) -> None:
    ids = [one.report.pk for one in stories]
    Report.objects.filter(pk__in=ids).update(visibility="public")
    for row in Report.objects.filter(pk__in=ids):
        row.photos.update(is_public=True)
    publishing.refresh(report_ids=ids)


@walk
def an_empty_city() -> States:
    somebody = Visitor()
    for name in ("/", "/laporan/", "/laporan/?q=lubang", "/peta/", "/terjadwal/", "/statistics/"):
        yield name, somebody.sees(name)
    yield "a narrowed plan", somebody.sees("/terjadwal/?month=2028-01")


@walk
def a_city_at_work() -> States:
    estimate()
    cast = Cast()
    rows = {state: story(cast).to(state) for state in State}
    rows[State.WAITING].do("coordinate", cast.lurah, to=agency(BRANCH), reason="Jalan kota.")
    mails = Channel.objects.get(code="email")
    fifty = [story(cast, channel=mails) for _n in range(30)]
    published(*rows.values(), *fifty, story(cast, title="Lubang" + "besar" * 25))
    insights.rebuild_all(at=timezone.now())
    somebody = Visitor()
    for name in ("/", "/laporan/", "/peta/", "/statistics/"):
        yield name, somebody.sees(name)
    yield "narrowed", somebody.sees("/laporan/?state=red&area=31.71&category=jalan&q=lampu")
    last = PublicReport.objects.order_by("-received_at", "-id")[20]
    yield "a number's list", somebody.sees(f"/laporan/?year={last.received_at.year}")
    for link in ("older", "newer"):
        page = somebody.sees("/laporan/").context["page"]
        yield (
            link,
            somebody.sees(f"/laporan/?{'before' if link == 'older' else 'after'}={page.older}"),
        )
    for state, told in rows.items():
        if PublicReport.objects.filter(number=told.report.number).exists():
            yield f"a report: {state}", somebody.sees(f"/laporan/{told.report.number}/")
    english = Visitor(headers={"accept-language": "en"})
    for name in ("/", "/laporan/", "/statistics/", f"/laporan/{fifty[0].report.number}/"):
        yield f"in English: {name}", english.sees(name)
    boss = Visitor()
    boss.force_login(builders.User.objects.get(pk=cast.dispatcher.user_id))
    yield "a number's list for staff", boss.sees(f"/laporan/?year={last.received_at.year}")


@walk
def planned_works() -> States:
    cast = Cast()
    for month in (1, 3):
        told = story(cast).to("in_progress")
        told.do("schedule", cast.lurah, programme="Musrenbang", month=date(2031, month, 1),
                reason="Menunggu anggaran.")  # fmt: skip
        published(told)
    somebody = Visitor()
    yield "by month", somebody.sees("/terjadwal/")
    yield "narrowed", somebody.sees("/terjadwal/?month=2031-01&area=31.71&programme=mus")
    with patch("tanggap.publication.planned.PAGE", 1):
        page = somebody.sees("/terjadwal/")
        yield "the first of many", page
        yield "the next", somebody.sees(f"/terjadwal/{page.context['later']}")
    yield "a planned report", somebody.sees(f"/laporan/{told.report.number}/")


@walk
def together() -> States:
    cast, somebody = Cast(), Visitor()
    told = story(cast).to("waiting")
    published(told)
    number = told.report.number
    here = f"/laporan/{number}/"
    yield "supported", somebody.sees(f"{here}dukung/", {})
    yield "taken back", somebody.sees(f"{here}dukung/tarik/", {})
    yield "supported again", somebody.sees(f"{here}dukung/", {})
    yield "commented", somebody.sees(f"{here}komentar/", {"text": "Sama, di sini juga gelap."})
    yield "no comment", somebody.sees(f"{here}komentar/", {"text": ""})
    actions.show([Comment.objects.get().pk], by=cast.verifier, at=timezone.now())
    publishing.refresh(report_ids=[told.report.pk])
    yield "with a comment", somebody.sees(here)
    yield "to follow", somebody.sees(f"{here}ikuti/")
    yield "no address", somebody.sees(f"{here}ikuti/", {"email": "x"}, status=422)
    yield "check your mail", somebody.sees(f"{here}ikuti/", MAIL)
    with patch.object(subscribing, "PER_HOUR", 0):
        yield "too often", somebody.sees(f"{here}ikuti/", MAIL, status=429)
    yield "hers without an account", somebody.sees("/dukungan/")
    come_in(somebody)
    yield "to follow with an account", somebody.sees(f"{here}ikuti/")
    yield "followed at once", somebody.sees(f"{here}ikuti/", {**MAIL, "email": SARI})
    other = {**MAIL, "email": SARI, "category": "jalan", "rhythm": "now"}
    somebody.post("/langganan/", other)
    Subscription.objects.filter(rhythm="now").update(confirmed_at=None)
    yield "hers", somebody.sees("/dukungan/")
    told.do("hide", cast.verifier, reason="Menyebut nama.")
    publishing.refresh(report_ids=[told.report.pk])
    yield "hers, hidden since", somebody.sees("/dukungan/")
    yield "taken back from the list", somebody.sees(f"{here}dukung/tarik/", {"list": "1"})
    come_in(nobody := Visitor(), "baru@example.org")
    yield "nothing hers", nobody.sees("/dukungan/")


@walk
def a_subscription() -> States:
    somebody, path = Visitor(), "/langganan/"
    yield "asked", somebody.sees(path)
    yield "of an area", somebody.sees(f"{path}?area=31.74.06.1001")
    yield "of a category", somebody.sees(f"{path}?category=jalan")
    yield "of nothing", somebody.sees(path, MAIL, status=422)
    yield "check your mail", somebody.sees(path, {**MAIL, "category": "jalan"})
    row = Subscription.objects.get()
    yes, end = tokens.to_confirm(row.pk), tokens.to_end(row.pk)
    yield "confirm", somebody.sees(f"{path}ya/{yes}/")
    yield "confirmed", somebody.sees(f"{path}ya/{yes}/", {})
    yield "end", somebody.sees(f"{path}berhenti/{end}/")
    yield "ended", somebody.sees(f"{path}berhenti/{end}/", {})
    yield "too late", somebody.sees(f"{path}ya/{yes}/", status=404)
    yield "never was", somebody.sees(f"{path}berhenti/x/", status=404)


NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)


@walk
def checking_a_card() -> States:
    cast, somebody = Cast(), Visitor()
    yield "asked", somebody.sees("/verify/")
    yield "unknown", somebody.sees(f"/verify/{'0' * 64}/", status=404)
    Story(cast=cast).to("closed")
    performance.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=3))
    performance.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    version = ClosedCard.objects.latest("pk")
    yield "known", somebody.sees(f"/verify/{version.checksum}/")
    old = f"/verify/2026-11/2026-11/{'0' * 64}/"
    yield "an unknown list of offices", somebody.sees(old, status=404)
    yield "no file", somebody.sees("/verify/", {}, status=400)
    other = {"file": SimpleUploadedFile("rapor.csv", b"x")}
    yield "another file", somebody.sees("/verify/", other)


@walk
def errors() -> States:
    yield "not found", Visitor().sees("/tidak-ada/", status=404)
    strict = Visitor(enforce_csrf_checks=True)
    yield "too old", strict.sees("/saya/masuk/", {"address": "x"}, status=403)
    for code in ("400", "403", "500", "503", "offline"):
        yield code, drawn(f"errors/{code}.html")
