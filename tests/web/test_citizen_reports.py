"""Reports of an account: hers on her pages, and nobody's in the database."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.identity.sealing import owner
from tanggap.people.models import User
from tanggap.reports import numbers
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy
from tests.casework import world
from tests.web.test_citizen_door import come_in
from tests.web.test_portal import TEXT, form

pytestmark = pytest.mark.django_db


def file(client: Client, **changes: str) -> Report:
    number = Report.objects.count() + 1
    given = form(form_id=f"form-{number}", identity="sealed", readers="staff")
    answer = client.post("/lapor/", {**given, **changes})
    assert answer.headers["Location"] == "/lapor/terima-kasih/"
    return Report.objects.latest("pk")


def who(client: Client) -> User:
    """Whose browser it is."""
    return User.objects.get(pk=client.session["_auth_user_id"])


def page_of(row: Report) -> str:
    return f"/lacak/{row.number}/{numbers.code_for(row.channel.code, row.external_id)}/"


def mine(client: Client) -> str:
    return client.get("/laporanku/").content.decode()


def test_a_report_filed_while_logged_in_is_found_in_any_browser(client: Client) -> None:
    come_in(client)
    row = file(client)
    come_in(other := Client())
    assert page_of(row) in mine(other)
    assert row.number not in mine(Client())


def test_the_database_does_not_say_whose_it_is(client: Client) -> None:
    come_in(client)
    row = file(client)
    user = User.objects.get()
    assert row.contact and bytes(row.contact.owner_index or b"") == owner(user.pk)
    for column in ("email_index", "phone_index", "sealed"):
        assert not getattr(row.contact, column) or column == "sealed"
    assert owner(user.pk) != owner(user.pk + 1)


def test_who_wants_no_trace_is_not_tied_though_logged_in(client: Client) -> None:
    come_in(client)
    for readers in ("staff", "all", "case"):
        row = file(client, identity="none", readers=readers, name="Sari")
        assert row.contact is None, readers
        client.post(f"{page_of(row)}akun/")
        row.refresh_from_db()
        assert row.contact is None, readers
    assert "tidak dikaitkan" in client.get(page_of(row)).content.decode()
    come_in(other := Client())
    assert "Belum ada laporan di akunmu" in mine(other)


def test_the_form_is_filled_from_the_account_and_only_for_her(client: Client) -> None:
    come_in(client)
    client.post("/saya/nama/", {"name": "Sari Wulandari", "language": "id"})
    page = client.get("/lapor/").content.decode()
    assert 'value="Sari Wulandari"' in page and 'value="sari.wulandari@example.org"' in page
    assert "Wulandari" not in Client().get("/lapor/").content.decode()


def test_a_report_filed_before_is_added_by_its_code(client: Client) -> None:
    row = file(Client())
    come_in(client)
    assert "Tambahkan laporan ini ke akunku" in client.get(page_of(row)).content.decode()
    client.post(f"{page_of(row)}akun/")
    assert "ada di akunmu" in client.get(page_of(row)).content.decode()
    come_in(other := Client())
    assert page_of(row) in mine(other)
    assert client.post(f"/lacak/{row.number}/salah/akun/").status_code == 404


def test_a_confidential_report_is_added_by_its_code_unless_she_wanted_no_trace(
    client: Client,
) -> None:
    named = file(Client(), readers="case")
    traceless = file(Client(), readers="case", identity="none")
    come_in(client)
    for row in (named, traceless):
        assert row.contact is None and row.is_confidential
        client.post(f"{page_of(row)}akun/")
        row.refresh_from_db()
    assert named.contact and "ada di akunmu" in client.get(page_of(named)).content.decode()
    assert traceless.contact is None
    assert "memilih tanpa identitas" in client.get(page_of(traceless)).content.decode()


def test_a_stranger_is_asked_to_come_in_first(client: Client) -> None:
    row = file(client)
    assert client.post(f"{page_of(row)}akun/").headers["Location"].startswith("/saya/masuk/")
    row.refresh_from_db()
    assert row.contact is None


def test_many_reports_come_in_pages_and_few_queries(
    client: Client, held_rules: None, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    come_in(client)
    mine_now = owner(User.objects.get().pk)
    now = timezone.now()
    rows = [world.report(owner=mine_now, received_at=now - timedelta(days=n)) for n in range(23)]
    mine(client)
    with django_assert_num_queries(4):  # session, user, contacts, reports
        page = mine(client)
    assert page.count("/lacak/JK") == 20 and rows[0].number in page
    older = re.search(r'href="(\?after=[^"]+)"', page)
    assert older
    second = client.get(f"/laporanku/{older[1]}").content.decode()
    assert second.count("/lacak/JK") == 3 and rows[22].number in second


def test_a_browser_remembers_and_forgets_without_a_session(client: Client) -> None:
    row = file(client, identity="none")
    assert "sessionid" not in client.cookies
    assert page_of(row)[:-1].replace("-", "") in mine(client).replace("-", "")
    client.cookies["dukungan"] = "x"
    client.post("/laporanku/lupakan/")
    assert row.number not in mine(client)
    left = {name for name in ("laporan", "tanda_terima", "dukungan") if client.cookies[name].value}
    assert left == set()


def test_a_confidential_report_is_remembered_for_half_a_day(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, plain = file(client, readers="case"), file(client)
    later = timezone.now().timestamp() + 13 * 3600
    monkeypatch.setattr("time.time", lambda: later)
    page = mine(client)
    assert plain.number in page and secret.number not in page


def test_a_cookie_of_somebody_elses_making_opens_nothing(client: Client) -> None:
    row = file(Client())
    client.cookies["laporan"] = f'[["{row.number}","AAAABBBBCCCC",9999999999]]'
    assert row.number not in mine(client)


def test_an_agencys_question_is_answered_from_the_account(client: Client) -> None:
    come_in(client)
    office = world.office()
    boss = world.staff("agency_admin", office)
    row = world.report(owner=owner(who(client).pk), privacy=Privacy.OPEN)
    row = world.accepted(row, office, boss)
    desk = world.logged_in(boss)
    asked = {"version": str(row.seq), "identity_field": "phone", "reason": "Janji bertemu."}
    desk.post(f"/meja/laporan/{row.number}/share_identity/", asked)
    link = re.search(r'href="(/lacak/[^"]+)"', mine(client))
    assert link and "nomor teleponmu" in client.get(link[1]).content.decode()


def test_the_receipt_can_be_loaded_again_and_holds_the_code(client: Client) -> None:
    row = file(client, identity="none")
    for _time in range(2):
        page = client.get("/lapor/terima-kasih/").content.decode()
        assert row.number in page and numbers.code_for("web", row.external_id) in page
    assert Client().get("/lapor/terima-kasih/").status_code == 302
    assert TEXT in client.get(page_of(row)).content.decode()


def test_a_form_whose_login_has_ended_says_so_before_and_after(client: Client) -> None:
    come_in(client)
    assert 'name="was_in"' in client.get("/lapor/").content.decode()
    client.post("/saya/keluar/")
    given = form(identity="sealed", readers="staff", was_in="1")
    asked = client.post("/lapor/", given).content.decode()
    assert "Loginmu sudah berakhir." in asked and TEXT in asked and 'name="was_in"' in asked
    assert not Report.objects.exists()
    seen = re.search(r'name="seen" value="([^"]*)"', asked)
    assert seen
    client.post("/lapor/", {**given, "seen": seen[1]})
    page = client.get("/lapor/terima-kasih/").content.decode()
    row = Report.objects.get()
    assert "belum ada di akunmu" in page and f"next={page_of(row)}" in page
    come_in(client)
    client.post(f"{page_of(row)}akun/")
    row.refresh_from_db()
    assert row.contact and bytes(row.contact.owner_index or b"") == owner(who(client).pk)


def test_the_phone_is_told_so_as_well_but_not_what_waited_for_a_line(client: Client) -> None:
    given = form(identity="sealed", readers="staff", was_in="1")
    asked = client.post("/lapor/kirim/", given)
    assert asked.status_code == 422 and asked.json()["status"] == "asks"
    assert "Loginmu sudah berakhir." in asked.json()["html"]
    assert client.post("/lapor/kirim/", {**given, "queued": "1"}).json()["status"] == "done"


def test_who_comes_in_again_in_another_tab_files_into_her_account(client: Client) -> None:
    given = form(identity="sealed", readers="staff", was_in="1")
    assert "Loginmu" in client.post("/lapor/", given).content.decode()
    come_in(client)
    client.post("/lapor/", given)
    assert page_of(Report.objects.get()) in mine(client)
    nobody = Client()
    nobody.post("/lapor/", form(form_id="2", identity="none", was_in="1"))
    assert Report.objects.count() == 2, "who wants no trace misses no account"
