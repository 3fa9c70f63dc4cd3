"""Ready reasons: what staff choose from when they decline, ask, return or refer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.people.access import Actor
from tanggap.people.models import Change, Role
from tanggap.reports.workflow import Verb
from tanggap.setup import differences, queries, reasons
from tanggap.taxonomy.models import Reason
from tanggap.web.audience import roles
from tanggap.web.operator.forms import ReasonForm
from tanggap.web.operator.shell import shell
from tanggap.web.operator.stale import is_stale, version
from tanggap.web.staff import changes

PLACE = "alasan"
KIND = Change.Kind.REASON
# The steps whose forms offer ready reasons, as the lists are headed.
VERBS = {
    Verb.DECLINE.value: lazy("Menolak laporan"),
    Verb.ARCHIVE.value: lazy("Mengarsipkan laporan"),
    Verb.HOLD.value: lazy("Bertanya kepada pelapor"),
    Verb.GIVE_BACK.value: lazy("Mengembalikan laporan: bukan tugas kami"),
    Verb.REFER.value: lazy("Merujuk ke instansi lain"),
    Verb.EXTEND.value: lazy("Meminta tambahan waktu"),
    Verb.REJECT_FOLLOWUP.value: lazy("Mengembalikan tindak lanjut"),
    Verb.RATE.value: lazy("Menilai hasilnya (pelapor)"),
    Verb.REOPEN.value: lazy("Membuka lagi (pelapor, meja disposisi)"),
    Verb.WITHDRAW.value: lazy("Menarik laporan (pelapor)"),
}


class WordingForm(ReasonForm):
    """What the operator says of a reason."""

    text = forms.CharField(
        label=lazy("Kalimatnya"),
        max_length=400,
        help_text=lazy("Dibaca pelapor apa adanya, jadi sebut “kamu”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    text_en = forms.CharField(
        label=lazy("Kalimatnya dalam bahasa Inggris"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    legal_basis = forms.CharField(
        label=lazy("Dasar hukum"),
        max_length=240,
        help_text=lazy("Peraturan dan pasalnya; tulis “ketentuan sendiri” kalau tidak ada."),
    )
    legal_basis_en = forms.CharField(
        label=lazy("Dasar hukum dalam bahasa Inggris"),
        max_length=240,
        required=False,
        help_text=lazy("Boleh kosong kalau sama, misalnya nomor peraturan."),
    )
    remedy = forms.CharField(
        label=lazy("Yang dapat dilakukan pelapor"),
        max_length=400,
        required=False,
        help_text=lazy("Misalnya cara mengajukan keberatan. Boleh kosong."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    remedy_en = forms.CharField(
        label=lazy("Yang dapat dilakukan pelapor, dalam bahasa Inggris"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("verb", *reasons.DECIDED, "reason", "version")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Alasan perubahan")

    def clean(self) -> dict[str, Any]:
        """Both languages or neither: nobody should read a sentence she can't."""
        data = super().clean() or {}
        if bool(data.get("remedy")) != bool(data.get("remedy_en")):
            missing = "remedy_en" if data.get("remedy") else "remedy"
            self.add_error(missing, _("Tulis dalam kedua bahasa, atau kosongkan keduanya."))
        return data

    def says(self) -> reasons.Wording:
        """The form's answers. It must be valid."""
        return reasons.Wording(**{name: self.cleaned_data[name] for name in reasons.DECIDED})


class NewReasonForm(WordingForm):
    """And for which step, which stays."""

    verb = forms.ChoiceField(label=lazy("Untuk langkah"), choices=list(VERBS.items()))


