"""Login and the first administrator's form."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _


class LoginForm(AuthenticationForm):
    """Name and password; the error never says which of the two was wrong."""

    username = forms.CharField(
        label=_("Nama pengguna"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    error_messages = {
        "invalid_login": _("Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar kecil."),
        "inactive": _("Akun ini tidak aktif lagi."),
    }


class PasswordForm(forms.Form):
    """A new password."""

    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        help_text=_("Minimal 12 huruf. Kalimat pendek lebih baik daripada kata rumit."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class InvitationForm(PasswordForm):
    """Who the newcomer is."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    username = forms.RegexField(
        r"^[a-z0-9._-]{3,60}$",
        label=_("Nama pengguna"),
        help_text=_("Huruf kecil, angka, titik, garis. Minimal tiga huruf."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("name", "username", "password")
