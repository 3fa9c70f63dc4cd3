"""Filing and tracking on the web, without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tests.media.samples import encoded, scene

pytestmark = pytest.mark.django_db(databases=["default", "public"])

TEXT = "Ada lubang besar di lajur kiri, sudah seminggu, dua motor jatuh."
KELURAHAN = "31.74.06.1001"


def form(**changes: str) -> dict[str, str]:
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


def test_a_report_gets_a_number_and_a_code_that_opens_it(client: Client) -> None:
    answer = client.post(reverse("portal:report_new"), form(), follow=True)
    assert answer.status_code == 200
    report = Report.objects.get()
    page = answer.content.decode()
    assert report.number in page
    link = re.search(r'href="[^"]*(/lacak/[^"]+)"', page)
    assert link
    tracked = Client().get(link.group(1))
    assert tracked.status_code == 200
    assert TEXT in tracked.content.decode()


def test_a_form_sent_twice_makes_one_report(client: Client) -> None:
    first = client.post(reverse("portal:report_new"), form(), follow=True)
    second = Client().post(reverse("portal:report_new"), form(), follow=True)
    assert Report.objects.count() == 1
    number = Report.objects.get().number
    assert number in first.content.decode()
    assert number in second.content.decode()


def test_a_refused_photo_keeps_the_text_and_says_why(client: Client) -> None:
    evil = SimpleUploadedFile("kucing.jpg", b"<svg onload=alert(1)>", "image/jpeg")
    good = SimpleUploadedFile("baik.jpg", encoded(scene(), "JPEG"), "image/jpeg")
    answer = client.post(reverse("portal:report_new"), {**form(), "photos": [good, evil]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Report.objects.exists()
    assert TEXT in page
    assert "kucing.jpg" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    client.post(reverse("portal:report_new"), {**form(), "kept": kept.group(1)})
    assert Report.objects.get().photos.count() == 1


def test_nothing_that_was_typed_is_lost_when_something_is_missing(client: Client) -> None:
    answer = client.post(reverse("portal:report_new"), form(where="", area=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert TEXT in page
    assert 'aria-invalid="true"' in page


def test_number_alone_shows_no_word_of_a_private_report(client: Client) -> None:
    client.post(reverse("portal:report_new"), form(readers="staff"))
    number = Report.objects.get().number
    page = Client().get(reverse("portal:track"), {"number": number}).content.decode()
    assert number in page
    assert TEXT not in page


def test_number_alone_says_nothing_about_a_confidential_report(client: Client) -> None:
    client.post(reverse("portal:report_new"), form(readers="case"))
    number = Report.objects.get().number
    page = Client().get(reverse("portal:track"), {"number": number}).content.decode()
    assert "tidak kami kenal" in page


def test_public_page_shows_only_public_reports_and_masks_details(client: Client) -> None:
    text = f"{TEXT} Hubungi 081234567890."
    client.post(reverse("portal:report_new"), form(text=text))
    client.post(reverse("portal:report_new"), form(form_id="form-2", readers="staff"))
    publishing.refresh(report_ids=Report.objects.values_list("pk", flat=True))
    shown, hidden = Report.objects.order_by("pk")
    page = Client().get(reverse("public:report", args=[shown.number]))
    assert page.status_code == 200
    assert "081234567890" not in page.content.decode()
    assert Client().get(reverse("public:report", args=[hidden.number])).status_code == 404
    feed = Client().get(reverse("public:feed")).content.decode()
    assert shown.number in feed
    assert hidden.number not in feed


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    client.post(reverse("portal:report_new"), form())
    number = Report.objects.get().number
    answer = Client().get(reverse("portal:report", args=[number, "salah"]))
    assert answer.status_code == 404
