"""A search field over offices: type a part of the name, take one of the suggestions.

The browser filters the suggestions as one types; without them the words alone find the office.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.people.models import Agency

NAMED = 5  # this many like names are told when the words fit several


class Suggest(forms.TextInput):
    """A text control with a list of names behind it."""

    template_name = "widgets/suggest.html"

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.words = tuple(words)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["list"] = f"{name}-list"
        return {**context, "suggestions": self.words}


class OfficeField(forms.CharField):
    """The name of an office; cleans to that office, or to None when it is left empty."""

    default_error_messages = {
        "unknown": lazy("Tidak ada instansi bernama ini. Ketik sebagian namanya, lalu pilih."),
        "several": lazy("Ada beberapa yang cocok: %(names)s. Tulis lebih lengkap."),
    }

    def __init__(self, offered: choices.Pairs, **options: Any) -> None:
        self.codes = {name.casefold(): code for code, name in offered}
        self.names = [name for _code, name in offered]
        super().__init__(max_length=200, widget=Suggest(self.names), **options)

    def clean(self, value: Any) -> Any:
        typed = " ".join(str(super().clean(value)).split())
        if not typed:
            return None
        name = self._name(typed)
        return Agency.objects.get(code=self.codes[name.casefold()])

    def _name(self, typed: str) -> str:
        """The one name that is meant. Raises ValidationError."""
        if typed.casefold() in self.codes:
            return typed
        words = typed.casefold().split()
        found = [name for name in self.names if all(word in name.casefold() for word in words)]
        if not found:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            raise forms.ValidationError(
                self.error_messages["several"], code="several", params={"names": _few(found)}
            )
        return found[0]


def _few(names: list[str]) -> str:
    shown = "; ".join(names[:NAMED])
    rest = len(names) - NAMED
    return _("%(shown)s; dan %(n)s lagi") % {"shown": shown, "n": rest} if rest > 0 else shown
