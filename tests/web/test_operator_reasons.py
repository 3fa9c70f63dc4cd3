"""The operator's pages about ready reasons, and where staff meet what he wrote."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanggap.people.models import Change, User
from tanggap.setup import reasons
from tanggap.taxonomy.models import Category, Reason
from tests.casework import world

pytestmark = pytest.mark.django_db

HERE = "/operator/alasan/"
TEST = "archive-test"


@pytest.fixture
def operator(client: Client) -> User:
    user = world.staff("operator", world.desk(), name="Oki Operator")
    client.force_login(user)
    return user


def row(code: str = TEST) -> Reason:
    return Reason.objects.get(code=code)


def said(**other: Any) -> dict[str, Any]:
    return {**reasons.now(row()), "reason": "Pergub 1/2026", **other}


def test_the_list_has_every_step_and_where_it_stands(
    client: Client, operator: User, django_assert_max_num_queries: Any
) -> None:
    client.get(HERE)
    with django_assert_max_num_queries(12):
        page = client.get(HERE).content.decode()
    assert "Mengarsipkan laporan" in page and row().text in page and row().legal_basis in page
    assert "This is a test." in client.get(HERE, headers={"accept-language": "en"}).content.decode()


def test_a_change_is_saved_shown_and_in_the_log(client: Client, operator: User) -> None:
    sent = client.post(f"{HERE}{TEST}/", said(text="Ini uji coba."))
    assert sent.status_code == 302
    page = client.get(f"{HERE}{TEST}/").content.decode()
    assert "Oki Operator mengubah alasan archive-test" in page and "Lain dari paket" in page
    log = client.get("/operator/jejak/", {"jenis": "reason"}).content.decode()
    assert "Ini laporan percobaan. → Ini uji coba." in log
    assert f"{HERE}{TEST}/" in client.get("/operator/beda/").content.decode()
    client.post(f"{HERE}{TEST}/ikuti/", {"column": "text"})
    assert row().text == "Ini laporan percobaan."
    assert client.post(f"{HERE}{TEST}/ikuti/", {"column": "code"}).status_code == 404


@pytest.mark.parametrize("gap", ["text", "text_en", "legal_basis", "reason", "remedy_en"])
def test_what_is_missing_is_said_and_nothing_is_lost(
    client: Client, operator: User, gap: str
) -> None:
    page = client.post(f"{HERE}{TEST}/", said(**{"text": "Ini uji coba.", gap: ""}))
    assert page.status_code == 422 and not Change.objects.exists()
    assert gap in page.context["form"].errors
    assert gap == "text" or "Ini uji coba.</textarea>" in page.content.decode()


def test_somebody_elses_change_meanwhile_is_shown_first(client: Client, operator: User) -> None:
    known = str(client.get(f"{HERE}{TEST}/").context["form"]["version"].value())
    client.post(f"{HERE}{TEST}/", said(text="Satu.", version=known))
    late = said(text="Dua.", version=known)
    page = client.post(f"{HERE}{TEST}/", late)
    assert page.status_code == 422 and "Sementara itu" in page.content.decode()
    assert row().text == "Satu."
    again = {**late, "version": page.context["form"]["version"].value()}
    assert client.post(f"{HERE}{TEST}/", again).status_code == 302
    assert row().text == "Dua."


def test_a_mandate_too_says_what_changed_meanwhile(client: Client, operator: User) -> None:
    here = "/operator/mandat/pohon/"
    form = client.get(here).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"reason": "Uji."}
    client.post(here, {**given, "proof": "answer"})
    page = client.post(here, {**given, "proof": "document"})
    assert page.status_code == 422 and "Sementara itu" in page.content.decode()
    assert Category.objects.get(code="pohon").proof == "answer"


def test_a_reason_is_added_retired_and_offered_again(client: Client, operator: User) -> None:
    new = said(verb="give_back", text="Bukan jalan kota.", text_en="Not a city road.")
    here = client.post(f"{HERE}baru/", new)["Location"]
    code = here.rstrip("/").rpartition("/")[2]
    assert code == "give-back-bukan-jalan-kota"
    again = client.post(f"{HERE}baru/", new)
    assert again.status_code == 422 and "Kalimat ini sudah ada" in again.content.decode()
    client.post(f"{here}tawarkan/", {"reason": ""})
    assert row(code).is_active
    client.post(f"{here}tawarkan/", {"reason": "Tidak dipakai."})
    assert not row(code).is_active
    assert "tidak ditawarkan lagi" in client.get(HERE).content.decode()
    client.post(f"{here}tawarkan/", {"reason": "Dipakai lagi."})
    assert row(code).is_active


@pytest.mark.parametrize("role", ["dispatcher", "agency_admin", "leader"])
def test_nobody_else_comes_in(client: Client, role: str) -> None:
    client.force_login(world.staff(role, world.desk()))
    for path in (HERE, f"{HERE}baru/", f"{HERE}{TEST}/"):
        assert client.get(path).status_code == 403
    assert client.post(f"{HERE}{TEST}/tawarkan/", {"reason": "x"}).status_code == 403


def test_a_reason_moves_up_and_down_without_a_script(client: Client, operator: User) -> None:
    sent = client.post(f"{HERE}archive-thanks/urutan/", {"to": "up"})
    assert sent.status_code == 302 and sent.headers["Location"].endswith("#archive-thanks")
    page = client.get(HERE).content.decode()
    assert page.index('id="archive-thanks"') < page.index(f'id="{TEST}"')
    desk = world.staff("verifier", world.desk())
    client.force_login(desk)
    number = world.report().number
    form = client.get(f"/meja/laporan/{number}/archive/").content.decode()
    assert form.index("archive-thanks") < form.index(TEST)
    assert client.post(f"{HERE}{TEST}/urutan/", {"to": "up"}).status_code == 403
