"""One step for many reports: chosen, looked at, done, and what each says."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.messaging.models import Message
from tanggap.reports import actions
from tanggap.reports.models import Report
from tests import builders
from tests.builders import Cast, Story
from tests.casework import world
from tests.markup import compact

pytestmark = pytest.mark.django_db
URL = "/meja/antrean/{}/banyak/"


def _page(client: Client, which: str, **form: object) -> tuple[int, str]:
    answer = client.post(URL.format(which), form)
    return answer.status_code, answer.content.decode()


def _picks(*reports: Report) -> list[str]:
    return [f"{report.number}:{report.seq}" for report in reports]


def _tried(page: str) -> str:
    found = re.search(r'name="tried" value="(\w+)"', page)
    assert found
    return found[1]


def _verify(**more: object) -> dict[str, object]:
    return {"verb": "verify", "kind": "simple", "category": "", "to": "", **more}


def test_many_are_verified_after_a_look(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    cast = Cast()
    reports = [Story(cast=cast).report for _ in range(3)]
    ask = _verify(pick=_picks(*reports), category=builders.category().code)
    status, page = _page(client, "verify", **ask, do="try")
    assert status == 200 and "3 bisa, 0 tidak" in page
    assert {Report.objects.get(pk=one.pk).state for one in reports} == {"submitted"}
    status, page = _page(client, "verify", **ask, do="run", tried=_tried(page))
    assert status == 200 and "3 selesai, 0 tidak" in page
    assert page.count("sudah, ke ") == 3 and ">bisa<" not in page
    assert {Report.objects.get(pk=one.pk).state for one in reports} == {"waiting"}


def test_another_form_is_looked_at_again(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    report = Story().report
    ask = _verify(pick=_picks(report), category=builders.category().code)
    _status, page = _page(client, "verify", **ask, do="try")
    ask["category"] = builders.category("jalan").code
    _status, page = _page(client, "verify", **ask, do="run", tried=_tried(page))
    assert "Belum ada yang berubah" in page
    assert Report.objects.get(pk=report.pk).state == "submitted"


def test_who_was_slower_is_told_and_the_others_go_on(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    first, second = Story(), Story()
    ask = _verify(pick=_picks(first.report, second.report), category=builders.category().code)
    _status, page = _page(client, "verify", **ask, do="try")
    first.verify()
    _status, page = _page(client, "verify", **ask, do="run", tried=_tried(page))
    assert "1 selesai, 1 tidak" in page
    assert "<strong>Gagal.</strong>Berubah sementara itu" in compact(page)


def test_nothing_of_another_office_can_be_chosen(client: Client) -> None:
    client.force_login(world.staff("agency_admin", builders.agency(builders.DEPARTMENT)))
    report = Story().to("waiting").report
    form = {"verb": "note", "pick": _picks(report), "text": "Halo", "scope": "internal"}
    _status, page = _page(client, "agency", **form, do="try")
    assert report.title not in page and "tidak ada lagi di tanganmu" in page


def test_all_of_a_filtered_queue(client: Client) -> None:
    client.force_login(world.staff("dispatcher", world.desk()))
    cast = Cast()
    for _ in range(2):
        Story(cast=cast).verify(to=builders.desk())
    ask = {"verb": "assign", "all": "1", "to": builders.DEPARTMENT, "reason": "Jalan dinas."}
    answer = client.post(URL.format("dispatch") + "?state=waiting", {**ask, "do": "try"})
    assert "2 bisa, 0 tidak" in answer.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"pick": ["JK2611230001:1"]}, "Pilih satu langkah dulu."),
        ({"verb": "verify"}, "Pilih satu laporan atau lebih."),
        ({"verb": "verify", "pick": ["x", "y:z"]}, "Pilih satu laporan atau lebih."),
    ],
)
def test_what_was_forgotten_is_said(client: Client, form: dict[str, object], said: str) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    status, page = _page(client, "verify", **form)
    assert status == 422 and said in page


def test_each_goes_where_its_mandate_says(client: Client) -> None:
    client.force_login(world.staff("dispatcher", world.desk()))
    story = Story()
    actions.verify(
        story.report, by=story.cast.verifier, at=story.tick(), category=builders.category("jalan")
    )
    ask = {"verb": "assign", "to": "", "reason": "Sesuai tugas.", "pick": _picks(story.report)}
    _status, page = _page(client, "dispatch", **ask, do="try")
    assert "ke Dinas Bina Marga" in page or "ke Suku Dinas Bina Marga" in page


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("assign", {"to": builders.VILLAGE, "reason": "Tugasnya."}),
        ("decline", {"reason_code": "decline-private", "remedy": "Keberatan."}),
        ("archive", {"reason_code": "archive-test", "remedy": "Keberatan."}),
    ],
)
def test_what_was_done_to_many_is_taken_back_together(
    client: Client, verb: str, form: dict[str, str]
) -> None:
    client.force_login(world.staff("dispatcher", world.desk()))
    cast, at = Cast(), timezone.now() - timedelta(hours=3)
    stories = [Story(cast=cast, at=at) for _ in range(3)]
    reports = [story.verify(to=builders.desk()) for story in stories]
    ask = {"verb": verb, **form, "pick": _picks(*reports)}
    _status, page = _page(client, "dispatch", **ask, do="try")
    assert "Batalkan semua" not in page
    _status, page = _page(client, "dispatch", **ask, do="run", tried=_tried(page))
    assert "3 selesai, 0 tidak" in page and "Batalkan semua" in page
    picks = re.findall(r'name="pick" value="([^"]+)"', page)
    assert len(picks) == 3
    # Somebody is faster with one of them.
    other = Report.objects.get(pk=reports[0].pk)
    actions.note(other, text="Sebentar.", by=cast.other_verifier, at=timezone.now())
    done = client.post(URL.format("dispatch") + "batalkan/", {"pick": picks}).content.decode()
    assert "2 selesai, 1 tidak" in done and "Berubah sementara itu" in done
    rows = [Report.objects.get(pk=one.pk) for one in reports]
    assert [(row.state, row.lead) for row in rows[1:]] == [("waiting", world.desk())] * 2
    assert (rows[0].state, rows[0].lead) != ("waiting", world.desk())
    again = client.post(URL.format("dispatch") + "batalkan/", {"pick": picks}).content.decode()
    assert "0 selesai, 3 tidak" in again


def test_a_question_to_many_is_taken_back_and_nobody_is_asked(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    reports = [Story(at=timezone.now() - timedelta(hours=3)).report for _ in range(2)]
    ask = {"verb": "hold", "question": "Di mana?", "pick": _picks(*reports)}
    _status, page = _page(client, "verify", **ask, do="try")
    _status, page = _page(client, "verify", **ask, do="run", tried=_tried(page))
    assert Message.objects.filter(template="held").count() == 2
    picks = re.findall(r'name="pick" value="([^"]+)"', page)
    done = client.post(URL.format("verify") + "batalkan/", {"pick": picks}).content.decode()
    assert "2 selesai, 0 tidak" in done
    assert not Message.objects.filter(template="held").exists()
    assert {Report.objects.get(pk=one.pk).holds for one in reports} == {0}


def test_what_has_no_inverse_is_not_offered_to_be_taken_back(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    ask = {"verb": "note", "text": "Catatan.", "scope": "internal", "pick": _picks(Story().report)}
    _status, page = _page(client, "verify", **ask, do="try")
    _status, page = _page(client, "verify", **ask, do="run", tried=_tried(page))
    assert "1 selesai, 0 tidak" in page and "Batalkan semua" not in page
