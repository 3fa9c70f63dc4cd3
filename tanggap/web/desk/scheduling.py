"""The fields of a schedule: a first one, or what becomes of the one that holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.people.models import Agency
from tanggap.reports import actions
from tanggap.reports.vocabulary import Step

if TYPE_CHECKING:
    from tanggap.reports.models import Report

STEPS = {
    Step.CONFIRMED: lazy("Tetap seperti jadwal"),
    Step.MOVED: lazy("Ganti program atau bulan"),
    Step.ENDED: lazy("Akhiri jadwal, dikerjakan seperti biasa"),
}


def step() -> forms.Field:
    """What becomes of the schedule that holds."""
    return forms.TypedChoiceField(
        coerce=Step,
        label=_("Jadwal ini"),
        choices=[(one.value, word) for one, word in STEPS.items()],
        initial=Step.CONFIRMED.value,
        widget=forms.RadioSelect,
    )


def programme(report: Report) -> forms.Field:
    """In which programme it is done; public."""
    return forms.CharField(
        label=_("Program"),
        max_length=200,
        required=not report.is_scheduled,
        initial=actions.plan_of(report).get("programme", ""),
    )


def month(report: Report) -> forms.Field:
    """The month of the works."""
    return forms.DateField(
        label=_("Bulan pengerjaan"),
        required=not report.is_scheduled,
        initial=actions.plan_of(report).get("month", ""),
        input_formats=["%Y-%m"],
        help_text=_("Tahun dan bulan, misalnya 2027-03."),
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
    )


class Offices(forms.MultipleChoiceField):
    """Offices by code; cleans to their rows."""

    def clean(self, value: Any) -> Iterable[Agency]:
        return list(Agency.objects.filter(code__in=super().clean(value)))


def together(report: Report) -> forms.Field:
    """Helping offices that decide it too."""
    chosen = actions.plan_of(report).get("together", ())
    return Offices(
        label=_("Diputuskan bersama"),
        required=False,
        choices=choices.supporting(report),
        initial=list(Agency.objects.filter(pk__in=chosen).values_list("code", flat=True)),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Instansi pembantu yang ikut memutuskan jadwal ini; mereka diberi tahu."),
    )
