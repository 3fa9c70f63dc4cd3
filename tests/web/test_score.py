"""Score cards on the screen: who may open them, and that a number is its list."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.performance import access, actions
from tanggap.performance.counting import Month
from tanggap.performance.queries import boards, pages
from tanggap.performance.queries.boards import SORTABLE, Narrowing
from tanggap.performance.queries.pages import Sort
from tanggap.reports.models import Report
from tests import builders
from tests.builders import Cast, Story, agency
from tests.markup import compact

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
MONTH = "2026-11"
CARD = f"/kinerja/{MONTH}/{builders.VILLAGE}/"


@pytest.fixture
def cast() -> Cast:
    """Three reports of the village, one of the branch, one secret one."""
    cast = Cast()
    for state in ("closed", "in_progress", "waiting"):
        Story(cast=cast).to(state)
    Story(cast=cast).verify(to=agency(builders.BRANCH))
    secret = builders.category("pungutan-liar")
    Story(cast=cast).verify(to=agency("inspektorat"), category=secret)
    actions.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=3))
    return cast


def login(client: Client, actor: Actor) -> None:
    client.force_login(User.objects.get(pk=actor.user_id))


def read(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return page.content.decode()


def test_leaders_validators_and_operators_see_every_office(client: Client, cast: Cast) -> None:
    for actor in (cast.governor, cast.validator, cast.operator):
        login(client, actor)
        page = read(client, f"/kinerja/?month={MONTH}")
        assert agency(builders.VILLAGE).name in page and agency(builders.BRANCH).name in page
        assert "Diterima" in read(client, CARD)


def test_an_office_admin_sees_her_own_and_those_below(client: Client, cast: Cast) -> None:
    login(client, cast.camat)
    page = read(client, f"/kinerja/?month={MONTH}")
    assert agency(builders.VILLAGE).name in page and agency(builders.BRANCH).name not in page
    assert client.get(CARD).status_code == 200
    assert client.get(f"/kinerja/{MONTH}/{builders.BRANCH}/").status_code == 404
    login(client, cast.lurah)
    assert client.get(f"/kinerja/{MONTH}/{builders.DISTRICT}/").status_code == 404


@pytest.mark.parametrize("name", ["officer", "clerk", "verifier", "dispatcher", "case_worker"])
def test_others_may_not(client: Client, cast: Cast, name: str) -> None:
    login(client, getattr(cast, name))
    assert client.get("/kinerja/").status_code == 403
    assert client.get(CARD).status_code == 403


def test_strangers_are_sent_to_the_login(client: Client) -> None:
    assert client.get(CARD)["Location"].startswith("/masuk/")


def test_every_number_opens_exactly_its_reports(client: Client, cast: Cast) -> None:
    login(client, cast.lurah)
    page = compact(read(client, CARD))
    links = re.findall(r'href="(/meja/cari/\?counted=[^"]+)">(\d+)</a>', page)
    assert len(links) >= 4
    for url, number in links:
        listed = set(re.findall(r"JK\d{10}", read(client, url.replace("&amp;", "&"))))
        assert len(listed) == int(number), url


def test_a_number_of_an_office_that_is_not_hers_opens_nothing(client: Client, cast: Cast) -> None:
    login(client, cast.lurah)
    url = f"/meja/cari/?counted=late&of={builders.BRANCH}&month={MONTH}"
    assert "Ke rapornya" not in read(client, url)


def test_secrets_are_counted_for_their_office_and_told_to_nobody_else(
    client: Client, cast: Cast
) -> None:
    url = f"/kinerja/{MONTH}/inspektorat/?whole=0"
    login(client, cast.governor)
    page = read(client, url)
    assert "kurang dari 5" in page and ">0</b>" in page
    admin = builders.staff("agency_admin", agency("inspektorat"))
    login(client, admin)
    page = read(client, url)
    assert "kurang dari" not in page and ">1</b>" in page
    secret = Report.objects.get(is_confidential=True)
    listed = read(client, f"/meja/cari/?counted=received&of=inspektorat&month={MONTH}")
    assert secret.number not in listed, "an admin is no case worker"


def test_spoilt_addresses_are_no_error(client: Client, cast: Cast) -> None:
    login(client, cast.governor)
    for query in ("month=x", "sort=-x", "after=x_y", "after=nan_3", "kind=%00", "below=x"):
        assert client.get(f"/kinerja/?{query}").status_code == 200, query
    assert client.get(f"/kinerja/2026-13/{builders.VILLAGE}/").status_code == 404
    assert client.get(f"/kinerja/{MONTH}/nowhere/").status_code == 404
    strange = f"/meja/cari/?counted=hours_mean&of={builders.VILLAGE}&month={MONTH}"
    assert client.get(strange).status_code == 200


def test_pages_meet_whatever_they_are_sorted_by(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for office in ("kel-menteng", "kel-cideng", "kel-petojo-utara", "kel-duri-pulo"):
        Story(cast=cast).verify(to=agency(office))
    actions.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=3))
    monkeypatch.setattr(pages, "PAGE_SIZE", 3)
    for column in ("agency__name", *SORTABLE):
        for is_descending in (True, False):
            _pages_meet(cast.governor, Sort(column, is_descending))


def _pages_meet(actor: Actor, sort: Sort) -> None:
    rows = boards.board(actor, NOVEMBER, Narrowing(), is_closed=False)
    whole = list(rows.order_by(*sort.order(backwards=False)))
    forward, after, page = [], "", pages.Page(())
    while not forward or after:
        page = pages.page(rows, sort, after=after)
        forward += page.rows
        after = page.after
    back, before = list(page.rows), page.before
    while before:
        page = pages.page(rows, sort, before=before)
        back, before = [*page.rows, *back], page.before
    assert forward == back == whole and len(whole) >= 7


def test_the_pages_cost_few_queries(
    client: Client, cast: Cast, django_assert_max_num_queries: object, held_rules: None
) -> None:
    login(client, cast.governor)
    for url, most in ((f"/kinerja/?month={MONTH}", 8), (CARD, 9)):
        client.get(url)
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            client.get(url)


def test_the_list_sorts_and_narrows(client: Client, cast: Cast) -> None:
    login(client, cast.governor)
    village, branch = agency(builders.VILLAGE).name, agency(builders.BRANCH).name
    page = read(client, f"/kinerja/?month={MONTH}&sort=-received")
    assert page.index(village) < page.index(branch)
    page = read(client, f"/kinerja/?month={MONTH}&sort=received")
    assert page.index(branch) < page.index(village)
    assert branch not in read(client, f"/kinerja/?month={MONTH}&kind=kelurahan")
    assert village not in read(client, f"/kinerja/?month={MONTH}&city=31.74")
    below = read(client, f"/kinerja/?month={MONTH}&below={builders.DISTRICT}")
    assert village in below and branch not in below
    whole = read(client, f"/kinerja/?month={MONTH}&whole=1")
    assert agency(builders.CITY).name in whole and village not in whole


def test_nobody_sees_offices_without_a_seat() -> None:
    assert not access.offices(Actor(kind="staff")).exists()
