"""Alarms and rosters on their pages: one tap stops it, with and without the app."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tanggap.duty.models import Acknowledgement, Alarm, Change, Shift
from tanggap.people import actions as people
from tanggap.people.models import Agency, User
from tanggap.taxonomy.models import Category
from tanggap.web import display
from tests import builders
from tests.casework import world
from tests.casework.world import logged_in
from tests.markup import compact

pytestmark = pytest.mark.django_db
WEEK = [str(day) for day in range(7)]


def alarm(office: Agency, **more: Any) -> Alarm:
    """A danger for `office`, which rings."""
    category = Category.objects.filter(is_emergency=True, is_protected=False, proof="photo").first()
    row = world.report("Kabel listrik putus dan menjuntai di trotoar.", **more)
    if row.lead_id != office.pk or not row.is_emergency:
        clerk = world.acting(world.staff("verifier", world.desk()))
        world.actions.verify(row, category=category, to=office, by=clerk, at=timezone.now())
    world.ring(timezone.now())
    return Alarm.objects.get(report=row, agency=office)


def plan(**more: Any) -> dict[str, Any]:
    return {"days": WEEK, "starts": "00:00", "ends": "00:00", "rank": "1", **more}


def test_the_admin_writes_the_roster_and_everybody_of_the_office_reads_it(
    office: Agency, admin: User, officer: User
) -> None:
    page = f"/siaga/jadwal/{office.code}/"
    client = logged_in(admin)
    said = client.post(page, plan(who=officer.pk, days=[]))
    assert said.status_code == 422 and "Pilih paling sedikit satu hari" in said.content.decode()
    assert client.post(page, plan(who=officer.pk)).status_code == 302
    again = client.post(page, plan(who=officer.pk))
    assert again.status_code == 422 and "sudah mulai siaga" in again.content.decode()
    folded = compact(logged_in(officer).get(page).content.decode())
    assert folded.count("1. Joko Petugas") == 1 and "Setiap hari" in folded
    assert logged_in(officer).post(page, plan(who=officer.pk)).status_code == 403
    shift = Shift.objects.order_by("pk")[0]
    client.post(f"{page}giliran/{shift.pk}/hapus/")
    assert Shift.objects.filter(ended_at=None).count() == 6 and Shift.objects.count() == 7
    folded = compact(logged_in(officer).get(page).content.decode())
    assert folded.count("1. Joko Petugas") == 1 and "Selasa, Rabu, Kamis" in folded


def test_a_stranger_of_another_office_is_put_nowhere(office: Agency, admin: User) -> None:
    stranger = world.staff("officer", world.office("kelurahan"))
    said = logged_in(admin).post(f"/siaga/jadwal/{office.code}/", plan(who=stranger.pk))
    assert said.status_code == 422 and not Shift.objects.exists()
    other = world.office("kelurahan").code
    assert logged_in(admin).get(f"/siaga/jadwal/{other}/").status_code == 404


def test_a_swap_holds_for_its_days_and_what_was_typed_wrong_comes_back(
    office: Agency, admin: User, officer: User
) -> None:
    page, client = f"/siaga/jadwal/{office.code}/", logged_in(admin)
    client.post(page, plan(who=officer.pk))
    now = timezone.localtime()
    hours = {"since": f"{now:%Y-%m-%dT%H:%M}", "until": f"{now + timedelta(days=1):%Y-%m-%dT%H:%M}"}
    swap = {"away": officer.pk, "standin": admin.pk, "note": "Cuti", **hours}
    wrong = client.post(f"{page}pengecualian/", {**swap, "until": hours["since"]})
    assert wrong.status_code == 422 and 'value="Cuti"' in wrong.content.decode()
    assert client.post(f"{page}pengecualian/", swap).status_code == 302
    shown = client.get(page).content.decode()
    assert "Ibu Admin menggantikan Joko Petugas" in shown
    assert shown.index("<li>Ibu Admin</li>") > 0
    client.post(f"{page}pengecualian/{Change.objects.get().pk}/hapus/")
    assert "<li>Joko Petugas</li>" in client.get(page).content.decode()


def test_who_stands_in_for_a_colleague_is_named_on_the_roster(
    office: Agency, admin: User, officer: User
) -> None:
    page, client, now = f"/siaga/jadwal/{office.code}/", logged_in(admin), timezone.now()
    client.post(page, plan(who=officer.pk))
    until = now + timedelta(days=2)
    row = people.stand_in(
        officer, admin, starts_at=now, ends_at=until, by=world.acting(officer), at=now
    )
    shown = client.get(page).content.decode()
    assert f"Ibu Admin menggantikan Joko Petugas sampai {display.moment(until)}" in shown
    assert "<li>Ibu Admin</li>" in shown and "<li>Joko Petugas</li>" not in shown
    people.end_stand_in(row, by=world.acting(officer), at=timezone.now())
    assert "menggantikan" not in client.get(page).content.decode()


def test_one_tap_without_a_script_stops_it_from_every_place(
    office: Agency, admin: User, officer: User
) -> None:
    row = alarm(office)
    take = f'action="/siaga/{row.pk}/terima/"'
    client = logged_in(admin)
    places = ("/meja/cari/", "/pemberitahuan/", "/siaga/", f"/siaga/{row.pk}/")
    for place in places:
        assert take in client.get(place).content.decode(), place
    phone = logged_in(officer)
    assert take in phone.get("/lapangan/").content.decode()
    said = phone.get("/lapangan/data/").json()["alarms"]
    assert [one["take"] for one in said] == [f"/siaga/{row.pk}/terima/"]
    assert client.get(f"/siaga/{row.pk}/terima/").status_code == 405
    page = phone.post(f"/siaga/{row.pk}/terima/", follow=True).content.decode()
    assert "Kamu yang mengurusnya" in page and "Joko Petugas" in page
    late = client.post(f"/siaga/{row.pk}/terima/", follow=True).content.decode()
    assert "sudah diterima Joko Petugas" in late
    assert Acknowledgement.objects.get().user == officer
    for place in places:
        assert take not in client.get(place).content.decode(), place


def test_a_phone_hears_of_an_alarm_and_of_its_end(office: Agency, officer: User) -> None:
    client = logged_in(officer)
    quiet = client.get("/lapangan/data/").headers["ETag"]
    row = alarm(office)
    rings = client.get("/lapangan/data/", HTTP_IF_NONE_MATCH=quiet)
    assert rings.status_code == 200
    client.post(f"/siaga/{row.pk}/terima/")
    etag = rings.headers["ETag"]
    assert client.get("/lapangan/data/", HTTP_IF_NONE_MATCH=etag).json()["alarms"] == []


def test_who_watches_sees_it_and_can_not_stop_it(office: Agency) -> None:
    row = alarm(office)
    for role, place in (("dispatcher", world.desk()), ("leader", Agency.objects.get(parent=None))):
        client = logged_in(world.staff(role, place))
        assert row.report.number in client.get("/siaga/").content.decode(), role
    dispatcher = logged_in(world.staff("dispatcher", world.desk()))
    assert dispatcher.post(f"/siaga/{row.pk}/terima/").status_code == 403
    stranger = logged_in(world.staff("officer", world.office("kelurahan")))
    assert row.report.number not in stranger.get("/siaga/").content.decode()
    assert stranger.get(f"/siaga/{row.pk}/").status_code == 404
    assert stranger.post(f"/siaga/{row.pk}/terima/").status_code == 404


def test_a_confidential_danger_shows_only_to_its_case_workers() -> None:
    inspectorate = Agency.objects.get(code="inspektorat")
    worker = world.staff("case_worker", inspectorate)
    admin = world.staff("agency_admin", inspectorate)
    story = builders.Story(at=timezone.now(), is_emergency=True, is_confidential=True)
    story.verify(inspectorate)
    world.ring(story.at)
    row = Alarm.objects.get()
    assert row.report.number in logged_in(worker).get("/siaga/").content.decode()
    assert row.report.number not in logged_in(admin).get("/siaga/").content.decode()


def test_what_is_over_stands_in_the_list_of_the_past(office: Agency, admin: User) -> None:
    client = logged_in(admin)
    row = alarm(office)
    assert row.report.number not in client.get("/siaga/riwayat/").content.decode()
    client.post(f"/siaga/{row.pk}/terima/")
    page = client.get("/siaga/riwayat/").content.decode()
    assert row.report.number in page and "diterima, Ibu Admin" in page


def test_ten_alarms_cost_no_more_than_a_few_queries_each(
    office: Agency, admin: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(5):
        alarm(office)
    client = logged_in(admin)
    client.get("/siaga/")
    with django_assert_max_num_queries(20):
        assert client.get("/siaga/").content.decode().count("/terima/") == 5


@pytest.mark.parametrize("role", ["clerk", "validator"])
def test_who_is_never_called_has_no_page(role: str) -> None:
    assert logged_in(world.staff(role, world.desk())).get("/siaga/").status_code == 403
