"""The report form without a script: what it asks and offers, and that nothing typed is lost."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tanggap.places import queries as places
from tanggap.publication.models import Estimate, PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report, ReportPhoto
from tanggap.reports.vocabulary import Visibility
from tanggap.taxonomy.models import Category
from tanggap.web.portal.filing import senders
from tests.markup import compact
from tests.media.samples import encoded, scene

pytestmark = pytest.mark.django_db(databases=["default", "public"])

TEXT = "Ada lubang besar di lajur kiri, sudah seminggu, dua motor jatuh."
KELURAHAN = "31.74.06.1001"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
SCRIPT = "<script>alert('x')</script>"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "form_id": "form-1",
        "text": TEXT,
        "where": "depan pasar",
        "area": KELURAHAN,
        "when": "still",
        "report_class": "complaint",
        "identity": "none",
        "readers": "all",
        **changes,
    }


def send(client: Client, **changes: Any) -> Any:
    return client.post(reverse("portal:report_new"), form(**changes))


def page(answer: Any) -> str:
    return str(answer.content.decode())


def seen(answer: Any) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page(answer))
    assert found
    return found.group(1)


def outside() -> dict[str, str]:
    return {"area": "", "lat": "-6.55", "lng": "106.75"}


def test_danger_is_said_once_with_a_call_and_then_lets_her_send(client: Client) -> None:
    text = "Ada kabel putus di genangan depan sekolah, anak-anak lewat situ."
    first = send(client, text=text)
    assert first.status_code == 200
    assert not Report.objects.exists()
    assert 'href="tel:112"' in page(first)
    assert "Tidak darurat, kirim laporan" in page(first)
    assert text in page(first)
    assert send(client, text=text, seen=seen(first)).status_code == 302
    assert Report.objects.get().visibility == Visibility.PUBLIC


def test_an_emergency_category_counts_like_a_word(client: Client) -> None:
    assert "Telepon 112" in page(send(client, category="banjir"))


def test_words_of_violence_make_it_secret_unless_she_says_otherwise(client: Client) -> None:
    text = "Tetangga sebelah sering memukuli anaknya, ada kekerasan tiap malam."
    first = send(client, text=text)
    assert "Laporan ini kami rahasiakan" in page(first)
    # Whatever she does with the page, without her word it is never public.
    send(client, text=text, seen=seen(first))
    report = Report.objects.get()
    assert report.is_confidential
    assert report.visibility == Visibility.PRIVATE
    assert report.lead and report.lead.code == "ppt-ppa"
    send(client, form_id="form-2", text=text, seen=seen(first), not_protected="on")
    other = Report.objects.exclude(pk=report.pk).get()
    assert (other.is_confidential, other.visibility) == (False, Visibility.PUBLIC)


def test_her_word_lifts_no_protected_category(client: Client) -> None:
    first = send(client, category="perlindungan-anak", not_protected="on")
    send(client, category="perlindungan-anak", not_protected="on", seen=seen(first))
    assert Report.objects.get().is_confidential


def test_a_look_shows_both_sides_and_keeps_all_that_was_typed(client: Client) -> None:
    photo = SimpleUploadedFile("a.jpg", encoded(scene(), "JPEG"), "image/jpeg")
    text = f"{TEXT} Hubungi 081234567890."
    answer = send(client, look="1", text=text, photos=[photo], name="Sari", when="past")
    shown = page(answer)
    assert answer.status_code == 200
    assert not Report.objects.exists()
    public = shown.split('class="card who who-public"')[1]
    assert "081234567890" not in public and "Tanpa nama" in public
    assert text in shown and 'value="Sari"' in shown and 'name="kept"' in shown
    assert re.search(r'value="past"[^>]*checked', shown)


def test_a_look_offers_categories_and_a_radio_wins_over_the_empty_list(client: Client) -> None:
    shown = compact(page(send(client, look="1")))
    assert re.search(r'type="radio" name="category" value="jalan"', shown)
    # As a browser sends both controls: the list first.
    body = {**form(), "category": ["", "jalan"]}
    client.post(reverse("portal:report_new"), body)
    report = Report.objects.get()
    assert report.category and report.category.code == "jalan"


def test_what_nobody_sees_is_said_of_a_private_and_a_secret_report(client: Client) -> None:
    assert "hanya menambah angka" in page(send(client, look="1", readers="staff"))
    assert "Tidak di peta" in page(send(client, look="1", readers="case"))
    assert "Terkunci" in page(send(client, look="1", text="Saya dilecehkan di bus kota"))


def test_a_place_outside_is_offered_its_institution_and_taken_all_the_same(client: Client) -> None:
    first = send(client, **outside(), where="dekat alun-alun, Kota Bogor")
    assert "Kota Bogor" in page(first)
    assert "1708" in page(first)
    assert 'id="spots"' not in page(first)
    send(client, **outside(), where="dekat alun-alun, Kota Bogor", seen=seen(first))
    report = Report.objects.get()
    assert report.area is None
    assert "Kota Bogor" in report.events.get(seq=1).note


def test_a_neighbour_s_name_alone_is_enough_but_not_a_street_called_so(client: Client) -> None:
    assert "Kota Depok" in page(send(client, area="", where="Jalan Margonda, Depok"))
    answer = page(send(client, area="", where="Jalan Raya Bekasi, Cakung Timur"))
    assert "Kelurahan yang mana?" in answer and "Kota Bekasi" not in answer


def test_a_landmark_in_a_sentence_is_found(client: Client) -> None:
    market = next(row for row in places.search("Pasar Santa") if row.id.startswith("place:"))
    answer = page(send(client, area="", where="lubang di depan Pasar Santa dekat halte"))
    assert f'value="{market.area_code}"' in answer


def test_a_point_needs_no_words_for_its_place(client: Client) -> None:
    row = places.area(KELURAHAN)
    assert row
    answer = send(client, where="", lat=str(row.lat), lng=str(row.lng))
    assert answer.status_code == 302
    assert row.local_name in Report.objects.get().address


def test_the_time_of_the_event_is_what_she_said_and_nothing_else(client: Client) -> None:
    send(client, when="past")
    assert Report.objects.get().occurred_at is None
    day = timezone.localtime() - timedelta(days=2)
    said = day.strftime("%Y-%m-%dT%H:%M")
    send(client, form_id="form-2", when="past", occurred=said)
    occurred = Report.objects.order_by("pk").last().occurred_at  # type: ignore[union-attr]
    assert timezone.localtime(occurred).strftime("%Y-%m-%dT%H:%M") == said
    tomorrow = (day + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
    answer = send(client, form_id="form-3", when="past", occurred=tomorrow)
    assert answer.status_code == 422
    assert "belum tiba" in page(answer) and tomorrow in page(answer)


def test_now_is_when_the_phone_wrote_it_down(client: Client) -> None:
    written = timezone.now() - timedelta(hours=5)
    send(client, when="now", made_at=written.isoformat())
    report = Report.objects.get()
    assert report.occurred_at == report.client_at == written


def test_where_a_photograph_was_taken_survives_its_shrinking(client: Client) -> None:
    photo = SimpleUploadedFile("a.jpg", encoded(scene(), "JPEG"), "image/jpeg")
    said = [{"taken_at": "2026-01-02T03:04:05Z", "lat": -6.2, "lng": 106.8}]
    send(client, photos=[photo], photos_taken=json.dumps(said))
    row = ReportPhoto.objects.get()
    assert (row.lat, row.lng) == (-6.2, 106.8)
    assert row.taken_at and row.taken_at.year == 2026
    again = SimpleUploadedFile("a.jpg", encoded(scene(), "JPEG"), "image/jpeg")
    assert send(client, form_id="form-2", photos=[again], photos_taken="[[[").status_code == 302


def test_a_document_is_kept_and_never_public(client: Client) -> None:
    send(client, photos=[SimpleUploadedFile("surat.pdf", PDF, "application/pdf")])
    row = ReportPhoto.objects.get()
    assert row.purpose == ReportPhoto.Purpose.ENCLOSED
    row.is_public = True
    row.save(update_fields=["is_public"])
    publishing.refresh(report_ids=[row.report_id])
    assert PublicReport.objects.get().photo == ""
    assert Client().get(row.attachment.url()).status_code == 404


def test_the_tenth_report_of_a_minute_waits_kindly_and_keeps_its_text(client: Client) -> None:
    client.get(reverse("portal:token"))
    for number in range(senders.SENT):
        assert send(client, form_id=f"form-{number}", seen="similar").status_code == 302
    tenth = send(client, form_id="form-ten", seen="similar")
    assert tenth.status_code == 429
    assert "tunggu satu menit" in page(tenth) and TEXT in page(tenth)
    assert Report.objects.count() == senders.SENT
    # Another browser behind the same address writes on.
    assert send(Client(), form_id="form-eleven", seen="similar").status_code == 302


def test_an_expired_form_comes_back_whole() -> None:
    strict = Client(enforce_csrf_checks=True)
    photo = SimpleUploadedFile("a.jpg", encoded(scene(), "JPEG"), "image/jpeg")
    answer = send(strict, photos=[photo], name="Sari")
    shown = page(answer)
    assert answer.status_code == 403
    assert not Report.objects.exists()
    assert TEXT in shown and 'value="Sari"' in shown and 'value="form-1"' in shown
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', shown)
    kept = re.search(r'name="kept" value="([^"]+)"', shown)
    assert token and kept
    retry = send(strict, csrfmiddlewaretoken=token.group(1), kept=kept.group(1))
    assert retry.status_code == 302
    assert Report.objects.get().photos.count() == 1


def test_a_script_in_every_field_stays_text(client: Client) -> None:
    fields = ("text", "where", "name", "email", "phone", "area", "category", "seen", "occurred",
              "lat", "lng", "photos_taken", "made_at", "kept", "identity", "readers")  # fmt: skip
    everywhere = dict.fromkeys(fields, SCRIPT + " dan lagi")
    for changes in (everywhere, {**everywhere, "look": "1"}, {"text": SCRIPT + TEXT}):
        answer = send(client, **changes)
        assert answer.status_code in (200, 422, 302)
        assert SCRIPT not in page(answer)
    looked = client.post(reverse("portal:look"), everywhere)
    assert SCRIPT not in looked.content.decode().replace("\\u0027", "'")


def test_the_phone_s_door_needs_no_session_and_files_once() -> None:
    strict = Client(enforce_csrf_checks=True)
    token = strict.get(reverse("portal:token")).json()["token"]
    sent = {**form(text="Ada kabel putus di depan sekolah kami."), "queued": "1"}
    headers = {"HTTP_X_CSRFTOKEN": token}
    first = strict.post(reverse("portal:send"), sent, **headers).json()
    second = strict.post(reverse("portal:send"), sent, **headers).json()
    assert first["status"] == "done" and not first["is_replay"]
    assert second == {**first, "is_replay": True}
    assert Report.objects.get().number == first["number"]
    assert Client().get(first["url"]).status_code == 200
    assert Client(enforce_csrf_checks=True).post(reverse("portal:send"), sent).status_code == 403


def test_the_phone_s_door_says_why_not(client: Client) -> None:
    evil = SimpleUploadedFile("kucing.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    answer = client.post(reverse("portal:send"), {**form(where="", area=""), "photos": [evil]})
    said = answer.json()
    assert answer.status_code == 422
    assert said["status"] == "bad" and "where" in said["fields"]
    assert any("kucing.jpg" in words for words in said["words"])
    asked = client.post(reverse("portal:send"), form(category="banjir")).json()
    assert asked["status"] == "asks" and "tel:112" in asked["html"]


def test_similar_open_reports_are_offered_once(client: Client) -> None:
    row = places.area(KELURAHAN)
    assert row
    place = {"lat": str(row.lat), "lng": str(row.lng)}
    send(client, **place, text="Lubang besar di lajur kiri depan pasar, motor jatuh")
    send(client, **place, form_id="form-2", readers="staff", text="Lubang di lajur kiri, motor",
         seen="similar")  # fmt: skip
    publishing.refresh(report_ids=Report.objects.values_list("pk", flat=True))
    shown, private = Report.objects.order_by("pk")
    first = send(client, **place, form_id="form-3")
    assert reverse("public:report", args=[shown.number]) in page(first)
    assert private.number not in page(first)
    assert "Dukung dan ikuti" in page(first)
    assert send(client, **place, form_id="form-3", seen=seen(first)).status_code == 302
    assert Report.objects.count() == 3


def test_what_a_form_asks_while_she_writes_costs_the_same_whatever_is_there(client: Client) -> None:
    row = places.area(KELURAHAN)
    assert row
    typed = {"text": TEXT, "where": "depan pasar", "lat": str(row.lat), "lng": str(row.lng),
             "readers": "all", "photos": "2"}  # fmt: skip
    said = client.post(reverse("portal:look"), typed).json()
    assert [one["code"] for one in said["categories"]][:1] == ["jalan"]
    assert "who-public" in said["parts"]["preview"]
    for number in range(6):
        send(client, form_id=f"form-{number}", lat=typed["lat"], lng=typed["lng"], seen="similar")
    publishing.refresh(report_ids=Report.objects.values_list("pk", flat=True))
    with (
        CaptureQueriesContext(connections["default"]) as private,
        CaptureQueriesContext(connections["public"]) as public,
    ):
        said = client.post(reverse("portal:look"), typed).json()
    assert said["parts"]["similar"].count("<article") == 3
    assert len(private) <= 3 and len(public) <= 2


def test_the_estimate_stands_there_once_kind_and_place_are_known(client: Client) -> None:
    Estimate.objects.create(
        category=Category.objects.get(code="jalan"), level=3, reports=40, low_days=2, half_days=3,
        high_days=6, computed_at=timezone.now(),
    )  # fmt: skip
    finding = "8 dari 10 laporan seperti ini selesai dalam 2 sampai 6 hari"

    def told(**changes: str) -> str:
        typed = {"text": TEXT, "category": "jalan", "area": KELURAHAN, "readers": "all", **changes}
        said = client.post(reverse("portal:look"), typed).json()
        return str(said["parts"]["estimate"])

    assert finding in told()
    with CaptureQueriesContext(connections["public"]) as public:
        assert finding in told(readers="staff")
    assert sum("publication_estimate" in one["sql"] for one in public) == 1
    assert told(area="") == told(category="") == told(category="tidak-ada") == ""
    assert told(readers="case") == told(text="Saya dilecehkan di bus kota") == ""
    assert finding in page(send(client, look="1", category="jalan"))
    assert finding not in page(send(client, look="1"))


def test_it_answers_slowly_to_whoever_asks_too_often(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(senders, "LOOKS", 2)
    client.get(reverse("portal:token"))
    codes = [client.post(reverse("portal:look"), {"text": TEXT}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_places_are_suggested_by_name_and_by_landmark(client: Client) -> None:
    found = client.get(reverse("portal:suggest"), {"q": "kel. gambir"}).json()["places"]
    assert found[0]["name"] == "Gambir" and found[0]["area"] and found[0]["lat"] is None
    found = client.get(reverse("portal:suggest"), {"q": "pasar santa"}).json()["places"]
    assert found[0]["lat"] and found[0]["detail"]
    assert client.get(reverse("portal:suggest"), {"q": "x"}).json() == {"places": []}
