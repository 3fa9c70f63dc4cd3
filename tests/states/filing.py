"""The first page, the report form in every mood, and the receipt."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tanggap.places import queries as places
from tanggap.publication.models import Estimate
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.taxonomy.models import Category
from tanggap.web.portal.filing import senders
from tests.media.samples import encoded, scene
from tests.states.catalogue import States, Visitor, walk
from tests.web.test_citizen_door import come_in
from tests.web.test_portal import KELURAHAN, TEXT, form

FORM = "/lapor/"
BOGOR = {"area": "", "where": "dekat alun-alun, Kota Bogor", "lat": "-6.55", "lng": "106.75"}
HARM = "Tetangga sebelah sering memukuli anaknya, ada kekerasan tiap malam."


def picture(name: str = "foto.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(scene(), "JPEG"), "image/jpeg")


def no_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("kucing.jpg", b"<svg onload=alert(1)>", "image/jpeg")


def typed(**changes: Any) -> dict[str, Any]:
    return {**form(), **changes}


def estimate() -> None:
    """Roads like this one take two to six days."""
    category = Category.objects.get(code="jalan")
    Estimate.objects.create(
        category=category, level=3, reports=40, low_days=2, half_days=3, high_days=6,
        computed_at=timezone.now(),
    )  # fmt: skip


@walk
def the_form() -> States:
    somebody = Visitor()
    yield "empty", somebody.sees(FORM)
    yield "begun on the first page", somebody.sees(f"{FORM}?text=Lubang&where=depan+pasar")
    yield "nothing typed", somebody.sees(FORM, {"form_id": "x"}, status=422)
    wrong = typed(email="sari", phone="12", when="past", occurred="2090-01-01T00:00")
    yield "errors", somebody.sees(FORM, wrong, status=422)
    refused = typed(photos=[picture(), no_picture()])
    yield "refused photo", somebody.sees(FORM, refused, status=422)
    with patch.object(senders, "SENT", 0):
        yield "too many in a minute", somebody.sees(FORM, typed(), status=429)
    strict = Visitor(enforce_csrf_checks=True)
    yield "expired", strict.sees(FORM, typed(photos=[picture()]), status=403)
    come_in(somebody)
    yield "with an account", somebody.sees(FORM)
    left = typed(was_in="1", identity="sealed", form_id="left")
    yield "her login has ended", Visitor().sees(FORM, left)


@walk
def the_form_looked_at_first() -> States:
    somebody = Visitor()
    estimate()
    look = {"look": "1", "category": "jalan"}
    text = f"{TEXT} Hubungi 081234567890."
    shown = typed(**look, text=text, photos=[picture()], identity="sealed", name="Sari")
    yield "for everybody", somebody.sees(FORM, shown)
    point = typed(**look, lat="-6.17", lng="106.82", readers="staff", photos=[picture()])
    yield "for staff", somebody.sees(FORM, point)
    yield "secret", somebody.sees(FORM, typed(look="1", readers="case"))
    yield "without words", somebody.sees(FORM, {"look": "1", "readers": "all"})
    yield "without words for staff", somebody.sees(FORM, {"look": "1", "readers": "staff"})


@walk
def the_form_asks() -> States:
    somebody = Visitor()
    yield "danger", somebody.sees(FORM, typed(text="Ada kabel putus di genangan."))
    yield "harm", somebody.sees(FORM, typed(text=HARM))
    yield "a protected category", somebody.sees(FORM, typed(category="perlindungan-anak"))
    yield "another city", somebody.sees(FORM, typed(**BOGOR))
    yield "which kelurahan", somebody.sees(FORM, typed(area="", where="Gambir"))
    yield "which kelurahan near", somebody.sees(FORM, typed(area="", lat="-6.17", lng="106.82"))
    row = places.area(KELURAHAN)
    assert row
    place = {"lat": str(row.lat), "lng": str(row.lng)}
    somebody.post(FORM, typed(**place, photos=[picture()]))
    Report.objects.get().photos.update(is_public=True)
    publishing.refresh(report_ids=Report.objects.values_list("pk", flat=True))
    yield "like reports", somebody.sees(FORM, typed(**place, form_id="form-2"))
    english = Visitor(headers={"accept-language": "en"})
    yield "like reports in English", english.sees(FORM, typed(**place, form_id="form-3"))


@walk
def the_receipt() -> States:
    for name, changes in (
        ("of a report for all", {}),
        ("of a secret one", {"readers": "case"}),
        ("with a way for news", {"identity": "sealed", "name": "Sari", "email": "s@example.org"}),
        ("at a place that is a guess", {"area": "", "where": "Gambir"}),
    ):
        somebody = Visitor()
        data = typed(form_id=name, text=name + TEXT, **changes)
        answer = somebody.sees(FORM, data)
        if not answer.redirect_chain:
            answer = somebody.sees(FORM, {**data, "area": KELURAHAN})
        yield name, answer
        yield f"{name}, sent again", somebody.sees("/lapor/terima-kasih/?lagi=1")


@walk
def what_a_phone_keeps() -> States:
    somebody = Visitor()
    for name in ("beranda", "lapor", "luring"):
        yield name, somebody.sees(f"/aplikasi/{name}/")
