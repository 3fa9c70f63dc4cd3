"""Forms about an office's roster: who is on duty, and on which days it is different."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.models import User

MOMENT = {"type": "datetime-local"}
DAYS = [(str(number), word) for number, word in WEEKDAYS.items()]
ORDER = [(str(n), str(n)) for n in range(1, 10)]


class People(forms.Form):
    """Offers the office's own people."""

    def __init__(self, *args: Any, colleagues: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in colleagues}

    def offer(self, name: str, empty: str) -> None:
        offered = [("", empty), *((key, user.name) for key, user in self.people.items())]
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def person(self, name: str) -> User | None:
        """Who was chosen."""
        return self.people.get(self.cleaned_data.get(name, ""))


class ShiftForm(People):
    """One person's turns in the week."""

    who = forms.ChoiceField(label=lazy("Siapa"))
    days = forms.MultipleChoiceField(
        label=lazy("Hari"),
        choices=DAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Pilih paling sedikit satu hari.")},
    )
    starts = forms.TimeField(label=lazy("Dari"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=lazy("Sampai"),
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=lazy("Sama atau lebih awal berarti sampai hari berikutnya."),
    )
    rank = forms.TypedChoiceField(
        label=lazy("Urutan"),
        choices=ORDER,
        coerce=int,
        initial="1",
        help_text=lazy("1 dipanggil lebih dulu."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("who", _("Pilih orangnya"))


class ChangeForm(People):
    """An exception: away, swapped, or one more."""

    away = forms.ChoiceField(label=lazy("Yang tidak siaga"), required=False)
    standin = forms.ChoiceField(
        label=lazy("Penggantinya"),
        required=False,
        help_text=lazy("Tanpa yang diganti: dipanggil paling dulu."),
    )
    since = forms.DateTimeField(
        label=lazy("Dari"), widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M")
    )
    until = forms.DateTimeField(
        label=lazy("Sampai"), widget=forms.DateTimeInput(attrs=MOMENT, format="%Y-%m-%dT%H:%M")
    )
    note = forms.CharField(label=lazy("Keterangan"), max_length=200, required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        self.offer("away", _("Tidak ada"))
        self.offer("standin", _("Tidak ada"))

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until <= since:
            self.add_error("until", _("Akhirnya harus sesudah awalnya."))
        elif until and until <= self.at:
            self.add_error("until", _("Waktu itu sudah lewat."))
        if not data.get("away") and not data.get("standin"):
            self.add_error("away", _("Pilih siapa yang tidak siaga, atau siapa yang ditambahkan."))
        elif data.get("away") == data.get("standin"):
            self.add_error("standin", _("Pengganti harus orang lain."))
        return data
