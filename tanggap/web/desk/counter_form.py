"""What a clerk writes down for a visitor or a caller."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.intake.inbound import MAX_ADDRESS, MAX_TEXT
from tanggap.reports.labels import CLASS_NAMES
from tanggap.reports.workflow import Privacy
from tanggap.web import spots
from tanggap.web.staff import place
from tanggap.web.uploads import ManyFiles, Photos

PRIVACY = (
    (Privacy.PRIVATE.value, lazy("Petugas saja")),
    (Privacy.OPEN.value, lazy("Boleh dibaca umum, nama disegel")),
    (Privacy.NAME_HIDDEN.value, lazy("Nama selalu disembunyikan")),
    (Privacy.CONFIDENTIAL.value, lazy("Rahasia")),
)


class CounterForm(forms.Form):
    """What the visitor says. Contact is optional: the receipt opens the report as well."""

    form_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(label=lazy("Masuk lewat"))
    text = forms.CharField(
        label=lazy("Apa yang terjadi?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    where = forms.CharField(
        label=lazy("Tempat kejadian"),
        max_length=MAX_ADDRESS,
        help_text=lazy("Nama jalan dan patokan."),
    )
    area = forms.ChoiceField()  # made anew for each form: a question may change it
    lat = place.point_field(most=90)
    lng = place.point_field(most=180)
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    report_class = forms.ChoiceField(
        label=lazy("Jenis"),
        choices=list(CLASS_NAMES.items()),
        initial="complaint",
        widget=forms.RadioSelect,
    )
    occurred_at = forms.DateTimeField(
        label=lazy("Waktu kejadian"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    photos = Photos(
        label=lazy("Foto"), required=False, widget=ManyFiles(attrs={"accept": "image/*"})
    )
    name = forms.CharField(label=lazy("Nama pelapor"), max_length=120, required=False)
    phone = forms.CharField(
        label=lazy("Nomor telepon untuk kabar"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=lazy("E-mail untuk kabar"), required=False)
    privacy = forms.ChoiceField(
        label=lazy("Siapa yang boleh membaca?"),
        choices=PRIVACY,
        initial=Privacy.PRIVATE.value,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=lazy("Catatan petugas loket, tidak dibaca pelapor"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = [("", _("Belum tahu"))]
        self.fields["area"] = place.AreaField()
        self._offer("channel", choices.counters())
        self._offer("category", unknown + choices.category_options())

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Where the kelurahan isn't certain the form comes back with those to choose among."""
        data = super().clean() or {}
        if None in (data.get("lat"), data.get("lng")):
            data["lat"] = data["lng"] = None
        if not self.errors and not data["area"] and not place.was_asked(self):
            self._ask_area(data)
        return data

    def _ask_area(self, data: dict[str, Any]) -> None:
        if data["lat"] is not None:
            found = spots.of_point(lat=data["lat"], lng=data["lng"])
            why = place.APPROXIMATE
        else:
            found, why = spots.of_words(data["where"]), place.ALIKE
        if found:
            place.ask(self, found, why=why)

    def clean_occurred_at(self) -> Any:
        value = self.cleaned_data["occurred_at"]
        if value and value > timezone.now():
            raise forms.ValidationError(_("Waktu kejadian belum lewat. Periksa tanggalnya."))
        return value
