"""The fields that verbs ask for, each made for one report and one member of staff.

A field is named as the action's argument; a few have a name of their own because they offer
other choices for the same argument (`below` for `to`), see ARGUMENTS.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from tanggap.casework.queries import choices, proposals, warranty
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports import access
from tanggap.reports.labels import (
    CLASS_NAMES,
    IDENTITY_FIELDS,
    KINDS,
    OUTCOME_NAMES,
    RELATIONS,
    SCOPES,
)
from tanggap.reports.workflow import Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category, Institution, Reason
from tanggap.web.desk import placing, scheduling, showing
from tanggap.web.staff import place
from tanggap.web.staff.offices import OfficeField
from tanggap.web.uploads import ManyFiles, Photos

if TYPE_CHECKING:
    from tanggap.reports.models import Report

MAX_NOTE = 4000
# Said to the reporter, so written in Indonesian whatever the officer reads; `taxonomy.said` has
# it in English for who reads that.
USUAL_REMEDY = (
    "Kamu dapat mengajukan keberatan satu kali dalam 10 hari kerja lewat halaman laporan ini."
    " Petugas lain yang akan menilainya."
)
# Verbs after which another office holds the report.
RECEIVING = (Verb.VERIFY, Verb.ASSIGN, Verb.COORDINATE, Verb.DISPOSE, Verb.RULE)

# Fields whose name is not the argument's.
ARGUMENTS = {
    "below": "to",
    "task": "instruction",
    "pictures": "photos",
    "relation": "kind",
    "identity_field": "field",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """For whom a field is made."""

    verb: Verb
    report: Report
    actor: Actor

    @property
    def draft(self) -> str:
        """The name under which a device keeps what is typed: one person, report and step."""
        return f"act-{self.actor.user_id}-{self.report.number}-{self.verb.value}"


class Named(forms.ChoiceField):
    """A choice among codes that cleans to the row of that code."""

    def __init__(self, rows: Any, **options: Any) -> None:
        super().__init__(**options)
        self.rows = rows

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        return self.rows.get(code=code) if code else None


def words_field(label: str, *, is_required: bool = True, rows: int = 4, **more: Any) -> forms.Field:
    """Words of some length."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=is_required, max_length=MAX_NOTE, widget=widget, **more
    )


def _reason(m: Moment) -> forms.Field:
    if m.verb is Verb.SCHEDULE and m.report.is_scheduled:
        said = _("Boleh kosong bila jadwalnya tetap.")
        return words_field(_("Alasan"), is_required=False, help_text=said)
    return words_field(_("Alasan"))


def _agency(m: Moment, *, offered: choices.Pairs, is_required: bool = True) -> forms.Field:
    blank = _("Pilih instansi") if is_required else _blank()
    return Named(
        Agency.objects.filter(is_active=True),
        label=_("Instansi penerima") if m.verb in RECEIVING else _("Instansi"),
        choices=[("", blank), *offered],
        required=is_required,
        initial=_proposed(m.report),
    )


def _blank() -> str:
    inspector = choices.inspector()
    if not inspector:
        return _("Menurut aturan: meja disposisi yang memilih")
    words = _("Menurut aturan: meja disposisi, atau %(inspector)s bila tentang instansi")
    return words % {"inspector": inspector}


def _about(m: Moment) -> forms.Field:
    return OfficeField(
        choices.agencies(),
        label=_("Instansi yang dikeluhkan"),
        required=False,
        initial=m.report.about.name if m.report.about else "",
        help_text=_(
            "Hanya bila laporannya tentang sebuah instansi atau petugasnya. Laporan menjadi rahasia"
            " dan tidak pernah dipegang instansi itu atau kantor di bawahnya."
        ),
    )


def _proposed(report: Report) -> str:
    found = proposals.proposed(report, back=warranty.of(report))
    return found.agency.code if found else ""


def _to(m: Moment) -> forms.Field:
    return _agency(m, offered=choices.agencies(), is_required=m.verb is not Verb.VERIFY)


def _of(m: Moment) -> forms.Field:
    return _agency(m, offered=choices.supporting(m.report))


