"""My data: a file of everything, and erasure that can be seen in the database."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.citizens.models import Account
from tanggap.identity.models import Contact
from tanggap.identity.sealing import index, unseal
from tanggap.people.access import REPORTER
from tanggap.people.models import User
from tanggap.reports import actions
from tanggap.reports.models import IdentityShare, Report
from tanggap.together.models import Subscription
from tanggap.web.errands import makers
from tanggap.workbench.models import Errand
from tests import reading
from tests.casework import world
from tests.media.samples import encoded, scene
from tests.web.test_citizen_door import SARI, come_in
from tests.web.test_citizen_reports import file, mine, page_of, who

pytestmark = pytest.mark.django_db

NAME, PHONE = "Sartika Telling-Name", "081277712345"
PERSON = {"name": NAME, "email": SARI, "phone": PHONE}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", encoded(scene(), "JPEG"), "image/jpeg")


def opened(answer: Any) -> tuple[dict[str, Any], list[str]]:
    """The data and the names of the files of a ZIP."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.testzip() is None
        return json.loads(found.read("data.json")), found.namelist()


def work() -> None:
    for row in Errand.objects.filter(ended_at=None):
        makers.do(row.pk, at=timezone.now())


@pytest.fixture
def sari() -> Client:
    """Somebody with an account, a name in it and two reports."""
    client = Client()
    come_in(client)
    client.post("/saya/nama/", {"name": NAME, "language": "id"})
    file(client, **PERSON, photos=photo())  # type: ignore[arg-type]
    file(client, **PERSON, readers="all")
    return client


def shared(row: Report) -> IdentityShare:
    """An office that reads her number, with her consent."""
    assert row.lead
    boss = world.staff("agency_admin", row.lead)
    row = actions.accept(row, by=world.acting(boss), at=timezone.now())
    by, at = world.acting(boss), timezone.now()
    actions.ask_identity(row, field="phone", reason="Janji bertemu.", by=by, at=at)
    share = IdentityShare.objects.get(report=row)
    until = at + timedelta(days=3)
    actions.agree_identity(row, share=share, until=until, by=REPORTER, at=at)
    actions.read_identity(row, share=share, by=by, at=at)
    return share


def test_everything_of_an_account_in_one_file_made_by_the_worker(sari: Client) -> None:
    shared(Report.objects.order_by("pk")[0])
    sari.post("/saya/data/")
    assert "sedang disiapkan" in sari.get("/saya/").content.decode()
    assert not (sari.post("/saya/data/") and Errand.objects.count() != 1), "asked twice, made once"
    work()
    row = Errand.objects.get()
    assert f"/saya/data/{row.pk}/" in sari.get("/saya/").content.decode()
    data, names = opened(sari.get(f"/saya/data/{row.pk}/"))
    assert data["account"]["name"] == NAME and data["account"]["email"] == SARI
    assert len(data["reports"]) == 2
    first = next(one for one in data["reports"] if one["photographs"])
    assert first["identity"] == {"name": NAME, "phone": PHONE, "email": SARI, "language": "id"}
    assert first["shared_with"][0]["field"] == "phone" and first["read_by"][0]["office"]
    assert f"{first['number']}/{first['photographs'][0]['file']}" in names


def test_the_file_is_sealed_while_it_waits_and_nobody_elses(sari: Client) -> None:
    sari.post("/saya/data/")
    work()
    pk = Errand.objects.get().pk
    assert NAME not in reading.everything()
    come_in(other := Client(), "lain@example.org")
    assert other.get(f"/saya/data/{pk}/").status_code == 404
    assert Client().get(f"/saya/data/{pk}/").status_code == 302


def test_a_report_without_account_by_its_code_shows_only_the_ends_of_an_identity() -> None:
    row = file(Client(), **PERSON, photos=photo())  # type: ignore[arg-type]
    data, names = opened(Client().post(f"{page_of(row)}unduh/"))
    assert data["reports"][0]["text"] == row.text and len(names) == 2
    assert data["reports"][0]["identity"]["name"] == "S•••me"
    assert NAME not in json.dumps(data) and PHONE not in json.dumps(data)
    assert Client().post(f"/lacak/{row.number}/salah/unduh/").status_code == 404
    assert Client().get(f"{page_of(row)}unduh/").status_code == 405


