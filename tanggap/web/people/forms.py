"""Forms about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.lib import phone
from tanggap.people import access, granting, periods
from tanggap.people.access import Actor
from tanggap.people.models import Role, User
from tanggap.web.staff import roles

DAY = {"type": "date"}


class PostForm(forms.Form):
    """A role at an office; offers only what the actor may give."""

    role = forms.ChoiceField(label=lazy("Peran"))
    office = forms.ChoiceField(label=lazy("Instansi"))
    until = forms.DateField(
        label=lazy("Hari terakhir"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=lazy("Kosongkan kalau tidak ada batasnya."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        offices = list(access.reach(actor).filter(is_active=True).order_by("name"))
        self.offices = {office.code: office for office in offices}
        given = Role.values if granting.is_operator(actor) else sorted(granting.ADMINS_GIVE)
        self._offer("role", [(role, roles.word(role)) for role in given])
        self._offer("office", [(office.code, office.name) for office in offices])

    def _offer(self, name: str, offered: list[tuple[str, str]]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Hari itu sudah lewat."))
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        office = self.offices.get(data.get("office", ""))
        if office and "role" in data and not granting.may_give(self.actor, data["role"], office):
            self.add_error("role", _("Peran ini tidak ada di instansi itu."))
        return data

    @property
    def ends_at(self) -> Any:
        """When the seat ends; None for no end."""
        day = self.cleaned_data["until"]
        return periods.after(day) if day else None


class InviteForm(PostForm):
    """Somebody who has no account yet; she chooses her username and password herself."""

    name = forms.CharField(label=lazy("Nama lengkap"), max_length=120)
    email = forms.EmailField(label=lazy("E-mail"), required=False)
    field_order = ("name", "email", "role", "office", "until")


class SeatForm(PostForm):
    """Somebody who has an account."""

    username = forms.CharField(label=lazy("Nama pengguna"), max_length=60)
    since = forms.DateField(
        label=lazy("Hari pertama"),
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text=lazy("Kosongkan untuk hari ini."),
    )
    reason = forms.CharField(label=lazy("Alasan"), max_length=400, required=False)
    field_order = ("username", "role", "office", "since", "until", "reason")

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"].strip().lower()).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada yang memakai nama pengguna ini."))
        if found.pk == self.actor.user_id:
            raise forms.ValidationError(_("Peran untuk diri sendiri diberi orang lain."))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("Hari terakhir sebelum hari pertama."))
        return data


class PersonForm(forms.Form):
    """Her name and address."""

    name = forms.CharField(label=lazy("Nama lengkap"), max_length=120)
    email = forms.EmailField(label=lazy("E-mail"), required=False)
    phone = forms.CharField(label=lazy("Telepon"), max_length=40, required=False)
    reason = forms.CharField(label=lazy("Alasan"), max_length=400, required=False)

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        try:
            return phone.normalise(typed) if typed else ""
        except phone.BadPhone:
            raise forms.ValidationError(_("Nomor telepon ini belum lengkap.")) from None


class WhyForm(forms.Form):
    """Why an account is shut or opened, or a seat ends."""

    reason = forms.CharField(label=lazy("Alasan"), max_length=400)


class StandInForm(forms.Form):
    """Who stands in, and for which days."""

    person = forms.CharField(
        label=lazy("Nama pengguna pengganti"),
        max_length=60,
        help_text=lazy("Rekan di instansi yang sama, atau di atas dan di bawahnya."),
    )
    since = forms.DateField(label=lazy("Hari pertama"), widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label=lazy("Hari terakhir"), widget=forms.DateInput(attrs=DAY))

    def clean_person(self) -> User:
        found = User.objects.filter(
            username=self.cleaned_data["person"].strip().lower(), is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada yang memakai nama pengguna ini."))
        return found
