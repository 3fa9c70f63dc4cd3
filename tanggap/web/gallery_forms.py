"""Forms that the gallery shows; nobody sends them."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExampleForm(forms.Form):
    """One field of each kind; the gallery shows it filled in wrongly."""

    number = forms.CharField(
        label=_("Nomor laporan"), help_text=_("Ada di pesan pertama dari kami."), required=False
    )
    phone = forms.CharField(
        label=_("Nomor HP"),
        min_length=10,
        error_messages={"min_length": _("Nomornya kurang, biasanya 10 sampai 13 angka.")},
    )
    category = forms.ChoiceField(
        label=_("Kategori"), choices=[("jalan", "Jalan"), ("pohon", "Pohon")]
    )
    agree = forms.BooleanField(label=_("Kabari aku kalau ada perkembangan"), required=False)


class WhenForm(forms.Form):
    when = forms.ChoiceField(
        label=_("Kapan terjadi?"),
        widget=forms.RadioSelect,
        choices=[("now", _("Sekarang")), ("still", _("Masih begitu")), ("past", _("Tadi"))],
    )


class ReaderForm(forms.Form):
    readers = forms.ChoiceField(
        label=_("Siapa yang boleh membaca laporan ini?"),
        widget=forms.RadioSelect,
        choices=[
            ("staff", _("Petugas saja|Umum hanya melihatnya sebagai angka.")),
            ("all", _("Semua orang|Tampil di peta tanpa namamu.")),
        ],
    )
