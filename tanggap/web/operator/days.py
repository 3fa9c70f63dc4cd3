"""Days on which offices are closed: by the library, by the pack, and what the operator says."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.deadlines import days as rules
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.taxonomy import queries
from tanggap.taxonomy.clock_rules import NewDay, NoSuchDay
from tanggap.web.audience import roles
from tanggap.web.operator.forms import ReasonForm
from tanggap.web.operator.shell import shell

PLACE = "libur"
KINDS = {
    "public": lazy("Libur nasional atau daerah"),
    "collective_leave": lazy("Cuti bersama"),
    "working_day": lazy("Tetap hari kerja"),
}


class DayForm(ReasonForm):
    """One day, what it is, and where that stands."""

    date = forms.DateField(label=lazy("Tanggal"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=lazy("Menjadi"), choices=list(KINDS.items()))
    name = forms.CharField(label=lazy("Nama hari"), max_length=120)
    name_en = forms.CharField(
        label=lazy("Nama dalam bahasa Inggris"), max_length=120, required=False
    )
    source = forms.CharField(
        label=lazy("Dasar"), max_length=240, help_text=lazy("Keputusan yang menetapkannya.")
    )
    field_order = ("date", "kind", "name", "name_en", "source", "reason")


@roles(Role.OPERATOR)
def days(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The days of a year; POST says one."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in NewDay.__dataclass_fields__}
        reason = form.cleaned_data["reason"]
        rules.say(NewDay(**said), by=actor, at=timezone.now(), reason=reason)
        messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
        return redirect(f"{request.path}?year={said['date'].year}")
    year = _year(request)
    closed, own = queries.days_of(year)
    said_days = {row.date for row in own}
    context = {
        **shell(PLACE),
        "form": form,
        "year": year,
        "closed": [row for row in closed if row.date not in said_days],
        "own": [(row, KINDS[row.kind]) for row in own],
    }
    return render(request, "operator/days.html", context, status=422 if form.errors else 200)


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    return int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year


@roles(Role.OPERATOR)
@require_POST
def take_back(request: HttpRequest, actor: Actor, day: str) -> HttpResponse:
    """Let pack and library speak about a day again."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya dulu."))
        return redirect("operator:days")
    try:
        rules.unsay(
            date.fromisoformat(day),
            by=actor,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except (ValueError, NoSuchDay) as error:
        raise Http404 from error
    messages.success(request, _("Dicabut. Jam yang berjalan sedang dihitung lagi."))
    return redirect(f"{reverse('operator:days')}?year={day[:4]}")
