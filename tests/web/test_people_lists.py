"""The pages of a list of staff, from the template to the slips."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.lib import sheets
from tanggap.people.lists import applying
from tanggap.people.models import Agency, Membership, StaffList, User
from tanggap.web import jobs
from tanggap.workbench.models import Errand
from tests import builders, english
from tests.casework import world

pytestmark = pytest.mark.django_db

HERE = "/staf/daftar/"
HEAD = "Nama;E-mail;Instansi;Peran"


@pytest.fixture
def lurah(client: Client) -> User:
    user = world.staff("agency_admin", Agency.objects.get(code=builders.VILLAGE), name="Bu Lurah")
    client.force_login(user)
    return user


def send(client: Client, *lines: str, name: str = "staf.csv", **more: Any) -> Any:
    content = "\r\n".join([HEAD, *lines]).encode("cp1252")
    return client.post(HERE, {"file": SimpleUploadedFile(name, content), **more})


def line(name: str, role: str = "Petugas lapangan") -> str:
    return f"{name};{name.lower()}@x.id;{builders.VILLAGE};{role}"


def run(staff_list: StaffList) -> None:
    applying.go_on(staff_list.pk, at=timezone.now())


def test_from_the_file_to_the_slips(client: Client, lurah: User) -> None:
    answer = send(client, line("Budi"), line("Cici", "officer, Raja"))
    page = client.get(answer["Location"]).content.decode()
    assert "Jalankan 1 baris" in page and "Tidak ada peran “Raja”" in page
    assert not User.objects.filter(name="Budi").exists()
    said = StaffList.objects.get()
    client.post(f"{HERE}{said.pk}/jalankan/")
    assert "Sedang dikerjakan" in client.get(f"{HERE}{said.pk}/").content.decode()
    run(said)
    part = client.get(f"{HERE}{said.pk}/", headers={"HX-Request": "true"})
    assert part["HX-Refresh"] == "true" and "<html" not in part.content.decode()
    slips = client.post(f"{HERE}{said.pk}/tautan/")
    assert slips["Cache-Control"] == "no-store" and "Budi" in slips.content.decode()
    url = re.search(r"http://testserver(/undangan/[^<\s]+)", slips.content.decode())[1]  # type: ignore[index]
    visitor = Client()
    assert "budi" in visitor.get(url).content.decode()
    visitor.post(url, {"password": "kuda laut menari"})
    assert User.objects.get(username="budi").has_usable_password()
    assert "Semua orang baru" in client.post(f"{HERE}{said.pk}/tautan/").content.decode()


def test_the_result_is_safe_to_open_and_to_hand_in_again(client: Client, lurah: User) -> None:
    send(client, f"=HYPERLINK(1);e@x.id;{builders.VILLAGE};officer", line("Budi"))
    said = StaffList.objects.get()
    client.post(f"{HERE}{said.pk}/jalankan/")
    run(said)
    answer = client.get(f"{HERE}{said.pk}/hasil.csv")
    rows = [cells for _number, cells in sheets.read(answer.content)]
    assert rows[1][1] == "'=HYPERLINK(1)" and rows[1][9] == "selesai"
    again = client.post(HERE, {"file": SimpleUploadedFile("hasil.csv", answer.content)})
    page = client.get(again["Location"]).content.decode()
    assert "Tidak ada yang perlu diubah" in page and "Baris, Hasil, Keterangan" in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_a_list(client: Client, lurah: User, form: str) -> None:
    answer = client.get(f"{HERE}contoh.{form}")
    assert sheets.read(answer.content)[0][1][:2] == ["Nama", "E-mail"]
    assert client.get(f"{HERE}contoh.doc").status_code == 404


def test_a_file_that_is_no_list_says_why(client: Client, lurah: User) -> None:
    sent = {
        "file": SimpleUploadedFile("x.csv", b"Nama;Umur\nA;3"),
        "complete_for": builders.VILLAGE,
    }
    answer = client.post(HERE, sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "judul kolom" in page
    assert f'<option value="{builders.VILLAGE}" selected' in page
    assert client.post(HERE, {"complete_for": ""}).status_code == 422


def test_leaving_is_agreed_to_on_its_own(client: Client, lurah: User) -> None:
    officer = world.staff("officer", Agency.objects.get(code=builders.VILLAGE), name="Joko")
    send(client, line("Budi"), complete_for=builders.VILLAGE)
    said = StaffList.objects.get()
    client.post(f"{HERE}{said.pk}/jalankan/")
    said.refresh_from_db()
    assert said.state == "preview"
    client.post(f"{HERE}{said.pk}/jalankan/", {"leaving": "1"})
    run(said)
    assert Membership.objects.get(user=officer).ends_at is not None


def test_a_list_is_for_whoever_handed_it_in_and_the_operator(client: Client, lurah: User) -> None:
    send(client, line("Budi"))
    said = StaffList.objects.get()
    other = world.staff("agency_admin", Agency.objects.get(code="kel-cideng"))
    client.force_login(other)
    for path in ("", "hasil.csv"):
        assert client.get(f"{HERE}{said.pk}/{path}").status_code == 404
    for path in ("jalankan/", "buang/", "tautan/", "surel/"):
        assert client.post(f"{HERE}{said.pk}/{path}").status_code == 404
    client.force_login(world.staff("officer", Agency.objects.get(code=builders.VILLAGE)))
    assert client.get(HERE).status_code == 403
    client.force_login(world.staff("operator", world.desk()))
    assert "Budi" in client.get(f"{HERE}{said.pk}/").content.decode()
    client.post(f"{HERE}{said.pk}/buang/")
    assert not StaffList.objects.exists()


def test_links_go_by_mail_and_stand_nowhere_else(client: Client, lurah: User) -> None:
    send(client, line("Budi"))
    said = StaffList.objects.get()
    client.post(f"{HERE}{said.pk}/jalankan/")
    run(said)
    budi = User.objects.get(username="budi")
    assert "1 e-mail" in client.post(f"{HERE}{said.pk}/surel/", follow=True).content.decode()
    jobs.mail_link(user=budi.pk, by=lurah.pk)
    jobs.mail_link(user=budi.pk, by=lurah.pk)  # a second time: a new link, the old one is dead
    first, second = (re.search(r"/undangan/\S+", one.body)[0] for one in mail.outbox)  # type: ignore[index]
    assert mail.outbox[0].to == ["budi@x.id"]
    assert Client().get(first).status_code == 410
    Client().post(second, {"password": "kuda laut menari"})
    jobs.mail_link(user=budi.pk, by=lurah.pk)
    assert len(mail.outbox) == 2


def test_five_thousand_lines_are_looked_at_in_few_queries(
    client: Client, lurah: User, django_assert_max_num_queries: Any
) -> None:
    lines = [line(f"Orang{n}") for n in range(5000)]
    with django_assert_max_num_queries(20):
        waiting = send(client, *lines)
    with django_assert_max_num_queries(60):  # and one for each half second
        jobs.errand(errand=Errand.objects.get().pk)
    answer = client.get(waiting["Location"])
    with django_assert_max_num_queries(16):
        page = client.get(answer["Location"]).content.decode()
    assert "Jalankan 5.000 baris" in page and page.count("<tr>") == 101
    following = re.search(r'href="(\?jenis=[^"]*sesudah=\d+)"', page)[1]  # type: ignore[index]
    path = f"{answer['Location']}{following.replace('&amp;', '&')}"
    assert "Orang100<" in client.get(path).content.decode()


def test_it_speaks_english(client: Client, lurah: User) -> None:
    send(client, line("Budi"), line("Cici", "Raja"), line("Budi"))
    said = StaffList.objects.get()
    english_page = {"headers": {"accept-language": "en"}}
    for path in (HERE, f"{HERE}{said.pk}/"):
        page = client.get(path, **english_page).content.decode()
        assert english.leaks(page, typed=("Budi", "Cici", "Raja", "Bu Lurah", "staf.csv")) == []
