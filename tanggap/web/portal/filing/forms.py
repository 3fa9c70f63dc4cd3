"""The public report form. One page, works without JavaScript, loses nothing that was typed."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.identity.sealing import Person
from tanggap.intake.inbound import MAX_TEXT
from tanggap.places import queries as places
from tanggap.reports.vocabulary import Privacy, ReportClass
from tanggap.triage import caution
from tanggap.triage.caution import Care
from tanggap.web.asked import ADDRESS, CHOOSE
from tanggap.web.uploads import ManyFiles, Photos

MIN_TEXT = 10
FILES = "image/*,application/pdf"
KEPT = {"data-kept": ""}  # hidden fields that belong to the draft on the phone
LONGEST_AGO = timedelta(days=5 * 365)
# What a phone that had no line calls "now" is when it was written down.
LONGEST_QUEUED = timedelta(days=30)
CLOCKS_DIFFER = timedelta(minutes=10)

CLASSES = (
    (ReportClass.COMPLAINT, lazy("Pengaduan")),
    (ReportClass.SUGGESTION, lazy("Aspirasi")),
    (ReportClass.INFORMATION, lazy("Tanya")),
)
WHEN = (("now", lazy("Sekarang")), ("still", lazy("Masih begitu")), ("past", lazy("Tadi")))
IDENTITY = (
    (
        "sealed",
        lazy(
            "Boleh, disegel|Kabar sampai ke kamu. Petugas tidak melihat nama, nomor, atau alamatmu."
        ),
    ),
    (
        "hidden",
        lazy(
            "Boleh, tapi jangan pernah dibuka|Kabar tetap sampai, namamu tidak diminta siapa pun."
        ),
    ),
    (
        "none",
        lazy(
            "Jangan simpan|"
            "Kamu dapat kode untuk melacak. Kalau kode hilang, kami tidak bisa menemukanmu."
        ),
    ),
)
READERS = (
    (
        "staff",
        lazy("Petugas saja|Umum hanya melihatnya sebagai angka."),
    ),
    (
        "all",
        lazy("Semua orang|Tampil di peta tanpa namamu. Warga lain bisa mendukung."),
    ),
    (
        "case",
        lazy("Rahasia|Hanya petugas kasus yang ditunjuk. Untuk pungli, kekerasan, atau soal anak."),
    ),
)


class ReportForm(forms.Form):
    """What a citizen tells us. Two plain questions stand for the degrees of privacy."""

    form_id = forms.CharField(widget=forms.HiddenInput(attrs=KEPT), max_length=64)
    text = forms.CharField(
        label=lazy("Apa yang kamu lihat?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "minlength": MIN_TEXT}),
        error_messages={"required": lazy("Tulis dulu apa yang terjadi, satu dua kalimat cukup.")},
    )
    photos = Photos(label=lazy("Foto"), required=False, widget=ManyFiles(attrs={"accept": FILES}))
    # What the phone read in each file before it made it smaller: see `taken`.
    photos_taken = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)
    where = forms.CharField(
        label=lazy("Di mana?"),
        max_length=240,
        required=False,
        help_text=lazy("Nama jalan, patokan, atau kelurahan. Misalnya: depan Pasar Santa."),
    )
    lat = forms.FloatField(
        required=False, widget=forms.HiddenInput(attrs=KEPT), min_value=-90, max_value=90
    )
    lng = forms.FloatField(
        required=False, widget=forms.HiddenInput(attrs=KEPT), min_value=-180, max_value=180
    )
    area = forms.CharField(required=False, widget=forms.HiddenInput(attrs=KEPT), max_length=13)
    when = forms.ChoiceField(
        label=lazy("Kapan terjadi?"),
        choices=WHEN,
        initial="still",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    occurred = forms.DateTimeField(
        label=lazy("Tepatnya kapan?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d-%m-%Y %H.%M"],
        error_messages={"invalid": lazy("Tulis hari dan jamnya, misalnya 2026-11-23T14:30.")},
    )
    report_class = forms.ChoiceField(
        label=lazy("Jenis laporan"),
        choices=CLASSES,
        initial=ReportClass.COMPLAINT,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    identity = forms.ChoiceField(
        label=lazy("1. Bolehkah kami menyimpan namamu?"),
        choices=IDENTITY,
        initial="sealed",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    readers = forms.ChoiceField(
        label=lazy("2. Siapa yang boleh membaca laporan ini?"),
        choices=READERS,
        initial="staff",
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    name = forms.CharField(
        label=lazy("Nama"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=lazy("E-mail untuk kabar"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=ADDRESS,
    )
    phone = forms.CharField(
        label=lazy("Nomor HP"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    # Named what the page has already asked about, so that it asks once: see `asking`.
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=200)
    not_protected = forms.BooleanField(
        label=lazy("Bukan soal itu. Perlakukan seperti pilihanku."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    made_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_id"].initial = uuid.uuid4().hex
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        unknown = ("", _("Tidak tahu, bantu pilihkan"))
        category.choices = [unknown, *choices.category_options()]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        if len(text) < MIN_TEXT:
            raise forms.ValidationError(_("Terlalu pendek. Ceritakan sedikit lagi."))
        return text

    def clean_occurred(self) -> datetime | None:
        moment: datetime | None = self.cleaned_data.get("occurred")
        if moment is None:
            return None
        if moment > timezone.now() + CLOCKS_DIFFER:
            raise forms.ValidationError(_("Waktu ini belum tiba. Tulis kapan kejadiannya."))
        if moment < timezone.now() - LONGEST_AGO:
            raise forms.ValidationError(_("Itu terlalu lama. Periksa tahunnya."))
        return moment

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("lng") is None):
            data["lat"] = data["lng"] = None
        if data.get("area") and places.area(data["area"]) is None:
            data["area"] = ""
        if not data.get("where"):
            self._place_in_words(data)
        return data

    def _place_in_words(self, data: dict[str, Any]) -> None:
        """A point says where it is by itself; without one somebody must say it."""
        code = data.get("area") or ""
        if data.get("lat") is not None:
            code = code or places.locate(lat=data["lat"], lng=data["lng"]).area_code or ""
            data["where"] = places.describe(code) or _("Titik di peta")
        elif code:
            data["where"] = places.describe(code)
        else:
            self.add_error("where", _("Sebutkan tempatnya supaya petugas bisa datang."))

    @property
    def cautions(self) -> list[caution.Caution]:
        """What the words and the category call for; the reporter may say that it isn't that."""
        data = self.cleaned_data
        found = caution.of(data["text"], category=data["category"])
        is_lifted = data["not_protected"]
        return [
            one for one in found if not (is_lifted and one.words and one.care == Care.PROTECTION)
        ]

    @property
    def is_protected(self) -> bool:
        """Whether her words make it secret."""
        return any(one.care == Care.PROTECTION for one in self.cautions)

    @property
    def person(self) -> Person:
        """Who reports; nobody when she asked us to keep nothing, whatever was typed."""
        data = self.cleaned_data
        if data["identity"] == "none":
            return Person()
        return Person(name=data["name"], email=data["email"], phone=data["phone"])

    @property
    def privacy(self) -> Privacy:
        """The degree of privacy behind the two answers."""
        data = self.cleaned_data
        if data["readers"] == "case":
            return Privacy.CONFIDENTIAL
        if data["identity"] == "none":
            return Privacy.NO_IDENTITY
        if data["identity"] == "hidden":
            return Privacy.NAME_HIDDEN
        return Privacy.OPEN if data["readers"] == "all" else Privacy.PRIVATE

    def client_at(self, *, at: datetime) -> datetime | None:
        """When the phone wrote it down, where that can be believed."""
        made: datetime | None = self.cleaned_data["made_at"]
        return made if made and at - LONGEST_QUEUED <= made <= at + CLOCKS_DIFFER else None

    def occurred_at(self, *, at: datetime) -> datetime | None:
        """The event's time as far as the answer tells."""
        data = self.cleaned_data
        if data["when"] == "now":
            return min(self.client_at(at=at) or at, at)
        moment: datetime | None = data["occurred"]
        return moment
