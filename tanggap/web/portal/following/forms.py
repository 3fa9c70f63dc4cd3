"""How somebody names her report."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy


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
