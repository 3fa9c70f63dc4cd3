"""The rules of the clocks with their sources and dates; nothing is deleted, versions follow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.casework.queries import choices, names
from tanggap.deadlines import policies as rules
from tanggap.deadlines import preview
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports.clocks import AGENCY_CLOCKS, Clock
from tanggap.setup import queries as setup
from tanggap.taxonomy import queries
from tanggap.taxonomy.clock_rules import NewPolicy, NotEnding, Overlaps
from tanggap.web.audience import roles
from tanggap.web.operator import previews
from tanggap.web.operator.forms import ReasonForm
from tanggap.web.operator.shell import shell
from tanggap.web.staff.clocks import NAMES

PLACE = "jam"
UNITS = {
    "hours": lazy("jam"),
    "days": lazy("hari kalender"),
    "working_days": lazy("hari kerja"),
}
CLASSES = {
    "": lazy("Semua kelas"),
    "complaint": lazy("Pengaduan"),
    "suggestion": lazy("Aspirasi"),
    "information": lazy("Permintaan informasi"),
}


COMPLAINTS = {
    "simple": lazy("Sederhana, tanpa pemeriksaan lapangan"),
    "normative": lazy("Tanpa unsur pengawasan"),
    "oversight": lazy("Berkadar pengawasan"),
}


class PolicyForm(ReasonForm):
    """A new version of one clock's rule."""

    clock = forms.ChoiceField(
        label=lazy("Jam"), choices=[(one.value, NAMES.get(one, one.value)) for one in Clock]
    )
    report_class = forms.ChoiceField(
        label=lazy("Kelas laporan"), choices=list(CLASSES.items()), required=False
    )
    kind = forms.ChoiceField(
        label=lazy("Jenis"),
        required=False,
        help_text=lazy("Jam menerima dan memegang mengenal jenis instansi, jam lain jenis aduan."),
    )
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    amount = forms.IntegerField(label=lazy("Lama"), min_value=1, max_value=32_000)
    unit = forms.ChoiceField(label=lazy("Satuan"), choices=list(UNITS.items()))
    valid_from = forms.DateField(
        label=lazy("Berlaku sejak"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.CharField(
        label=lazy("Dasar"),
        max_length=240,
        help_text=lazy("Di mana aturan ini tertulis. Pelapor dan semua orang membacanya."),
    )
    source_en = forms.CharField(
        label=lazy("Dasar dalam bahasa Inggris"),
        max_length=240,
        required=False,
        help_text=lazy("Kosong: halaman berbahasa Inggris menyebutnya dalam bahasa Indonesia."),
    )
    field_order = (
        "clock", "report_class", "kind", "category", "amount", "unit", "valid_from", "source",
        "source_en", "reason",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = [(kind.code, kind.local_name) for kind in setup.kinds()]
        self._offer("kind", [("", _("Semua jenis")), (_("Jenis aduan"), list(COMPLAINTS.items())),
                             (_("Jenis instansi"), offices)])  # fmt: skip
        self._offer("category", [("", _("Semua kategori")), *choices.category_options()])

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A kind that the clock never meets would be a rule for nobody."""
        data = super().clean() or {}
        kind, clock = data.get("kind", ""), data.get("clock", "")
        if kind and (kind in COMPLAINTS) == (clock in AGENCY_CLOCKS):
            self.add_error("kind", _("Jam ini tidak mengenal jenis itu."))
        return data


SAID = ("clock", "report_class", "kind", "category", "amount", "unit", "valid_from", "source",
        "source_en")  # fmt: skip


class EndForm(ReasonForm):
    """The last day of a rule."""

    last_day = forms.DateField()


@roles(Role.OPERATOR)
def policies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All rules; POST shows what a new version moves and, when she is sure, adds it."""
    form = PolicyForm(request.POST or None)
    is_said = request.method == "POST" and not previews.goes_back(request)
    if is_said and form.is_valid() and (answer := _add(request, actor, form)):
        return answer
    rows = sorted(queries.policies(), key=lambda row: (row.clock, row.kind, row.valid_from))
    lines = [_line(row) for row in rows]
    context = {**shell(PLACE), **previews.recomputing(), "form": form, "lines": lines}
    status = 422 if is_said and form.errors else 200
    return render(request, "operator/policies.html", context, status=status)


def _line(row: Any) -> dict[str, Any]:
    """One rule in words."""
    kind = COMPLAINTS.get(row.kind) or next(
        (one.local_name for one in setup.kinds() if one.code == row.kind), row.kind
    )
    only = (CLASSES[row.report_class] if row.report_class else "", kind)
    return {
        "row": row,
        "clock": NAMES.get(Clock(row.clock), row.clock),
        "unit": UNITS[row.unit],
        "only": [word for word in (*only, names.categories().get(row.category_id, "")) if word],
    }


def _add(request: HttpRequest, actor: Actor, form: PolicyForm) -> HttpResponse | None:
    """The preview, or the way back to the list; None where the rule meets another."""
    said = NewPolicy(**{name: form.cleaned_data[name] for name in SAID})
    now, back = timezone.now(), reverse("operator:policies")
    try:
        if not previews.is_sure(request):
            found = preview.of_policy(said, by=actor, at=now)
            title = _title(said.clock, f"{said.amount} {UNITS[said.unit]}")
            return previews.page(request, form, found, place=PLACE, title=title, back=back)
        rules.add(said, by=actor, at=now, reason=form.cleaned_data["reason"])
    except Overlaps as error:
        other = {"code": error.other.code, "since": error.other.valid_from}
        text = _("Bertumpuk dengan aturan “%(code)s” yang berlaku sejak %(since)s.")
        form.add_error("valid_from", text % other)
        return None
    messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
    return redirect(back)


def _title(clock: str, what: str) -> str:
    return f"{NAMES.get(Clock(clock), clock)}: {what}"


@roles(Role.OPERATOR)
@require_POST
def end(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Show what moves when a rule ends on a day; when she is sure, end it."""
    form, back = EndForm(request.POST), reverse("operator:policies")
    if previews.goes_back(request):
        return redirect(back)
    if not form.is_valid():
        messages.error(request, _("Isi hari terakhir dan alasannya."))
        return redirect(back)
    data, now = form.cleaned_data, timezone.now()
    try:
        if not previews.is_sure(request):
            found = preview.of_end(code, data["last_day"], by=actor, at=now)
            title = _("%(rule)s berakhir") % {"rule": code}
            return previews.page(request, form, found, place=PLACE, title=title, back=back)
        rules.end(code, data["last_day"], by=actor, at=now, reason=data["reason"])
    except NotEnding:
        messages.error(request, _("Aturan itu sudah berakhir lebih awal, atau belum mulai."))
    else:
        messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
    return redirect(back)
