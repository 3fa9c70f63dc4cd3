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
from tanggap.deadlines import preview
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.taxonomy import queries
from tanggap.taxonomy.clock_rules import NewDay, NoSuchDay
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.operator import previews
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
    is_said = request.method == "POST" and not previews.goes_back(request)
    if is_said and form.is_valid():
        return _say(request, actor, form)
    year = _year(request)
    closed, own = queries.days_of(year)
    said_days = {row.date for row in own}
    context = {
        **shell(PLACE),
        **previews.recomputing(),
        "form": form,
        "year": year,
        "closed": [row for row in closed if row.date not in said_days],
        "own": [(row, KINDS[row.kind]) for row in own],
    }
    status = 422 if is_said and form.errors else 200
    return render(request, "operator/days.html", context, status=status)


def _say(request: HttpRequest, actor: Actor, form: DayForm) -> HttpResponse:
    """Show what the day moves; when she is sure, say it."""
    said = NewDay(**{name: form.cleaned_data[name] for name in NewDay.__dataclass_fields__})
    now, back = timezone.now(), f"{request.path}?year={said.date.year}"
    if not previews.is_sure(request):
        found = preview.of_day(said=said, by=actor, at=now)
        title = f"{display.day(said.date)}: {KINDS[said.kind]}"
        return previews.page(request, form, found, place=PLACE, title=title, back=back)
    rules.say(said, by=actor, at=now, reason=form.cleaned_data["reason"])
    messages.success(request, _("Tersimpan. Jam yang berjalan sedang dihitung lagi."))
    return redirect(back)


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
    back = f"{reverse('operator:days')}?year={day[:4]}"
    if previews.goes_back(request):
        return redirect(back)
    now = timezone.now()
    try:
        unsaid = date.fromisoformat(day)
        if not previews.is_sure(request):
            found = preview.of_day(unsaid=unsaid, by=actor, at=now)
            title = _("%(day)s: kembali seperti kata paket") % {"day": display.day(unsaid)}
            return previews.page(request, form, found, place=PLACE, title=title, back=back)
        rules.unsay(unsaid, by=actor, at=now, reason=form.cleaned_data["reason"])
    except (ValueError, NoSuchDay) as error:
        raise Http404 from error
    messages.success(request, _("Dicabut. Jam yang berjalan sedang dihitung lagi."))
    return redirect(back)