def _category(m: Moment) -> forms.Field:
    initial = m.report.category.code if m.report.category else ""
    # A place can be put right before anybody knows the category, but a known one never goes.
    is_required = m.verb is not Verb.CORRECT or bool(initial)
    return category_field(_("Pilih kategori"), is_required=is_required, initial=initial)


def category_field(empty: str, *, is_required: bool, initial: str = "") -> forms.Field:
    """One of the categories in use; `empty` is what no answer means."""
    offered = [("", empty), *choices.category_options()]
    rows = Category.objects.filter(is_active=True)
    return Named(rows, label=_("Kategori"), choices=offered, initial=initial, required=is_required)


def _one_of(label: str, words: Mapping[str, Any], initial: str = "") -> forms.Field:
    return forms.ChoiceField(
        label=label, choices=list(words.items()), initial=initial, widget=forms.RadioSelect
    )


# What takes something from the reporter shows the regulation beside each reason.
GROUNDED = frozenset({Verb.DECLINE, Verb.ARCHIVE, Verb.REFER})


def _reason_code(m: Moment) -> forms.Field:
    blank = _("Tulis sendiri")
    is_asked = m.verb is Verb.HOLD
    if m.verb in GROUNDED:
        return ground_field(m.verb, own_words=blank)
    return forms.ChoiceField(
        label=_("Pertanyaan siap pakai") if is_asked else _("Alasan menurut aturan"),
        choices=[("", blank), *choices.reasons(m.verb.value)],
        required=False,
    )


def ground_field(verb: Verb, *, own_words: str = "") -> forms.Field:
    """Ready reasons of `verb` with their ground; one's own where `own_words` offers them."""
    own = [("", own_words)] if own_words else []
    return forms.ChoiceField(
        label=_("Alasan dan dasarnya"),
        choices=[*choices.grounds(verb.value), *own],
        required=not own_words,
        widget=forms.RadioSelect,
    )


def _remedy(m: Moment) -> forms.Field:
    return words_field(_("Cara mengajukan keberatan"), initial=USUAL_REMEDY, rows=3)


def _assignments(m: Moment) -> forms.Field:
    pairs = choices.assignments(m.report)
    return forms.MultipleChoiceField(
        label=_("Yang harus mengerjakan lagi"),
        choices=pairs,
        initial=[pk for pk, _name in pairs],
        widget=forms.CheckboxSelectMultiple,
    )


def _photos(m: Moment) -> forms.Field:
    return Photos(
        label=_("Bukti"),
        required=False,
        help_text=_("Foto sesudah pekerjaan, atau dokumen PDF bila kategorinya meminta dokumen."),
        widget=ManyFiles(attrs={"accept": "image/*,application/pdf"}),
    )


def _identity_field(m: Moment) -> forms.Field:
    """Only what she may have left; whether she left a name is not known outside the seal."""
    contact, words = m.report.contact, dict(IDENTITY_FIELDS)
    if contact is not None and contact.phone_index is None:
        words.pop("phone")
    if contact is not None and contact.email_index is None:
        words.pop("email")
    return _one_of(_("Yang diminta"), words, next(iter(reversed(words))))


class TargetField(forms.CharField):
    """The number of another report that the actor may see; cleans to that report."""

    def __init__(self, actor: Actor, *, other_than: Report | None = None) -> None:
        super().__init__(label=_("Nomor laporan yang lain"), max_length=24)
        self.actor = actor
        self.other_than = other_than

    def clean(self, value: Any) -> Report:
        number = str(super().clean(value))
        try:
            found = access.report_for(self.actor, number)
        except access.NotFound as error:
            raise forms.ValidationError(_("Nomor ini tidak kami temukan. Periksa lagi.")) from error
        if found == self.other_than:
            raise forms.ValidationError(_("Ini nomor laporan yang sama. Tulis nomor yang lain."))
        return found


