"""Mandates: which office leads a category, how the work is proven, and since when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.people.access import Actor
from tanggap.people.models import Change, Role
from tanggap.people.periods import first_moment
from tanggap.setup import mandates, queries
from tanggap.setup.soundness import Breaks
from tanggap.taxonomy.models import Category
from tanggap.taxonomy.overrides import AlreadyPlanned
from tanggap.web.audience import roles
from tanggap.web.operator import refusals
from tanggap.web.operator.forms import ReasonForm
from tanggap.web.operator.shell import shell
from tanggap.web.operator.stale import is_stale, version
from tanggap.web.staff import changes

PLACE = "mandat"
PROOFS = (
    ("photo", lazy("Foto sebelum dan sesudah")),
    ("document", lazy("Dokumen")),
    ("answer", lazy("Jawaban tertulis")),
)


class MandateForm(ReasonForm):
    """What the operator says of a category."""

    lead = forms.ChoiceField(label=lazy("Yang memimpin"))
    proof = forms.ChoiceField(label=lazy("Bukti"), choices=PROOFS)
    is_protected = forms.BooleanField(
        label=lazy("Terlindung"),
        required=False,
        help_text=lazy("Selalu rahasia, hanya untuk petugas kasus."),
    )
    is_conflict_of_interest = forms.BooleanField(
        label=lazy("Tentang instansi sendiri"),
        required=False,
        help_text=lazy("Tidak pernah ke instansi yang dilaporkan."),
    )
    indicator = forms.ChoiceField(label=lazy("Indikator kota cerdas"), required=False)
    source = forms.CharField(label=lazy("Dasar hukum"), max_length=240, required=False)
    since = forms.DateField(
        label=lazy("Berlaku mulai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=lazy("Kosongkan untuk sekarang juga."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].choices = queries.rules()  # type: ignore[attr-defined]
        known = [(row.code, row.local_name) for row in queries.indicators()]
        self.fields["indicator"].choices = [("", _("Tidak ada")), *known]  # type: ignore[attr-defined]
        self.order_fields(
            ["lead", "proof", "is_protected", "is_conflict_of_interest", "indicator", "source"]
        )

    def says(self) -> mandates.Mandate:
        """The form's answers. It must be valid."""
        names = mandates.Mandate.__dataclass_fields__
        return mandates.Mandate(**{name: self.cleaned_data[name] for name in names})


@roles(Role.OPERATOR)
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every category with who leads it."""
    words = dict(queries.rules())
    proofs = dict(PROOFS)
    rows = Category.objects.filter(scheme=Category.Scheme.CRM, is_active=True).order_by("name")
    lines = [(row, words.get(row.lead, row.lead), proofs.get(row.proof, row.proof)) for row in rows]
    return render(request, "operator/mandates.html", {**shell(PLACE), "lines": lines})


@roles(Role.OPERATOR)
def mandate(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """One category: what holds, what is planned, what was changed; and the form."""
    at, row = timezone.now(), _category(code)
    known = {**mandates.now(row, at=at), "version": version(Change.Kind.MANDATE, code)}
    form = MandateForm(request.POST or None, initial=known)
    refusal = None
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not is_stale(form, Change.Kind.MANDATE, code):
        since = form.cleaned_data["since"]
        start = first_moment(since) if since else None
        reason = form.cleaned_data["reason"]
        try:
            mandates.change(row, form.says(), by=actor, at=at, reason=reason, since=start)
        except AlreadyPlanned:
            form.add_error(None, _("Sudah ada rencana untuk kategori ini. Batalkan dulu."))
        except Breaks as error:
            refusal = refusals.of(error, actor)
        else:
            messages.success(request, _("Mandat tersimpan."))
            return redirect("operator:mandate", code)
    context = {
        **shell(PLACE),
        "row": row,
        "form": form,
        "refusal": refusal,
        "plan": mandates.planned(row, at=at),
        "steps": changes.steps(queries.history(Change.Kind.MANDATE, code)[: queries.HISTORY]),
    }
    status = 422 if form.errors or refusal else 200
    return render(request, "operator/mandate.html", context, status=status)


@roles(Role.OPERATOR)
@require_POST
def call_off(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """What is planned never begins."""
    at = timezone.now()
    plan = mandates.planned(_category(code), at=at)
    if plan is not None:
        mandates.call_off(plan, by=actor, at=at, reason="")
        messages.success(request, _("Rencana dibatalkan."))
    return redirect("operator:mandate", code)


def _category(code: str) -> Category:
    return get_object_or_404(Category, code=code, scheme=Category.Scheme.CRM)
