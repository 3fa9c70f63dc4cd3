"""The operator's pages about agencies."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tanggap.people.models import Agency, Change, User
from tanggap.taxonomy.models import Category
from tests import builders
from tests.casework import world

pytestmark = pytest.mark.django_db

HERE = "/operator/instansi/"
BRANCH = builders.BRANCH


@pytest.fixture
def operator(client: Client) -> User:
    user = world.staff("operator", world.desk(), name="Oki Operator")
    client.force_login(user)
    return user


def office(code: str = BRANCH) -> Agency:
    return Agency.objects.select_related("parent", "area").get(code=code)


def said(row: Agency, **other: Any) -> dict[str, Any]:
    assert row.parent is not None and row.area is not None
    values = {
        "name": row.name,
        "kind": row.kind,
        "parent": row.parent.code,
        "area": row.area.code,
        "reason": "Pergub 1/2026",
        **({"handles_confidential": "on"} if row.handles_confidential else {}),
    }
    return values | other


def test_the_tree_shows_everything_in_few_queries(
    client: Client, operator: User, django_assert_max_num_queries: Any
) -> None:
    client.get(HERE)
    with django_assert_max_num_queries(16):
        page = client.get(HERE).content.decode()
    assert "Kelurahan Gambir" in page and "Dinas Bina Marga" in page


def test_words_find_offices_by_name_and_code(client: Client, operator: User) -> None:
    page = client.get(HERE, {"q": "marga pusat"}).content.decode()
    assert office().name in page and "Kelurahan Gambir" not in page
    assert "Tidak ada instansi" in client.get(HERE, {"q": "zzz\0"}).content.decode()


def test_a_change_is_saved_and_told(client: Client, operator: User) -> None:
    sent = client.post(f"{HERE}{BRANCH}/ubah/", said(office(), name="Sudin Jalan Pusat"))
    assert sent.status_code == 302
    page = client.get(f"{HERE}{BRANCH}/").content.decode()
    assert "Oki Operator mengubah instansi Sudin Jalan Pusat" in page
    assert "Pergub 1/2026" in page
    assert "Lain dari paket" in page


def test_without_a_reason_nothing_is_saved_and_nothing_is_lost(
    client: Client, operator: User
) -> None:
    page = client.post(f"{HERE}{BRANCH}/ubah/", said(office(), name="Sudin Jalan", reason=""))
    assert page.status_code == 422
    assert 'value="Sudin Jalan"' in page.content.decode()
    assert not Change.objects.exists()


def test_somebody_elses_change_meanwhile_is_shown_first(client: Client, operator: User) -> None:
    form = client.get(f"{HERE}{BRANCH}/ubah/").context["form"]
    opened_at = str(form["version"].value())
    client.post(f"{HERE}{BRANCH}/ubah/", said(office(), name="Sudin Satu", version=opened_at))
    late = said(office(), name="Sudin Dua", version=opened_at)
    page = client.post(f"{HERE}{BRANCH}/ubah/", late)
    assert page.status_code == 422 and "Sementara itu" in page.content.decode()
    assert office().name == "Sudin Satu"
    again = {**late, "version": page.context["form"]["version"].value()}
    assert client.post(f"{HERE}{BRANCH}/ubah/", again).status_code == 302
    assert office().name == "Sudin Dua"


def test_what_stands_in_the_way_of_closing_is_listed(client: Client, operator: User) -> None:
    page = client.post(f"{HERE}dinas-bina-marga/tutup/", {"reason": "Digabung."})
    assert page.status_code == 422
    assert office().name in page.content.decode()


def test_an_office_is_opened_and_closed(client: Client, operator: User) -> None:
    values = said(office(), code="pos-monas", name="Pos Monas", kind="up")
    assert client.post(f"{HERE}baru/", values)["Location"] == f"{HERE}pos-monas/"
    assert office("pos-monas").path == f"{office('dinas-bina-marga').path}pos-monas/"
    again = client.post(f"{HERE}baru/", {**values, "name": "Pos Lain"})
    assert "Kode ini sudah dipakai" in again.content.decode()
    client.post(f"{HERE}pos-monas/tutup/", {"reason": "Selesai."})
    assert not office("pos-monas").is_active
    assert "Pos Monas" in client.get(HERE, {"tutup": "1"}).content.decode()


def test_the_pack_can_be_followed_again(client: Client, operator: User) -> None:
    before = office().name
    client.post(f"{HERE}{BRANCH}/ubah/", said(office(), name="Sudin Jalan"))
    page = client.get("/operator/beda/").content.decode()
    assert "Sudin Jalan" in page and before in page
    client.post(f"{HERE}{BRANCH}/ikuti/", {"column": "name"})
    assert office().name == before
    assert client.post(f"{HERE}{BRANCH}/ikuti/", {"column": "path"}).status_code == 404


def test_the_log_is_found_by_who_did_it(client: Client, operator: User) -> None:
    client.post(f"{HERE}{BRANCH}/ubah/", said(office(), name="Sudin Jalan"))
    assert "Sudin Jalan" in client.get("/operator/jejak/", {"q": "oki"}).content.decode()
    assert "Belum ada" in client.get("/operator/jejak/", {"q": "orang lain"}).content.decode()


def test_the_log_goes_on_page_by_page(client: Client, operator: User) -> None:
    for n in range(51):
        Change.objects.create(
            at=builders.MONDAY, by=operator, kind="office", verb="change", subject=f"o{n}"
        )
    first = client.get("/operator/jejak/")
    assert len(first.context["steps"]) == 50
    second = client.get(first.context["older_url"])
    assert [step.title for step in second.context["steps"]] == ["Oki Operator mengubah instansi o0"]


@pytest.mark.parametrize(
    "path", ["instansi/", f"instansi/{BRANCH}/", f"instansi/{BRANCH}/ubah/", "jejak/", "beda/"]
)
def test_only_the_operator_reads_them(client: Client, path: str) -> None:
    client.force_login(world.staff("agency_admin", office()))
    assert client.get(f"/operator/{path}").status_code == 403


def test_a_mandate_is_changed_planned_and_called_off(client: Client, operator: User) -> None:
    url = "/operator/mandat/pohon/"
    assert "Sampah" in client.get("/operator/mandat/").content.decode()
    sent = {"lead": "agency:dinas-tamhut", "proof": "photo", "indicator": "environment"}
    client.post(url, {**sent, "reason": "Pergub", "source": "Pergub 3/2026"})
    assert Category.objects.get(code="pohon").lead == "agency:dinas-tamhut"
    page = client.get(url).content.decode()
    assert "Oki Operator mengubah mandat" in page and "Pergub 3/2026" in page
    sent["version"] = client.get(url).context["form"]["version"].value()
    client.post(url, {**sent, "proof": "answer", "reason": "Nanti.", "since": "2099-01-01"})
    assert "Sudah direncanakan" in client.get(url).content.decode()
    client.post(f"{url}batal/")
    assert "Sudah direncanakan" not in client.get(url).content.decode()
    sent["version"] = client.get(url).context["form"]["version"].value()
    refused = client.post(url, {**sent, "is_protected": "on", "reason": "Coba."})
    assert refused.status_code == 422
    assert "tidak menangani laporan rahasia" in refused.content.decode()
