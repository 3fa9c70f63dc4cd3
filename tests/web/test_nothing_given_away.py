"""After a report without identity and a confidential one nothing anywhere gives the person away.

Both are filed through the real form, with telling words wherever a person or her device could leave
one. Then everything is read: every column of every table, sessions, logs, files, all pages for
everybody, feeds, spreadsheets, the API, mails, and the pages of an office without a right.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from PIL import Image

from tanggap.identity.models import Contact
from tanggap.intake import limits
from tanggap.intake.models import SenderWindow
from tanggap.lib import marks
from tanggap.publication.models import PublicReport
from tanggap.reports import numbers
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import State
from tests import reading
from tests.casework import world
from tests.media.samples import scene
from tests.web.test_citizen_door import come_in
from tests.web.test_portal import form

pytestmark = pytest.mark.django_db

NO_IDENTITY, CONFIDENTIAL = "Lampu taman padam sejak Rabu.", "Petugas parkir meminta uang lebih."
# Whatever a person could leave behind, under a word that is found again.
PERSON = {
    "name": "Telling-Name",
    "email": "telling.mail@example.org",
    "phone": "081277712345",
}
SPELLINGS = ("Telling-Name", "telling.mail", "81277712345", "1277-712")
DEVICE = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_X_FORWARDED_FOR": "198.51.100.88",
    "HTTP_USER_AGENT": "Telling-Agent/9.9 (Telling-Device)",
    "HTTP_REFERER": "https://testserver/?telling-referer",
    "HTTP_ACCEPT_LANGUAGE": "id, su;q=0.9, telling-language",
}
TRACES = ("203.0.113.77", "198.51.100.88", "Telling-Agent", "Telling-Device", "telling-referer",
          "telling-language", "telling-file", "TellingCamera", "TellingArtist")  # fmt: skip
ACCOUNT = "telling.account@example.org"
WORDS = (*SPELLINGS, *TRACES, "telling.account")


def photo() -> SimpleUploadedFile:
    notes = Image.Exif()
    notes[0x010F], notes[0x013B] = "TellingCamera", "TellingArtist"
    out = io.BytesIO()
    scene().save(out, "JPEG", exif=notes)
    return SimpleUploadedFile("telling-file.jpg", out.getvalue(), "image/jpeg")


def file(browser: Client, text: str, **changes: str) -> Report:
    given = form(form_id=f"form-{len(text)}", text=text, where="depan pasar", **changes)
    answer = browser.post("/lapor/", {**given, **PERSON, "photos": [photo()]}, **DEVICE)
    assert answer.status_code == 302, answer.content.decode()
    browser.get(answer.headers["Location"], **DEVICE)
    return Report.objects.get(text=text)


def code(row: Report) -> str:
    return numbers.code_for(row.channel.code, row.external_id)


def work_off() -> None:
    """What the worker does for both, as often as there is something."""
    for topic in sorted(marks.topics()):
        while marks.work(topic):
            pass
        marks.work(topic)


@pytest.fixture
def filed(
    caplog: pytest.LogCaptureFixture, settings: Any, tmp_path: Path
) -> Iterator[tuple[Report, Report]]:
    """Both reports, and the browser of a citizen with an account who filed them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    caplog.set_level(logging.INFO)
    browser = Client()
    come_in(browser, ACCOUNT)
    hidden = file(browser, NO_IDENTITY, identity="none", readers="all")
    secret = file(browser, CONFIDENTIAL, identity="sealed", readers="case")
    for row in (hidden, secret):
        browser.get(f"/lacak/{row.number}/{code(row)}/", **DEVICE)
        browser.get(f"/lacak/{row.number}/WRONG-CODE/", **DEVICE)
        browser.get("/laporanku/", **DEVICE)
        if row.state == State.SUBMITTED:
            row = world.verified(row, to=world.office())
        said = {"text": "Di sebelah kiri gerbang."}
        browser.post(f"/lacak/{row.number}/{code(row)}/reply/", said, **DEVICE)
    Contact.objects.update(is_quiet=False)  # her mail waits for no morning
    work_off()
    yield hidden, secret


# -- reading everything


def databases() -> Iterator[tuple[str, str]]:
    yield from reading.tables()
    yield "sessions", reading.sessions()


def files() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(project.MEDIA_ROOT).rglob("*")):
        if path.is_file():
            yield f"file {path.name}", path.read_bytes().decode("latin-1")


def public_pages(*rows: Report) -> Iterator[tuple[str, str]]:
    """Every address for everybody that needs no argument, and those of the reports."""
    stranger = Client()
    for path in [*_plain(get_resolver()), *_with(rows)]:
        answer = stranger.get(path)
        body = b"".join(answer) if answer.streaming else answer.content
        yield path, f"{dict(answer.headers)} {body.decode('utf-8', 'replace')}"


