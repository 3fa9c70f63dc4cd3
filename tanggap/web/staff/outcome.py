"""What came of the work: the two fields of everybody who declares it done."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as lazy

from tanggap.reports.labels import OUTCOME_NAMES


class OutcomeForm(forms.Form):
    """The result and a sentence; who proves it by photographs adds them before."""

    outcome = forms.ChoiceField(
        label=lazy("Hasil"),
        choices=list(OUTCOME_NAMES.items()),
        initial="fixed",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=lazy("Apa yang dikerjakan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": lazy("Tulis satu kalimat tentang pekerjaannya.")},
    )
