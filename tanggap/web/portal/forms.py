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
from tanggap.web.uploads import ManyFiles, Photos

MIN_TEXT = 10

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

    form_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    text = forms.CharField(
        label=lazy("Apa yang kamu lihat?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "minlength": MIN_TEXT}),
        error_messages={"required": lazy("Tulis dulu apa yang terjadi, satu dua kalimat cukup.")},
    )
    photos = Photos(
        label=lazy("Foto"), required=False, widget=ManyFiles(attrs={"accept": "image/*"})
    )
    where = forms.CharField(
        label=lazy("Di mana?"),
        max_length=240,
        help_text=lazy("Nama jalan, patokan, atau kelurahan. Misalnya: depan Pasar Santa."),
        error_messages={"required": lazy("Sebutkan tempatnya supaya petugas bisa datang.")},
    )
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)
    lng = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    area = forms.CharField(required=False, widget=forms.HiddenInput, max_length=13)
    when = forms.ChoiceField(
        label=lazy("Kapan terjadi?"), choices=WHEN, initial="still", widget=forms.RadioSelect
    )
    report_class = forms.ChoiceField(
        label=lazy("Jenis laporan"),
        choices=CLASSES,
        initial=ReportClass.COMPLAINT,
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    identity = forms.ChoiceField(
        label=lazy("1. Bolehkah kami menyimpan namamu?"),
        choices=IDENTITY,
        initial="sealed",
        widget=forms.RadioSelect,
    )
    readers = forms.ChoiceField(
        label=lazy("2. Siapa yang boleh membaca laporan ini?"),
        choices=READERS,
        initial="staff",
        widget=forms.RadioSelect,
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
    )
    phone = forms.CharField(
        label=lazy("Nomor HP"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("lat") is None) != (data.get("lng") is None):
            data["lat"] = data["lng"] = None
        if data.get("area") and places.area(data["area"]) is None:
            data["area"] = ""
        return data

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

    def occurred_at(self, *, at: datetime) -> datetime | None:
        """The event's time as far as the answer tells."""
        return {"now": at, "past": at - timedelta(hours=6)}.get(self.cleaned_data["when"])


class CodeForm(forms.Form):
    """Number and, for everything but the state, the follow-up code."""

    number = forms.CharField(
        label=lazy("Nomor laporan"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
        help_text=lazy("Misalnya JK2611230342."),
    )
    code = forms.CharField(
        label=lazy("Kode pelacakan"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=lazy("Dari tanda terima. Tanpa kode, hanya statusnya yang tampil."),
    )


def now() -> datetime:
    """The interface's clock."""
    return timezone.now()
