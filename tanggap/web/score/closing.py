"""Closing a month, and correcting one office's closed card: a page to confirm, then the deed."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from tanggap.people.access import Actor
from tanggap.performance import actions, rules
from tanggap.performance.labels import REFUSALS
from tanggap.performance.queries import boards
from tanggap.performance.rules import CLOSERS, CORRECTORS, Refused
from tanggap.web.audience import roles
from tanggap.web.score import asked, writing
from tanggap.web.score.cards import found
from tanggap.web.staff.shell import shell


class ReasonForm(forms.Form):
    """Why a closed card is counted again."""

    reason = forms.CharField(
        label=lazy("Alasan koreksi"),
        help_text=lazy("Tampil di rapor dan di berkasnya."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


@roles(*CLOSERS)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, actor: Actor, month: str) -> HttpResponse:
    """Freeze a month."""
    one = asked.month_of(month)
    if one is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.close_month(month=one, by=actor, at=timezone.now())
        except Refused as refused:
            messages.error(request, str(REFUSALS[refused.code]))
        else:
            messages.success(request, _("Bulan ini ditutup. Angkanya tidak berubah lagi."))
        return redirect(f"{reverse('score:board')}?month={month}")
    context = {
        **shell(actor, "rapor"),
        "month": month,
        "month_name": writing.month_name(one),
        "is_closed": boards.close_of(one) is not None,
        "closable_from": rules.closable_from(one),
        "is_early": timezone.now() < rules.closable_from(one),
    }
    return render(request, "score/close.html", context)


@roles(*CORRECTORS)
@require_http_methods(["GET", "POST"])
def recount(request: HttpRequest, actor: Actor, month: str, office: str) -> HttpResponse:
    """A further version of one card, with its reason."""
    one, row = found(actor, month, office)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.recount(month=one, office=row, reason=reason, by=actor, at=timezone.now())
        except Refused as refused:
            form.add_error(None, str(REFUSALS[refused.code]))
        else:
            messages.success(request, _("Versi baru dibuat. Versi lama tetap tersimpan."))
            return redirect("score:card", month, office)
    context = {
        **shell(actor, "rapor"),
        "form": form,
        "office": row,
        "month": month,
        "month_name": writing.month_name(one),
    }
    return render(request, "score/recount.html", context)
