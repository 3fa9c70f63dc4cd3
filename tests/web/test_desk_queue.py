"""The queue and the search: order, filters, pages, who may open them, and what they cost."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.casework.queries import lists, paging
from tanggap.casework.queries.filters import Filters
from tanggap.people.models import User
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy
from tests.casework import world

pytestmark = pytest.mark.django_db


def _login(client: Client, role: str) -> User:
    user = world.staff(role, world.desk())
    client.force_login(user)
    return user


def test_a_queue_shows_what_waits_there(client: Client) -> None:
    _login(client, "verifier")
    row = world.report("Pohon tumbang menutup jalan depan sekolah.")
    page = client.get("/meja/antrean/verify/")
    assert page.status_code == 200
    assert row.title in page.content.decode()
    assert f"report={row.number}" in page.content.decode()


def test_the_chosen_report_stands_beside_the_list(client: Client) -> None:
    _login(client, "verifier")
    row = world.report("Saluran mampet dan bau sejak hari Senin.")
    page = client.get("/meja/antrean/verify/", {"report": row.number}).content.decode()
    assert "Loloskan dan teruskan" in page
    assert f"/meja/laporan/{row.number}/verify/" in page


def test_nobody_reads_who_reported(client: Client) -> None:
    _login(client, "verifier")
    row = world.report()
    for url in ("/meja/antrean/verify/?report=" + row.number, f"/meja/laporan/{row.number}/"):
        page = client.get(url).content.decode()
        assert world.SECRET_NAME not in page and world.SECRET_PHONE not in page


def test_a_queue_of_another_role_is_forbidden(client: Client) -> None:
    _login(client, "verifier")
    assert client.get("/meja/antrean/validate/").status_code == 403
    assert client.get("/meja/antrean/nonsense/").status_code == 404


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    page = client.get("/meja/antrean/verify/")
    assert page.status_code == 302 and page["Location"].startswith("/masuk/")


@pytest.mark.usefixtures("held_rules")
def test_a_full_queue_costs_at_most_ten_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    _login(client, "verifier")
    for n in range(12):
        world.report(f"Laporan nomor {n} tentang jalan berlubang.")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get("/meja/antrean/verify/").status_code == 200


def test_words_are_stemmed_as_indonesian(client: Client) -> None:
    _login(client, "verifier")
    row = world.report("Warga membersihkan selokan karena petugas tidak datang.")
    other = world.report("Lampu merah mati di perempatan.")
    page = client.get("/meja/cari/", {"q": "bersih"}).content.decode()
    assert row.number in page and other.number not in page
    assert other.number in client.get("/meja/cari/", {"q": other.number}).content.decode()


def test_what_cannot_be_read_in_an_address_is_no_filter(client: Client) -> None:
    _login(client, "verifier")
    row = world.report()
    spoilt = {"state": "x", "year": "999999", "after": "gibberish_z", "q": "\0"}
    page = client.get("/meja/cari/", spoilt)
    assert page.status_code == 200 and row.number in page.content.decode()


def test_pages_meet_without_gap_or_overlap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)
    made = {world.report(f"Sampah menumpuk di titik {n}.").number for n in range(8)}
    Report.objects.filter(number__in=sorted(made)[:2]).update(due_at=None, due_from=None)
    rows = [Report.objects.filter(number__in=made)]
    for order in (paging.BY_DUE, paging.BY_ARRIVAL):
        read = partial(paging.page, order=order)
        forward, back, after = [], [], ""
        for _ in range(3):
            page = read(rows, after=after)
            forward += [row.number for row in page.rows]
            after = page.after
        assert set(forward) == made and len(forward) == 8 and not after
        before = page.before
        back = [row.number for row in page.rows]
        while before:
            page = read(rows, before=before)
            back = [row.number for row in page.rows] + back
            before = page.before
        assert back == forward


def test_counts_stop_at_their_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNT_CAP", 2)
    for n in range(3):
        world.report(f"Genangan di gang {n}.")
    Report.objects.update(due_at=timezone.now())
    found = lists.counts([Report.objects.all()], at=timezone.now())
    assert (found.total, found.late, found.returned) == (2, 2, 0)


def test_filters_narrow_the_list() -> None:
    at = timezone.now()
    lit, dirty = world.report("Lampu padam."), world.report("Sampah menumpuk.")
    world.verified(dirty)
    everything = [Report.objects.all()]

    def numbers(**filters: object) -> set[str]:
        found = lists.narrowed(everything, Filters(**filters), at=at)  # type: ignore[arg-type]
        return {row.number for row in lists.by_due(found).rows}

    assert numbers(state="submitted") == {lit.number}
    assert numbers(state="open") == {lit.number, dirty.number}
    assert numbers(category=world.category().code) == {dirty.number}
    assert numbers(channel="web") == {lit.number, dirty.number}
    assert numbers(year=1999) == set()
    assert numbers(is_late=True) == set()


def test_choosing_a_row_brings_the_report_alone(client: Client) -> None:
    _login(client, "verifier")
    row = world.report()
    url = f"/meja/antrean/verify/?report={row.number}"
    part = client.get(url, headers={"HX-Request": "true", "HX-Target": "pane"})
    assert row.title in part.content.decode() and "<html" not in part.content.decode()
    assert "HX-Target" in part["Vary"]
    whole = {"HX-Request": "true", "HX-Target": "pane", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get(url, headers=whole).content.decode()


def test_the_clocks_say_how_they_were_computed(client: Client) -> None:
    _login(client, "verifier")
    row = world.report()
    page = client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert "Jam warga" in page and "Jam kita, verifikasi" in page
    assert "1 hari kerja" in page and "Batas" in page


@pytest.mark.usefixtures("held_rules")
def test_the_report_beside_the_list_has_a_bounded_cost(
    client: Client, django_assert_max_num_queries: object
) -> None:
    _login(client, "verifier")
    row = world.report()
    client.get("/meja/antrean/verify/")
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        client.get("/meja/antrean/verify/", {"report": row.number})


def test_every_role_lands_on_a_screen_that_opens(client: Client) -> None:
    for role in ("verifier", "dispatcher", "agency_admin", "officer", "validator", "case_worker"):
        client.force_login(world.staff(role, world.office()))
        assert client.get("/masuk/lanjut/", follow=True).status_code == 200, role
    for role in ("clerk", "leader", "operator"):
        client.force_login(world.staff(role, world.desk()))
        assert client.get("/masuk/lanjut/", follow=True).status_code == 200, role


def test_a_confidential_report_stays_with_its_desk(client: Client) -> None:
    row = world.report("Petugas loket minta uang.", privacy=Privacy.CONFIDENTIAL)
    for role in ("leader", "agency_admin", "officer", "clerk", "validator"):
        client.force_login(world.staff(role, world.office()))
        assert client.get(f"/meja/laporan/{row.number}/").status_code == 404, role
        assert row.number not in client.get("/meja/cari/").content.decode(), role


def test_the_desk_itself_opens_the_queue() -> None:
    client = Client()
    client.force_login(world.staff("verifier", world.desk()))
    assert client.get("/meja/").status_code == 200
