"""The form by which the office proves work with photographs that others took."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.web import display
from tanggap.web.staff.outcome import OutcomeForm

SHOWS = {
    "before": lazy("Sebelum"),
    "after": lazy("Sesudah"),
    "place": lazy("Foto tempat"),
    "document": lazy("Dokumen"),
}


class ProofForm(OutcomeForm):
    """Which photographs prove the work, and what came of it."""

    field_order = ("photos", "outcome", "note", "version")

    photos = forms.MultipleChoiceField(
        label=lazy("Foto bukti"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Pilih paling sedikit satu foto.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, photos: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sent = {str(photo.pk): photo for photo in photos}
        offered = [(key, caption(photo)) for key, photo in self.sent.items()]
        self.fields["photos"].choices = offered  # type: ignore[attr-defined]

    @property
    def chosen(self) -> list[Any]:
        """The photographs that were ticked."""
        return [self.sent[key] for key in self.cleaned_data["photos"]]


def shows(photo: Any) -> str:
    """What a photograph is said to show."""
    return str(SHOWS.get(photo.purpose, _("Foto")))


def caption(photo: Any) -> str:
    """What it shows, when it was taken, and whether it says where."""
    taken = display.moment(photo.taken_at) if photo.taken_at else _("waktu tidak diketahui")
    place = _("ada titiknya") if photo.lat is not None else _("tanpa titik")
    return f"{shows(photo)}, {taken}, {place}"
