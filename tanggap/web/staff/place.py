"""The place of a report in a staff form: a point on the map, an address, a kelurahan.

Everything works in words alone; the map fills two hidden fields. Where the boundaries are only
approximate the form comes back with the nearest kelurahan to choose among.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.places import queries as places
from tanggap.places.locator import AreaNear
from tanggap.web import spots

ASKED = "area_asked"  # a hidden field of the form that came back with a question
APPROXIMATE = lazy(
    "Batas wilayah di sini hanya perkiraan. Pilih yang paling cocok, lalu kirim lagi."
)
ALIKE = lazy("Tempat ini cocok dengan beberapa kelurahan. Pilih yang dimaksud, lalu kirim lagi.")


class AreaField(forms.ChoiceField):
    """A kelurahan by its code; the offered ones are the usual, every area of ours is right."""

    def __init__(self, *, code: str = "", blank: str = "", **options: Any) -> None:
        offered: list[Any] = choices.villages()
        known = {value for _group, pairs in offered for value, _name in pairs}
        first: list[Any] = [("", blank or _("Belum tahu"))]
        if code and code not in known and (area := places.area(code)):
            first.append((code, area.local_name))
        super().__init__(
            label=options.pop("label", lazy("Kelurahan")),
            choices=[*first, *offered],
            required=False,
            initial=code,
            **options,
        )

    def valid_value(self, value: Any) -> bool:
        return not value or places.area(str(value)) is not None


def point_field(value: float | None = None, *, most: int) -> forms.Field:
    """One hidden half of a point; the map fills it."""
    return forms.FloatField(
        required=False,
        initial=value,
        min_value=-most,
        max_value=most,
        widget=forms.HiddenInput,
    )


def was_asked(form: forms.Form) -> bool:
    """Whether the person answered the question which kelurahan it is."""
    return bool(form.data.get(ASKED))


def ask(form: forms.Form, found: list[AreaNear], *, why: str | Promise = APPROXIMATE) -> None:
    """Turn the field `area` into the question: which of these? The first one is marked."""
    field = form.fields["area"]
    assert isinstance(field, forms.ChoiceField)
    field.widget = forms.RadioSelect()
    field.choices = [*spots.choices(found), ("", _("Bukan salah satunya"))]
    form.data = {**form.data.dict(), "area": found[0].code}  # type: ignore[attr-defined]
    form.add_error("area", str(why))