@roles(Role.OPERATOR)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every ready reason by its step, the retired ones after those in use."""
    rows = list(Reason.objects.filter(verb__in=VERBS).order_by("-is_active", "order", "code"))
    groups = [(verb, word, *_of(verb, rows)) for verb, word in VERBS.items()]
    return render(request, "operator/reasons.html", {**shell(PLACE), "groups": groups})


def _of(verb: str, rows: list[Reason]) -> tuple[list[Reason], str]:
    """The reasons of one step, and the code of the last one that is offered."""
    found = [row for row in rows if row.verb == verb]
    return found, next((row.code for row in reversed(found) if row.is_active), "")


@roles(Role.OPERATOR)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new reason."""
    form = NewReasonForm(request.POST or None, initial={"verb": request.GET.get("langkah", "")})
    if request.method == "POST" and form.is_valid():
        data, at = form.cleaned_data, timezone.now()
        try:
            row = reasons.add(data["verb"], form.says(), by=actor, at=at, reason=data["reason"])
        except reasons.Taken as taken:
            form.add_error("text", _taken(taken))
        else:
            messages.success(request, _("Alasan ditambahkan."))
            return redirect("operator:reason", row.code)
    context = {**shell(PLACE), "form": form}
    status = 422 if form.errors else 200
    return render(request, "operator/reason_new.html", context, status=status)


@roles(Role.OPERATOR)
def reason(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One reason: what it says, what the pack says instead, what was changed; and the form."""
    row = _found(code)
    initial = {**reasons.now(row), "version": version(KIND, code)}
    form = WordingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and not is_stale(form, KIND, code):
        why, at = form.cleaned_data["reason"], timezone.now()
        try:
            reasons.change(row, form.says(), by=actor, at=at, reason=why)
        except reasons.Taken as taken:
            form.add_error("text", _taken(taken))
        else:
            messages.success(request, _("Alasan tersimpan."))
            return redirect("operator:reason", code)
    return _sheet(request, row, form)


def _sheet(request: HttpRequest, row: Reason, form: WordingForm) -> HttpResponse:
    names = changes.names_of(offices=(), areas=())
    found = differences.of_reason(row.code, at=timezone.now())
    context = {
        **shell(PLACE),
        "row": row,
        "step": VERBS.get(row.verb, row.verb),
        "form": form,
        "differences": [
            (d.column, changes.column(d.column), changes.value(d.column, d.pack, names))
            for d in found
            if d.column in reasons.DECIDED
        ],
        "steps": changes.steps(queries.history(KIND, row.code)[: queries.HISTORY]),
    }
    return render(request, "operator/reason.html", context, status=422 if form.errors else 200)


@roles(Role.OPERATOR)
@require_POST
def switch(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Retire a reason, or offer it again."""
    row, form = _found(code), ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya dulu."))
        return redirect("operator:reason", code)
    is_active, why = not row.is_active, form.cleaned_data["reason"]
    reasons.switch(row, is_active, by=actor, at=timezone.now(), reason=why)
    done = _("Ditawarkan lagi.") if is_active else _("Tidak ditawarkan lagi.")
    messages.success(request, done)
    return redirect("operator:reason", code)


@roles(Role.OPERATOR)
@require_POST
def move(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Offer a reason one place sooner or later; the list comes back at the same row."""
    row = _found(code)
    reasons.move(row, up=request.POST.get("to") == "up", by=actor, at=timezone.now())
    return redirect(f"{reverse('operator:reasons')}#{row.code}")


@roles(Role.OPERATOR)
@require_POST
def follow(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Let the pack decide one column again."""
    row, column = _found(code), request.POST.get("column", "")
    if column not in reasons.DECIDED:
        raise Http404
    reasons.follow_pack(row, [column], by=actor, at=timezone.now())
    messages.success(request, _("Isi paket dipakai lagi."))
    return redirect("operator:reason", code)


def _taken(taken: reasons.Taken) -> str:
    if taken.other.is_active:
        return _("Kalimat ini sudah ada untuk langkah itu.")
    return _("Kalimat ini sudah ada, tetapi tidak ditawarkan lagi. Tawarkan lagi yang itu.")


def _found(code: str) -> Reason:
    return get_object_or_404(Reason, code=code)