def _plain(resolver: URLResolver, prefix: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _plain(entry, path)
        elif isinstance(entry, URLPattern) and _is_open(entry) and not {"<", "("} & set(path):
            yield path


def _is_open(entry: URLPattern) -> bool:
    return getattr(entry.callback, "audience", "") in ("public", "reporter", "citizen")


def _with(rows: tuple[Report, ...]) -> Iterator[str]:
    for suffix in ("json", "xml"):
        yield f"/open311/v2/requests.{suffix}"
        yield f"/open311/v2/services.{suffix}"
        yield f"/open311/discovery.{suffix}"
        for row in rows:
            yield f"/open311/v2/requests/{row.number}.{suffix}"
    for row in rows:
        yield reverse("public:report", args=[row.number])
        yield f"/lacak/?number={row.number}"


def office_pages(*rows: Report) -> Iterator[tuple[str, str]]:
    """What somebody of an office without any part in them sees."""
    others = world.office("kelurahan")
    for role in ("agency_admin", "officer"):
        browser = world.logged_in(world.staff(role, others))
        paths = ["/meja/antrean/agency/", "/meja/cari/?q=parkir", "/lapangan/"]
        paths += [f"/meja/laporan/{row.number}/" for row in rows]
        for path in paths:
            yield f"{role} {path}", browser.get(path, follow=True).content.decode()


def desk_pages(row: Report) -> Iterator[tuple[str, str]]:
    """What the desks see whose turn it is: the report, never the person."""
    for role in ("verifier", "dispatcher", "validator"):
        browser = world.logged_in(world.staff(role, world.desk()))
        yield f"{role}", browser.get(f"/meja/laporan/{row.number}/").content.decode()


def mails() -> Iterator[tuple[str, str]]:
    """Subjects and bodies; to whom is another question."""
    for sent in mail.outbox:
        yield f"mail {sent.subject}", f"{sent.subject} {sent.body} {sent.extra_headers}"


def found(words: tuple[str, ...], *places: Iterator[tuple[str, str]]) -> list[str]:
    """Where one of the words stands, whatever its case."""
    return [
        f"{where}: {word}"
        for place in places
        for where, text in place
        for word in words
        if word.lower() in text.lower()
    ]


# -- what is promised


def test_nothing_gives_her_away(
    filed: tuple[Report, Report], caplog: pytest.LogCaptureFixture
) -> None:
    hidden, secret = filed
    logs = iter([("log", caplog.text)])
    everywhere = (
        databases(), files(), public_pages(hidden, secret), office_pages(hidden, secret),
        desk_pages(hidden), mails(), logs,
    )  # fmt: skip
    assert found(WORDS, *everywhere) == []
    shown = found((hidden.number,), public_pages(hidden))
    assert len(shown) > 5, "it was there to be read: feed, map, its page, the API"


def test_the_confidential_report_itself_is_for_nobody_else(
    filed: tuple[Report, Report],
) -> None:
    _hidden, secret = filed
    words = ("parkir meminta", "gerbang")
    assert found(words, public_pages(secret), office_pages(secret), mails()) == []
    pages = [(where, text) for where, text in public_pages(secret) if secret.number not in where]
    assert found((secret.number,), iter(pages)) == []


def test_only_the_reporter_of_the_confidential_one_gets_mail(
    filed: tuple[Report, Report],
) -> None:
    _hidden, secret = filed
    to = {address for sent in mail.outbox for address in sent.to}
    assert to == {ACCOUNT, PERSON["email"]}
    news = [sent for sent in mail.outbox if sent.to == [PERSON["email"]]]
    assert news and all(secret.number in f"{sent.subject} {sent.body}" for sent in news)


def test_nothing_ties_the_account_to_the_report_without_identity(
    filed: tuple[Report, Report],
) -> None:
    hidden, secret = filed
    assert hidden.contact is None
    assert Contact.objects.count() == 1, "the confidential one's, sealed"
    for telling in (hidden.number, secret.number, code(hidden), code(secret)):
        assert telling not in reading.sessions()
    assert Session.objects.count() == 1, "the login itself"


def test_senders_are_forgotten_within_a_day_and_never_were_readable(
    filed: tuple[Report, Report],
) -> None:
    assert SenderWindow.objects.exists()
    limits.forget(at=timezone.now() + timedelta(hours=24))
    assert not SenderWindow.objects.exists()


def test_no_log_line_opens_a_report(filed: tuple[Report, Report], capsys: Any) -> None:
    hidden, _secret = filed
    handler = logging.getLogger().handlers
    ours = [one for one in handler if type(one) is logging.StreamHandler]
    assert ours, "the handler of the settings"
    made = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Forbidden: %s",
        (f"/lacak/{hidden.number}/{code(hidden)}/reply/",), None,
    )  # fmt: skip
    for one in ours:
        assert one.filter(made)
    assert made.getMessage() == "Forbidden: /lacak/..."


# -- the test itself can fail

Plant = Callable[[Report], object]


def _on_chain(row: Report) -> None:
    last = ReportEvent.objects.filter(report=row).latest("seq")
    row.events.create(
        seq=last.seq + 1, verb="note", from_state=row.state, to_state=row.state,
        actor_kind="system", at=timezone.now(), data={"from": "203.0.113.77"}, hash=b"x",
    )  # fmt: skip


def _in_a_session(row: Report) -> None:
    store = Client().session
    store["who"] = "telling.mail@example.org"
    store.save()


def _as_bytes(row: Report) -> None:
    Contact.objects.create(sealed=b"\x00Telling-Name\x00", created_at=timezone.now())


def _in_a_file(row: Report) -> None:
    (Path(project.MEDIA_ROOT) / "planted.jpg").write_bytes(b"TellingCamera")


@pytest.mark.parametrize("plant", [_on_chain, _in_a_session, _as_bytes, _in_a_file])
def test_a_planted_leak_is_found(filed: tuple[Report, Report], plant: Plant) -> None:
    plant(filed[0])
    assert found(WORDS, databases(), files())


def test_a_leak_on_a_page_or_in_a_mail_is_found(filed: tuple[Report, Report]) -> None:
    hidden, _secret = filed
    PublicReport.objects.filter(number=hidden.number).update(
        title="Telling-Name", text="Telling-Name"
    )
    mail.outbox[-1].body += " 081277712345"
    places = found(WORDS, public_pages(hidden))
    assert any("/laporan/" in where for where in places)
    assert any("open311" in where for where in places)
    assert found(WORDS, mails())
