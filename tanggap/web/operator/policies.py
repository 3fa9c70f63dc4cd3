"""The rules of the clocks with their sources and dates; nothing is deleted, versions follow."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.deadlines import policies as rules
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports.clocks import Clock
from tanggap.taxonomy import queries
from tanggap.taxonomy.clock_rules import NewPolicy, NotEnding, Overlaps
from tanggap.web.audience import roles
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


class PolicyForm(ReasonForm):
    """A new version of one clock's rule."""

    clock = forms.ChoiceField(
        label=lazy("Jam"), choices=[(one.value, NAMES.get(one, one.value)) for one in Clock]
    )
    report_class = forms.ChoiceField(
        label=lazy("Kelas laporan"), choices=list(CLASSES.items()), required=False
    )
    kind = forms.CharField(
        label=lazy("Jenis"),
        max_length=20,
        required=False,
        help_text=lazy("Kosong berarti semua. Untuk jam menerima dan pemegang: jenis instansi."),
    )
    amount = forms.IntegerField(label=lazy("Lama"), min_value=1, max_value=32_000)
    unit = forms.ChoiceField(label=lazy("Satuan"), choices=list(UNITS.items()))
    valid_from = forms.DateField(
        label=lazy("Berlaku sejak"), widget=forms.DateInput(attrs={"type": "date"})
    )
    source = forms.CharField(label=lazy("Dasar"), max_length=240)
    field_order = (
        "clock", "report_class", "kind", "amount", "unit", "valid_from", "source", "reason",
    )  # fmt: skip


class EndForm(ReasonForm):
    """The last day of a rule."""

    last_day = forms.DateField()


@roles(Role.OPERATOR)
def policies(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All rules; POST adds a version."""
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(form, actor):
        messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
        return redirect("operator:policies")
    rows = sorted(queries.policies(), key=lambda row: (row.clock, row.kind, row.valid_from))
    lines = [(row, str(NAMES.get(Clock(row.clock), row.clock)), UNITS[row.unit]) for row in rows]
    context = {**shell(PLACE), "form": form, "lines": lines}
    return render(request, "operator/policies.html", context, status=422 if form.errors else 200)


def _added(form: PolicyForm, actor: Actor) -> bool:
    names = ("clock", "report_class", "kind", "amount", "unit", "valid_from", "source")
    said = NewPolicy(**{name: form.cleaned_data[name] for name in names})
    try:
        rules.add(said, by=actor, at=timezone.now(), reason=form.cleaned_data["reason"])
    except Overlaps as error:
        other = {"code": error.other.code, "since": error.other.valid_from}
        text = _("Bertumpuk dengan aturan “%(code)s” yang berlaku sejak %(since)s.")
        form.add_error("valid_from", text % other)
        return False
    return True


@roles(Role.OPERATOR)
@require_POST
def end(request: HttpRequest, actor: Actor, code: str) -> HttpResponse:
    """Let a rule hold up to a day."""
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Isi hari terakhir dan alasannya."))
        return redirect("operator:policies")
    data = form.cleaned_data
    try:
        rules.end(code, data["last_day"], by=actor, at=timezone.now(), reason=data["reason"])
    except NotEnding:
        messages.error(request, _("Aturan itu sudah berakhir lebih awal, atau belum mulai."))
    else:
        messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
    return redirect("operator:policies")