def test_leaving_erases_the_person_everywhere_and_keeps_the_reports(sari: Client) -> None:
    share = shared(Report.objects.order_by("pk")[0])
    SocialAccount.objects.create(user=who(sari), provider="google", uid="x" * 64)
    come_in(elsewhere := Client())
    assert "nama, e-mail" in sari.get("/saya/hapus/").content.decode()
    assert sari.post("/saya/hapus/").status_code == 200, "not without the tick"
    assert Account.objects.exists()
    texts = list(Report.objects.values_list("text", flat=True))
    sari.post("/saya/hapus/", {"sure": "1"})

    assert not Account.objects.exists() and not SocialAccount.objects.exists()
    assert not User.objects.filter(username__startswith="warga.").exists()
    for contact in Contact.objects.all():
        assert not unseal(bytes(contact.sealed)) and contact.erased_at
        assert contact.email_index is contact.phone_index is contact.owner_index is None
    stored = reading.everything()
    assert NAME not in stored and PHONE not in stored and SARI not in stored
    assert list(Report.objects.values_list("text", flat=True)) == texts
    for browser in (sari, elsewhere):
        assert browser.get("/saya/").status_code == 302, "logged out everywhere"
        assert "Di akunmu" not in mine(browser)
    share.refresh_from_db()
    assert share.withdrawn_at
    come_in(sari)
    assert "Belum ada laporan di akunmu" in mine(sari), "the same address is a new account"


def test_what_she_hears_of_is_in_the_file_and_ends_when_she_leaves(sari: Client) -> None:
    for email in (SARI, "lain@example.org"):
        sari.post("/langganan/", {"category": "jalan", "email": email, "rhythm": "daily"})
    sari.post("/saya/data/")
    work()
    data, _names = opened(sari.get(f"/saya/data/{Errand.objects.get().pk}/"))
    [wish] = data["account"]["hears_of"]
    assert wish["rhythm"] == "daily" and wish["asked_at"] and wish["confirmed_at"]
    sari.post("/saya/hapus/", {"sure": "on"})
    left = [unseal(bytes(row.contact.sealed)).email for row in Subscription.objects.all()]
    assert left == ["lain@example.org"]
    assert not Contact.objects.filter(email_index=index("email", SARI)).exists()


def test_an_old_login_has_to_prove_itself_before_it_can_erase(sari: Client) -> None:
    User.objects.update(last_login=timezone.now() - timedelta(hours=1))
    assert sari.get("/saya/hapus/").headers["Location"] == "/saya/pastikan/?next=/saya/hapus/"
    sari.post("/saya/hapus/", {"sure": "1"})
    assert Account.objects.exists()
    from django.core import mail

    from tests.web.test_citizen_door import code_in

    assert "s•••@example.org" in sari.get("/saya/pastikan/").content.decode()
    sari.post("/saya/pastikan/", {"kind": "email", "next": "/saya/hapus/"})
    code = code_in(mail.outbox[-1].body)
    answer = sari.post("/saya/masuk/kode/", {"code": code})
    assert answer.headers["Location"] == "/saya/hapus/"
    assert sari.get("/saya/hapus/").status_code == 200


def test_who_works_here_loses_only_the_citizens_part() -> None:
    boss = world.staff("agency_admin", world.office())
    User.objects.filter(pk=boss.pk).update(last_login=timezone.now())
    browser = world.logged_in(boss)
    browser.post("/saya/nama/", {"name": NAME, "language": "id"})
    row = file(browser, **PERSON)
    browser.post("/saya/hapus/", {"sure": "1"})
    assert not Account.objects.exists() and browser.get("/akun/").status_code == 200
    row.refresh_from_db()
    assert row.contact and row.contact.erased_at


def test_one_report_is_made_nobodys_by_its_code(client: Client) -> None:
    row = file(client, **PERSON)
    share = shared(row)
    page = client.get(f"{page_of(row)}hapus/").content.decode()
    assert share.agency.name in page, "what was read can't be taken back, and it says so"
    assert Contact.objects.get().erased_at is None
    client.post(f"{page_of(row)}hapus/", {"sure": "1"})
    contact = Contact.objects.get()
    assert contact.erased_at and not unseal(bytes(contact.sealed))
    page = client.get(page_of(row)).content.decode()
    assert "Tidak ada nama atau alamatmu" in page and row.title in page
    come_in(client)
    client.post(f"{page_of(row)}akun/")
    contact.refresh_from_db()
    assert contact.owner_index is None, "erased is erased"
