"""Saved filters, ready texts, and who else has a report open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.people.models import User
from tanggap.workbench import actions, queries
from tanggap.workbench.fill import fill, unknown
from tanggap.workbench.models import ReplyTemplate, SavedFilter
from tests.casework import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def verifier(client: Client) -> User:
    user = world.staff("verifier", world.desk())
    client.force_login(user)
    return user


def _template(client: Client, **more: str) -> object:
    form = {
        "agency": world.desk().code,
        "verb": "hold",
        "category": "",
        "name": "Tanya patokan",
        "text": "Untuk {nomor}: di dekat apa?",
        **more,
    }
    return client.post("/meja/templat/", form)


def test_a_filter_is_kept_offered_and_dropped(client: Client, verifier: User) -> None:
    form = {"name": "Terlambat  saya", "late": "1", "strange": "x"}
    answer = client.post("/meja/saringan/verify/", form)
    assert answer["Location"] == "/meja/antrean/verify/?late=1"
    row = SavedFilter.objects.get(user=verifier)
    assert (row.name, row.query) == ("Terlambat saya", "late=1")
    assert 'href="?late=1"' in client.get("/meja/antrean/verify/").content.decode()
    client.post(f"/meja/saringan/verify/{row.pk}/hapus/")
    assert not SavedFilter.objects.exists()


def test_nobody_drops_the_filter_of_another(client: Client, verifier: User) -> None:
    other = world.staff("verifier", world.desk())
    row = actions.save_filter(
        place="verify", name="Punyaku", query="late=1", by=world.acting(other), at=timezone.now()
    )
    client.post(f"/meja/saringan/verify/{row.pk}/hapus/")
    assert SavedFilter.objects.filter(pk=row.pk).exists()


def test_there_is_an_end_to_filters(verifier: User) -> None:
    by, at = world.acting(verifier), timezone.now()
    for n in range(actions.MOST_FILTERS):
        actions.save_filter(place="search", name=f"f{n}", query="late=1", by=by, at=at)
    with pytest.raises(actions.TooMany):
        actions.save_filter(place="search", name="zu viel", query="late=1", by=by, at=at)
    actions.save_filter(place="search", name="f1", query="q=got", by=by, at=at)


def test_a_ready_text_is_filled_and_fits_only_its_step(client: Client, verifier: User) -> None:
    assert _template(client).status_code == 302  # type: ignore[attr-defined]
    report = world.report()
    page = client.get(f"/meja/laporan/{report.number}/hold/").content.decode()
    assert f"Untuk {report.number}: di dekat apa?" in page
    row = ReplyTemplate.objects.get()
    page = client.get(f"/meja/laporan/{report.number}/hold/?template={row.pk}").content.decode()
    assert f">\nUntuk {report.number}: di dekat apa?</textarea>" in page
    assert (
        "Tanya patokan" not in client.get(f"/meja/laporan/{report.number}/note/").content.decode()
    )


def test_another_offices_texts_stay_there(client: Client, verifier: User) -> None:
    _template(client)
    row = ReplyTemplate.objects.get()
    client.force_login(world.staff("agency_admin", world.office()))
    assert client.get(f"/meja/templat/{row.pk}/").status_code == 404
    assert _template(client, name="Titip").status_code == 422  # type: ignore[attr-defined]
    with pytest.raises(actions.NotYours):
        stranger = world.acting(world.staff("agency_admin", world.office()))
        actions.end_template(row, by=stranger, at=timezone.now())


def test_a_changed_text_is_a_new_row(client: Client, verifier: User) -> None:
    _template(client)
    first = ReplyTemplate.objects.get()
    form = {"agency": world.desk().code, "verb": "hold", "name": "Tanya patokan", "text": "Baru."}
    client.post(f"/meja/templat/{first.pk}/", form)
    first.refresh_from_db()
    assert not first.is_active
    assert ReplyTemplate.objects.get(is_active=True).text == "Baru."


def test_unknown_facts_are_refused_and_braces_do_no_harm(client: Client, verifier: User) -> None:
    answer = _template(client, text="Halo {nama}")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert "Halo {nama}" in answer.content.decode()  # type: ignore[attr-defined]
    assert unknown("{nomor} {0.__class__} {x}") == ["x"]
    assert fill("{nomor} {kategori} {0.x}", {"nomor": "{judul}"}) == "{judul} {kategori} {0.x}"


def test_two_at_one_report_see_each_other(client: Client, verifier: User) -> None:
    report, at = world.report(), timezone.now()
    url = f"/meja/laporan/{report.number}/hadir/"
    assert client.post(url).content.decode().strip() == ""
    other = world.staff("verifier", world.desk(), "Dewi")
    actions.be_present(report_id=report.pk, by=world.acting(other), at=at)
    assert "Dewi juga membuka laporan ini" in client.post(url).content.decode()
    mine = world.acting(verifier)
    assert queries.beside(mine, report.pk, at=at + timedelta(minutes=5)) == []
    assert client.get(url).status_code == 404
    assert actions.forget_presence(at=at + timedelta(days=3)) == 2


def test_presence_tells_nobody_who_may_not_see(client: Client) -> None:
    report = world.report()
    client.force_login(world.staff("agency_admin", world.office()))
    assert client.post(f"/meja/laporan/{report.number}/hadir/").status_code == 404
