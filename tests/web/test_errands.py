"""What takes longer than a page may is made by the worker: once, whoever is killed meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.people.models import StaffList, User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.web.errands import makers
from tanggap.web.people import handed_in
from tanggap.web.score.copies import kinds
from tanggap.workbench import errands
from tanggap.workbench.models import Errand
from tests import builders
from tests.builders import Cast, Story

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
YEAR = "/kinerja/2026-11/unduh.xlsx?year=1"
BOARD = "/kinerja/2026-11/unduh"


@pytest.fixture
def cast() -> Cast:
    cast = Cast()
    Story(cast=cast).to("closed")
    actions.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=3))
    actions.close_month(month=NOVEMBER, by=cast.operator, at=NOVEMBER.end.replace(day=10))
    return cast


@pytest.fixture
def large() -> Iterator[None]:
    """Whatever has two rows is large."""
    with patch.dict(kinds.MOST_AT_ONCE, dict.fromkeys(kinds.MOST_AT_ONCE, 1)):
        yield


def login(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def work() -> None:
    """What the worker does with all that was asked for."""
    for pk in Errand.objects.filter(ended_at=None).values_list("pk", flat=True):
        makers.do(pk, at=timezone.now())


def jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'web.errand'")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("url", [YEAR, f"{BOARD}.xlsx", f"{BOARD}.pdf", f"{BOARD}.csv"])
def test_a_large_file_is_made_once_and_is_the_same_bytes(cast: Cast, url: str) -> None:
    client = login(cast.operator)
    at_once = client.get(url)
    with patch.dict(kinds.MOST_AT_ONCE, dict.fromkeys(kinds.MOST_AT_ONCE, 1)):
        question = client.get(url)
        assert "Buat berkasnya" in question.content.decode() and not Errand.objects.exists()
        pages = {client.post(url).headers["Location"] for _ in range(2)}
        assert len(pages) == 1 and jobs() == 1
        [page] = pages
        assert "Mulai dalam beberapa detik" in client.get(page).content.decode()
        assert client.get(f"{page}berkas/").status_code == 404
        work()
        assert "Berkasnya siap" in client.get(page).content.decode()
        made = client.get(f"{page}berkas/")
        assert made.content == at_once.content
        for name in ("Content-Type", "Content-Disposition"):
            assert made.headers[name] == at_once.headers[name]
        assert client.get(url).headers["Location"] == page  # it is there


def test_nobody_else_sees_it(cast: Cast, large: None) -> None:
    page = login(cast.operator).post(YEAR).headers["Location"]
    work()
    other = login(cast.validator)
    assert {other.get(page).status_code, other.get(f"{page}berkas/").status_code} == {404}
    assert Client().get(page).status_code == 302


def test_other_figures_are_another_file(cast: Cast, large: None) -> None:
    client = login(cast.operator)
    first = client.post(YEAR).headers["Location"]
    Story(cast=cast).verify()
    actions.recount(
        month=NOVEMBER, office=builders.agency(builders.VILLAGE), reason="Terlambat tercatat.",
        by=cast.operator, at=NOVEMBER.end.replace(day=11),
    )  # fmt: skip
    assert client.post(YEAR).headers["Location"] != first
    english = client.post(YEAR, headers={"accept-language": "en"}).headers["Location"]
    assert Errand.objects.count() == 3 and english != first


def test_a_worker_that_dies_leaves_it_to_the_next(cast: Cast, large: None) -> None:
    client = login(cast.operator)
    page = client.post(f"{BOARD}.csv").headers["Location"]
    with patch.object(errands, "_finish", side_effect=SystemExit), pytest.raises(SystemExit):
        work()
    row = Errand.objects.get()
    assert (row.ended_at, row.content, row.tries) == (None, None, 1) and row.total > 0
    said = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r"Sedang dikerjakan: \d+ dari \d+ baris", said) and "hx-get" in said
    work()
    makers.do(row.pk, at=timezone.now())  # twice
    assert Errand.objects.get().tries == 2
    assert client.get(page, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_what_breaks_again_and_again_says_so_and_can_be_asked_for_anew(
    cast: Cast, large: None
) -> None:
    client = login(cast.operator)
    page = client.post(YEAR).headers["Location"]
    with patch("tanggap.web.score.copies.made.make", side_effect=OSError):
        for _ in range(errands.MOST_TRIES - 1):
            with pytest.raises(OSError):
                work()
        work()
    assert "Ada yang rusak di pihak kami" in client.get(page).content.decode()
    assert client.get(YEAR).status_code == 200  # the question again
    assert client.post(YEAR).headers["Location"] == page
    work()
    assert Errand.objects.get().content is not None and jobs() == 2


def test_a_list_of_thousands_is_read_by_the_worker(cast: Cast) -> None:
    client = login(cast.operator)
    lines = [f"Orang {n},orang{n}@example.org,{builders.VILLAGE},Petugas" for n in range(1_500)]
    content = "\n".join(["Nama,E-mail,Instansi,Peran", *lines]).encode()
    assert len(content) > handed_in.MOST_AT_ONCE
    answer = client.post("/staf/daftar/", {"file": SimpleUploadedFile("staf.csv", content)})
    assert not StaffList.objects.exists()
    page = answer.headers["Location"]
    assert "Daftar staf" in client.get(page).content.decode()
    assert page in client.get("/staf/daftar/").content.decode()  # for whoever closed the page
    with patch.object(errands, "_finish", side_effect=SystemExit), pytest.raises(SystemExit):
        work()
    assert not StaffList.objects.exists()
    work()
    row = StaffList.objects.get()
    assert row.lines.count() == 1_500 and row.created_by_id == cast.operator.user_id
    assert client.get(page).headers["Location"] == f"/staf/daftar/{row.pk}/"
    assert Errand.objects.get().given is None  # names stay no longer than needed
    assert page not in client.get("/staf/daftar/").content.decode()


def test_a_long_file_that_is_no_list_says_what_is_wrong(cast: Cast) -> None:
    client = login(cast.operator)
    content = b"Apa,Saja\n" + b"satu,dua\n" * 10_000
    answer = client.post("/staf/daftar/", {"file": SimpleUploadedFile("x.csv", content)})
    work()
    said = client.get(answer.headers["Location"]).content.decode()
    assert "Tidak jadi." in said and "kolom" in said.lower()
    assert Errand.objects.get().given is None


def test_old_errands_go(cast: Cast, large: None) -> None:
    login(cast.operator).post(YEAR)
    at = timezone.now()
    assert errands.sweep(at=at + errands.KEEP - timedelta(minutes=1)) == 0
    assert errands.sweep(at=at + errands.KEEP + timedelta(minutes=1)) == 1
