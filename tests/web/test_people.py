"""The pages about people: for the operator, and for an admin at her office and below."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tanggap.people import actions
from tanggap.people.models import Agency, Membership, StandIn, User
from tests import builders
from tests.casework import world

pytestmark = pytest.mark.django_db

HERE = "/staf/"
PASSWORD = "kuda laut menari"


def office(code: str = builders.VILLAGE) -> Agency:
    return Agency.objects.get(code=code)


@pytest.fixture
def lurah(client: Client) -> User:
    user = world.staff("agency_admin", office(), name="Bu Lurah")
    client.force_login(user)
    return user


@pytest.fixture
def officer() -> User:
    return world.staff("officer", office(), name="Joko Petugas")


def link_of(page: Any) -> str:
    assert page["Cache-Control"] == "no-store"
    return re.search(r"http://testserver(/undangan/[^<\s]+)", page.content.decode())[1]  # type: ignore[index]


def test_an_admin_sees_her_office_and_below_and_nobody_else(
    client: Client, lurah: User, officer: User
) -> None:
    world.staff("officer", office("kel-cideng"), name="Orang Cideng")
    page = client.get(HERE).content.decode()
    assert "Joko Petugas" in page and "Orang Cideng" not in page
    stranger = world.staff("operator", world.desk())
    assert client.get(f"{HERE}orang/{stranger.username}/").status_code == 404


@pytest.mark.parametrize("role", ["officer", "dispatcher", "validator", "leader"])
def test_nobody_else_comes_in(client: Client, role: str) -> None:
    client.force_login(world.staff(role, office()))
    assert client.get(HERE).status_code == 403


def test_a_borrowed_seat_opens_nothing_here(client: Client, lurah: User, officer: User) -> None:
    StandIn.objects.create(
        person=officer,
        absent=lurah,
        starts_at=builders.HIRED,
        ends_at=builders.HIRED.replace(year=2100),
        created_by=lurah,
        created_at=builders.HIRED,
    )
    client.force_login(officer)
    assert client.get(HERE).status_code == 403


def test_somebody_new_comes_by_a_link_that_is_shown_once(client: Client, lurah: User) -> None:
    sent = {"name": "Budi", "email": "", "role": "officer", "office": builders.VILLAGE}
    url = link_of(client.post(f"{HERE}undang/", sent))
    assert "Budi" in client.get(HERE).content.decode()
    visitor = Client()
    who = {"name": "Budi", "username": "budi", "password": PASSWORD}
    assert visitor.post(url, who).status_code == 302
    assert visitor.get(url).status_code == 410
    assert Membership.objects.get(user__username="budi").agency == office()


def test_an_admin_is_offered_three_roles_and_no_other_is_taken(client: Client, lurah: User) -> None:
    form = client.get(f"{HERE}undang/").context["form"]
    assert {value for value, _word in form.fields["role"].choices} == {
        "agency_admin",
        "officer",
        "case_worker",
    }
    sent = {"name": "Budi", "role": "operator", "office": builders.VILLAGE}
    assert client.post(f"{HERE}undang/", sent).status_code == 422
    sent = {"name": "Budi", "role": "officer", "office": "kel-cideng"}
    page = client.post(f"{HERE}undang/", sent)
    assert page.status_code == 422 and 'value="Budi"' in page.content.decode()


def test_a_role_is_given_and_ended(client: Client, lurah: User) -> None:
    user = world.staff("officer", office("kel-cideng"), name="Pindahan")
    sent = {"username": user.username, "role": "officer", "office": builders.VILLAGE}
    client.post(f"{HERE}peran/", sent)
    seat = Membership.objects.get(user=user, agency=office())
    page = client.get(f"{HERE}orang/{user.username}/").content.decode()
    assert "Bu Lurah memberi peran kepada Pindahan" in page
    client.post(f"{HERE}orang/{user.username}/peran/{seat.pk}/akhiri/", {"reason": "Selesai."})
    seat.refresh_from_db()
    assert seat.ends_at is not None
    other = Membership.objects.get(user=user, agency=office("kel-cideng"))
    client.post(f"{HERE}orang/{user.username}/peran/{other.pk}/akhiri/", {"reason": "Coba."})
    other.refresh_from_db()
    assert other.ends_at is None


def test_a_password_is_renewed_by_link(client: Client, lurah: User, officer: User) -> None:
    url = link_of(client.post(f"{HERE}orang/{officer.username}/sandi/"))
    visitor = Client()
    assert "Joko Petugas" in visitor.get(url).content.decode()
    short = visitor.post(url, {"password": "pendek"})
    assert short.status_code == 200 and "id_password_error" in short.content.decode()
    assert visitor.post(url, {"password": PASSWORD}).status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_a_shut_account_is_out_at_once(client: Client, lurah: User, officer: User) -> None:
    theirs = Client()
    theirs.force_login(officer)
    assert theirs.get("/lapangan/").status_code == 200
    client.post(f"{HERE}orang/{officer.username}/akun/", {"reason": "Pindah."})
    assert theirs.get("/lapangan/").status_code == 302


def test_nobody_gives_herself_a_role(client: Client, lurah: User) -> None:
    sent = {"username": lurah.username, "role": "officer", "office": builders.VILLAGE}
    page = client.post(f"{HERE}peran/", sent)
    assert page.status_code == 422 and "orang lain" in page.content.decode()


def test_a_stand_in_is_named_and_ended(client: Client, lurah: User, officer: User) -> None:
    colleague = world.staff("officer", office(), name="Rekan")
    url = f"{HERE}orang/{officer.username}/pengganti/"
    sent = {"person": colleague.username, "since": "2026-11-01", "until": "2027-01-05"}
    client.post(url, sent)
    row = StandIn.objects.get()
    assert "Rekan untuk Joko" in client.get(f"{HERE}orang/{officer.username}/").content.decode()
    client.post(f"{url}{row.pk}/")
    row.refresh_from_db()
    assert row.ends_at < builders.MONDAY.replace(year=2027)


def test_the_list_goes_on_page_by_page_in_few_queries(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(world.staff("operator", world.desk(), name="Zaki"))
    for n in range(55):
        world.staff("officer", office(), name=f"Orang {n:02}")
    client.get(HERE)
    with django_assert_max_num_queries(12):
        first = client.get(HERE)
    names = [row["person"].name for row in first.context["rows"]]
    second = client.get(HERE + first.context["older_url"])
    names += [row["person"].name for row in second.context["rows"]]
    assert names == sorted(names, key=str.lower) and len(set(names)) == 56


def test_the_last_operator_stays(client: Client) -> None:
    user = world.staff("operator", world.desk(), name="Oki")
    user.set_password(PASSWORD)
    user.save()
    client.force_login(user)
    seat = Membership.objects.get(user=user)
    url = f"{HERE}orang/{user.username}/peran/{seat.pk}/akhiri/"
    page = client.post(url, {"reason": "Capek."}, follow=True)
    assert "Harus selalu ada satu pengelola" in page.content.decode()
    with pytest.raises(actions.Forbidden):
        actions.deactivate(user, by=world.acting(user), at=builders.MONDAY)
