"""Acting on a report: the form, the act, what is refused, and two people at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.people.models import User
from tanggap.reports import actions
from tanggap.reports.models import Report
from tests.builders import Story
from tests.casework import world

pytestmark = pytest.mark.django_db


def _url(row: Report, verb: str) -> str:
    return f"/meja/laporan/{row.number}/{verb}/"


def _verify_form(row: Report, **more: str) -> dict[str, str]:
    return {
        "version": str(row.seq),
        "report_class": "complaint",
        "kind": "simple",
        "category": world.category().code,
        "to": "",
        "note": "",
        **more,
    }


@pytest.fixture
def verifier(client: Client) -> User:
    user = world.staff("verifier", world.desk())
    client.force_login(user)
    return user


def test_get_shows_the_form_and_changes_nothing(client: Client, verifier: User) -> None:
    row = world.report()
    page = client.get(_url(row, "verify"))
    assert page.status_code == 200 and 'name="version"' in page.content.decode()
    assert row.text in page.content.decode(), "one decides with the reporter's words in sight"
    row.refresh_from_db()
    assert row.state == "submitted"


def test_a_verifier_passes_a_report_on(client: Client, verifier: User) -> None:
    row = world.report()
    answer = client.post(_url(row, "verify"), _verify_form(row, back="/meja/antrean/verify/"))
    assert answer.status_code == 302 and answer["Location"] == "/meja/antrean/verify/"
    row.refresh_from_db()
    assert (row.state, row.lead) == ("waiting", world.desk())
    assert row.number in client.get(answer["Location"]).content.decode()


def test_one_never_leaves_the_site_afterwards(client: Client, verifier: User) -> None:
    row = world.report()
    form = _verify_form(row, back="https://evil.example/")
    assert "evil" not in client.post(_url(row, "verify"), form)["Location"]


def test_what_is_missing_is_said_and_nothing_is_lost(client: Client, verifier: User) -> None:
    row = world.report()
    form = _verify_form(row, category="", note="Sudah saya telepon.")
    answer = client.post(_url(row, "verify"), form)
    assert answer.status_code == 422
    assert "Sudah saya telepon." in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


def test_two_people_never_act_unknowingly(client: Client, verifier: User) -> None:
    row = world.report()
    stale = _verify_form(row, note="Catatan yang panjang sekali.")
    other = world.staff("verifier", world.desk(), name="Rekan Sebelah")
    actions.hold(row, question="Di mana?", by=world.acting(other), at=timezone.now())
    answer = client.post(_url(row, "verify"), stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "berubah sementara itu" in page and "Rekan Sebelah" in page
    assert "Catatan yang panjang sekali." in page


def test_a_verb_of_another_role_is_refused_in_words(client: Client, verifier: User) -> None:
    row = world.report()
    page = client.get(_url(row, "validate")).content.decode()
    assert "Belum bisa." in page
    answer = client.post(_url(row, "validate"), {"version": str(row.seq)})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.state == "submitted"


def test_unknown_verbs_and_reports_are_not_found(client: Client, verifier: User) -> None:
    row = world.report()
    assert client.get(_url(row, "explode")).status_code == 404
    assert client.get(_url(row, "open")).status_code == 404
    assert client.get("/meja/laporan/JK0000000000/verify/").status_code == 404


def test_a_ready_reason_declines(client: Client, verifier: User) -> None:
    row = world.report()
    form = {
        "version": str(row.seq),
        "reason_code": "decline-too-general",
        "reason": "",
        "remedy": "Ajukan keberatan di halaman ini.",
    }
    assert client.post(_url(row, "decline"), form).status_code == 302
    row.refresh_from_db()
    assert row.state == "declined"
    assert "terlalu umum" in row.events.order_by("-seq")[0].note


def test_a_ready_question_is_asked(client: Client, verifier: User) -> None:
    row = Story().report
    form = {"version": str(row.seq), "reason_code": "hold-time", "question": ""}
    assert client.post(_url(row, "hold"), {**form, "reason_code": ""}).status_code == 422
    assert client.post(_url(row, "hold"), form).status_code == 302
    asked = row.events.order_by("-seq")[0]
    assert asked.note == "Kapan kejadiannya, dan apakah masih berlangsung?"
    assert asked.data == {"reason": "hold-time"}


def test_only_what_changed_is_corrected(client: Client, verifier: User) -> None:
    row = world.report()
    form = {**_verify_form(row), "address": "Jl. Mawar 9", "category": world.category().code}
    assert client.post(_url(row, "correct"), form).status_code == 302
    event = row.events.order_by("-seq")[0]
    assert (
        event.data
        and "address" in event.data["changes"]
        and "report_class" not in event.data["changes"]
    )


def test_an_agency_works_through_its_queue(client: Client) -> None:
    office = world.office()
    row = world.verified(world.report(), to=office)
    client.force_login(world.staff("agency_admin", office))
    assert row.number in client.get("/meja/antrean/agency/").content.decode()
    client.post(_url(row, "accept"), {"version": str(row.seq)})
    row.refresh_from_db()
    assert row.state == "in_progress"
    seq = str(row.seq)
    client.post(_url(row, "note"), {"version": seq, "text": "Alat dipesan.", "scope": "internal"})
    assert "Alat dipesan." in client.get(f"/meja/laporan/{row.number}/").content.decode()


def test_an_inside_note_stays_in_its_office(client: Client, verifier: User) -> None:
    office = world.office()
    boss = world.staff("agency_admin", office)
    row = world.accepted(world.report(), office, boss)
    actions.note(row, text="Rahasia dapur.", by=world.acting(boss), at=timezone.now())
    assert "Rahasia dapur." not in client.get(f"/meja/laporan/{row.number}/").content.decode()


def test_every_form_opens(client: Client, verifier: User) -> None:
    """Every verb of the desk has a form that renders, allowed or not."""
    from tanggap.web.staff.verbs import BUTTONS

    row = world.report()
    for verb in BUTTONS:
        assert client.get(_url(row, verb.value)).status_code == 200, verb


def test_every_verb_of_the_staff_is_worded() -> None:
    from tanggap.reports.workflow import Code, Verb
    from tanggap.web.desk.act import ACTIONS
    from tanggap.web.staff import verbs, words

    assert set(verbs.BUTTONS) | verbs.ELSEWHERE == set(Verb)
    for verb in verbs.BUTTONS:
        assert hasattr(actions, ACTIONS.get(verb, verb.value)), verb
    assert {code.value for code in Code} <= set(words.REFUSALS)


def test_a_report_close_by_is_offered_for_merging(client: Client, verifier: User) -> None:
    place = {"lat": -6.2297, "lng": 106.8295}
    first = world.report("Pohon tumbang menutup jalan.", **place)
    row = world.report("Ada pohon roboh di jalan.", **place)
    far = world.report("Pohon miring.", lat=-6.2297 + 0.01, lng=106.8295)
    page = client.get(f"/meja/laporan/{row.number}/").content.decode()
    link = f"/meja/laporan/{row.number}/merge/?target={first.number}"
    assert link in page and far.number not in page
    assert f'value="{first.number}"' in client.get(link).content.decode()
    form = {"version": str(row.seq), "target": first.number.lower()}
    assert client.post(_url(row, "merge"), form).status_code == 302
    row.refresh_from_db()
    assert row.merged_into == first


def test_an_unknown_target_is_said_and_kept(client: Client, verifier: User) -> None:
    row = world.report()
    answer = client.post(_url(row, "merge"), {"version": str(row.seq), "target": "JK1"})
    assert answer.status_code == 422 and "JK1" in answer.content.decode()
    answer = client.post(_url(row, "merge"), {"version": str(row.seq), "target": row.number})
    assert answer.status_code == 422