# A maker answers None where there is nothing to ask in this report.
FIELDS: dict[str, Callable[[Moment], forms.Field | None]] = {
    "report_class": lambda m: _one_of(_("Jenis"), CLASS_NAMES, m.report.report_class),
    "kind": lambda m: _one_of(_("Bobot"), KINDS, m.report.kind or "simple"),
    "category": _category,
    "about": _about,
    "to": _to,
    "below": lambda m: _agency(m, offered=choices.agencies_below(m.actor)),
    "of": _of,
    "reason": _reason,
    "reason_code": _reason_code,
    "remedy": _remedy,
    "note": lambda m: words_field(
        _("Apa yang dikerjakan") if m.verb is Verb.RESOLVE else _("Catatan"),
        is_required=m.verb is not Verb.VERIFY,
    ),
    "text": lambda m: words_field(_("Tulisan")),
    "question": lambda m: words_field(_("Pertanyaan untuk pelapor")),
    "instruction": lambda m: words_field(_("Perintah")),
    "task": lambda m: words_field(_("Yang diminta"), is_required=False),
    "proposal": lambda m: forms.CharField(label=_("Usul instansi"), max_length=200),
    "visit": lambda m: words_field(
        _("Yang kamu lihat di lokasi"),
        help_text=_(
            "Hasil ini terpilih untuk dilihat langsung. Tulis kapan kamu ke sana dan apa yang ada."
        ),
    ),
    "keywords": lambda m: forms.CharField(
        label=_("Kata yang menandai laporan serupa"),
        max_length=240,
        required=False,
        help_text=_("Misalnya: saluran, gorong-gorong. Kosong berarti semua laporan kategori ini."),
    ),
    "institution": lambda m: Named(
        Institution.objects.filter(is_active=True),
        label=_("Instansi lain"),
        choices=[("", _("Pilih instansi")), *choices.institutions()],
    ),
    "outcome": lambda m: _one_of(_("Hasil"), OUTCOME_NAMES, "fixed"),
    "photos": _photos,
    "pictures": _photos,
    "assignments": _assignments,
    "approved": lambda m: showing.field(m.report, m.actor),
    "shown": lambda m: showing.chosen(m.report, m.actor),
    "step": lambda m: scheduling.step(),
    "programme": lambda m: scheduling.programme(m.report),
    "month": lambda m: scheduling.month(m.report),
    "together": lambda m: scheduling.together(m.report),
    "days": lambda m: forms.IntegerField(label=_("Tambahan hari kerja"), min_value=1, max_value=60),
    "target": lambda m: TargetField(m.actor, other_than=m.report),
    "relation": lambda m: _one_of(_("Hubungannya"), RELATIONS, "same_problem"),
    "identity_field": _identity_field,
    "scope": lambda m: _one_of(_("Siapa yang membaca?"), SCOPES, "internal"),
    "address": lambda m: forms.CharField(
        label=_("Tempat"), max_length=240, required=False, initial=m.report.address
    ),
    "area": lambda m: place.AreaField(code=m.report.area.code if m.report.area else ""),
    "lat": lambda m: place.point_field(m.report.lat, most=90),
    "lng": lambda m: place.point_field(m.report.lng, most=180),
}


class VerbForm(forms.Form):
    """The form of one verb; its fields are added for the moment."""

    def __init__(self, *args: Any, moment: Moment, names: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moment = moment
        for name in names:
            if field := FIELDS[name](moment):
                self.fields[name] = field
        self.words = "question" if "question" in names else "reason"
        if "reason_code" in names:
            # The browser must not insist on words where a ready reason was chosen.
            self.fields[self.words].required = False

    def clean(self) -> dict[str, Any]:
        """A ready reason takes the place of one's own words; a moved point is located."""
        data = super().clean() or {}
        if ready := taxonomy.reasons().get(data.get("reason_code", "")):
            self._use(ready, data)
        if "reason_code" in self.fields and not data.get(self.words):
            self.add_error(self.words, self._asks_for_words())
        if "lat" in self.fields and not self.errors:
            placing.settle(self, self.moment.report)
        return data

    def _asks_for_words(self) -> str:
        if self.words == "question":
            return _("Pilih pertanyaan dari daftar, atau tulis sendiri.")
        return _("Pilih alasan dari daftar, atau tulis sendiri.")

    def _use(self, ready: Reason, data: dict[str, Any]) -> None:
        if not data.get(self.words):
            data[self.words] = ready.text
        if ready.remedy and data.get("remedy") == USUAL_REMEDY:
            data["remedy"] = ready.remedy
