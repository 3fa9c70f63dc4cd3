"""The exercises: each is there, can be done by whom it is for, and counts for whoever did it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from django.utils import timezone

from tanggap.ops import demo, jobs
from tanggap.ops.training import seeding
from tanggap.people.access import Actor, actor_for
from tanggap.people.models import Agency, User
from tanggap.reports import access, actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome
from tanggap.training import queries
from tanggap.training.exercises import EXERCISES
from tests import builders, english
from tests.builders import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeded(settings: Any, tmp_path: Path) -> None:
    settings.TRAINING = True
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = str(tmp_path / "outbox")
    demo.people(at=timezone.now())
    assert len(list(seeding.seed(at=timezone.now()))) == len(EXERCISES) == 12


ROLES = {
    "verify": "verifikator", "hold": "verifikator", "decline": "verifikator",
    "merge": "verifikator", "answer": "verifikator", "assign": "dispatcher",
    "accept": "kelurahan", "elsewhere": "kelurahan", "progress": "petugas",
    "resolve": "petugas", "validate": "validator", "reject": "validator",
}  # fmt: skip


def _does() -> dict[str, tuple[str, dict[str, Any]]]:
    """What somebody who learns does: verb and needs."""
    other = Agency.objects.get(code="sudin-bina-marga-barat")
    return {
        "verify": ("verify", {"category": builders.category(), "to": other}),
        "hold": ("hold", {"question": "Di jalan apa?"}),
        "decline": ("decline", {"reason": "Iklan.", "remedy": "Balas surat ini."}),
        "merge": ("merge", {"into": Report.objects.get(external_id="kawan-1"),
                            "reason": "Satu lampu."}),
        "answer": ("answer", {"text": "Senin sampai Jumat, 07.30 sampai 16.00. Bawa KTP."}),
        "assign": ("assign", {"to": other, "reason": "Jalan kota."}),
        "accept": ("accept", {}),
        "elsewhere": ("give_back", {"reason": "Jalan protokol, bukan jalan lingkungan."}),
        "progress": ("progress", {"text": "Menunggu lampu pengganti."}),
        "resolve": ("resolve", {"outcome": Outcome.FIXED, "note": "Diganti.",
                                "photos": [photo("before"), photo("after")]}),
        "validate": ("validate", {}),
        "reject": ("reject_followup", {"reason": "Foto sesudah sama dengan sebelum."}),
    }  # fmt: skip


def acting(username: str) -> Actor:
    return actor_for(User.objects.get(username=username), at=timezone.now())


def test_every_exercise_can_be_done_by_whom_it_is_for(client: Client, seeded: None) -> None:
    numbers = queries.newest_numbers()
    for key, (verb, needs) in _does().items():
        actor = acting(ROLES[key])
        before = {one.exercise.key: one.is_done for one in queries.standings(actor.user_id or 0)}
        assert not before[key], key
        report = access.report_for(actor, numbers[key])
        getattr(actions, verb)(report, by=actor, at=timezone.now(), **needs)
        after = {one.exercise.key: one.is_done for one in queries.standings(actor.user_id or 0)}
        assert after == {**before, key: True}
    assert not User.objects.get(username=seeding.TRAINER).has_usable_password()
    _page_leads_to_what_is_hers(client, numbers["resolve"])
    _one_more_can_be_asked_for()


def _page_leads_to_what_is_hers(client: Client, number: str) -> None:
    assert "Masuk untuk mulai" in client.get("/latihan/").content.decode()
    english_page = client.get("/latihan/", headers={"accept-language": "en"})
    assert english.leaks(english_page.content.decode()) == []
    for path in ("/", "/masuk/", "/peta/", "/tidak-ada/"):
        assert "training-bar" in client.get(path).content.decode(), path
    client.force_login(User.objects.get(username="petugas"))
    page = client.get("/latihan/").content.decode()
    assert f'href="/lapangan/{number}/"' in page and "2 dari 12" in page
    assert page.count("Buka laporannya") == 2 and "LATIHAN" in page
    assert client.post("/latihan/lagi/accept/").status_code == 302
    assert client.post("/latihan/lagi/tidak-ada/").status_code == 404
    for path in ("/lapangan/kulit/", "/lapangan/"):
        assert "training-bar" in client.get(path).content.decode(), path


def _one_more_can_be_asked_for() -> None:
    before, old = Report.objects.count(), queries.newest_numbers()
    list(seeding.seed(at=timezone.now()))
    assert Report.objects.count() == before  # seeding again makes nothing
    jobs.make_exercise(key="accept")
    jobs.make_exercise(key="merge")
    new = queries.newest_numbers()
    assert {key for key in new if new[key] != old[key]} == {"accept", "merge"}


def test_mails_stop_at_the_page_of_letters(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.TRAINING, settings.EMAIL_FILE_PATH = True, str(tmp_path / "outbox")
    with get_connection("django.core.mail.backends.filebased.EmailBackend") as connection:
        for name in ("Satu", "Dua"):
            EmailMessage(name, f"Surat\n\n{name} <b>", None, ["warga@latihan.invalid"],
                         connection=connection).send()  # fmt: skip
    page = client.get("/latihan/surat/").content.decode()
    assert "Satu" in page and "Dua &lt;b&gt;" in page and "warga@latihan.invalid" in page
    page = client.get("/latihan/surat/", headers={"accept-language": "en"}).content.decode()
    assert (
        english.leaks(page, typed=("Surat", "Satu", "Dua", "Dua <b>", "warga@latihan.invalid"))
        == []
    )


def test_the_real_instance_has_none_of_it(client: Client) -> None:
    for path in ("/latihan/", "/latihan/surat/"):
        answer = client.get(path)
        assert answer.status_code == 404 and "training-bar" not in answer.content.decode()
    assert client.post("/latihan/lagi/accept/").status_code == 404
    jobs.make_exercise(key="accept")
    assert not Report.objects.exists()
