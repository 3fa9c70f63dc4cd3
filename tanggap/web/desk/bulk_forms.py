"""What a step asks for once when it is taken for many reports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tanggap.casework.queries import choices
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports.labels import KINDS, RELATIONS, SCOPES
from tanggap.reports.workflow import Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.web.desk.fields import Named, TargetField, category_field, ground_field, words_field

# The steps of each queue that make sense for many at once, most wanted first.
OFFERED = {
    "verify": ("verify", "relate", "answer", "hold", "decline", "archive", "note"),
    "dispatch": ("assign", "relate", "decline", "archive", "note"),
    "agency": ("accept", "coordinate", "dispose", "answer", "progress", "hold", "note"),
    "validate": ("note",),
    "decide": ("note",),
}

NAMES: dict[Verb, tuple[str, ...]] = {
    Verb.VERIFY: ("category", "kind", "to"),
    Verb.ASSIGN: ("to", "reason"),
    Verb.COORDINATE: ("chosen", "reason"),
    Verb.DISPOSE: ("below", "instruction"),
    Verb.ACCEPT: (),
    Verb.ANSWER: ("text",),
    Verb.PROGRESS: ("text",),
    Verb.HOLD: ("question",),
    Verb.DECLINE: ("reason_code", "remedy"),
    Verb.ARCHIVE: ("reason_code", "remedy"),
    Verb.NOTE: ("text", "scope"),
    Verb.RELATE: ("target", "relation"),
}
ARGUMENTS = {"chosen": "to", "below": "to", "relation": "kind", "target": "to"}


def _office(offered: choices.Pairs, blank: str, *, is_required: bool) -> forms.Field:
    return Named(
        Agency.objects.filter(is_active=True),
        label=_("Instansi"),
        choices=[("", blank), *offered],
        required=is_required,
    )


FIELDS: dict[str, Callable[[Actor], forms.Field]] = {
    "category": lambda actor: category_field(_("Kategori masing-masing"), is_required=False),
    "kind": lambda actor: forms.ChoiceField(
        label=_("Bobot"), choices=list(KINDS.items()), initial="simple", widget=forms.RadioSelect
    ),
    "to": lambda actor: _office(
        choices.agencies(), _("Usulan masing-masing laporan"), is_required=False
    ),
    "chosen": lambda actor: _office(choices.agencies(), _("Pilih instansi"), is_required=True),
    "below": lambda actor: _office(
        choices.agencies_below(actor), _("Pilih instansi"), is_required=True
    ),
    "reason": lambda actor: words_field(_("Alasan")),
    "remedy": lambda actor: words_field(_("Cara mengajukan keberatan")),
    "instruction": lambda actor: words_field(_("Perintah")),
    "text": lambda actor: words_field(_("Tulisan")),
    "question": lambda actor: words_field(_("Pertanyaan untuk pelapor")),
    "scope": lambda actor: forms.ChoiceField(
        label=_("Siapa yang membaca?"),
        choices=list(SCOPES.items()),
        initial="internal",
        widget=forms.RadioSelect,
    ),
    "target": TargetField,
    "relation": lambda actor: forms.ChoiceField(
        label=_("Hubungannya"),
        choices=list(RELATIONS.items()),
        initial="same_problem",
        widget=forms.RadioSelect,
    ),
}


class BulkForm(forms.Form):
    """The fields of one verb; cleaned data are named as the action's arguments."""

    def __init__(self, *args: Any, verb: Verb, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NAMES[verb]:
            is_ground = name == "reason_code"
            self.fields[name] = ground_field(verb) if is_ground else FIELDS[name](actor)

    def clean(self) -> dict[str, Any]:
        """Rename what has another name on the page."""
        data = super().clean() or {}
        if code := data.get("reason_code"):
            data["reason"] = taxonomy.reasons()[code].text
        return {ARGUMENTS.get(name, name): value for name, value in data.items()}
