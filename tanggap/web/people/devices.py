"""The phones that offices share: add one by a code, take it back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.people import access, actions, phones
from tanggap.people.access import Actor
from tanggap.web.people.guard import appointing, shell


class DeviceForm(forms.Form):
    """Whose phone, and what it is called."""

    name = forms.CharField(
        label=lazy("Nama perangkat"), max_length=60, help_text=lazy("Misalnya: HP piket 1.")
    )
    office = forms.ChoiceField(label=lazy("Instansi"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = access.reach(actor).filter(is_active=True).order_by("name")
        self.offices = {office.code: office for office in rows}
        choices = [(code, office.name) for code, office in self.offices.items()]
        self.fields["office"].choices = choices  # type: ignore[attr-defined]


@appointing
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All phones; POST adds one and shows its code, once."""
    form = DeviceForm(request.POST or None, actor=actor)
    code = ""
    if request.method == "POST" and form.is_valid():
        office = form.offices[form.cleaned_data["office"]]
        name = form.cleaned_data["name"]
        _device, code = actions.add_device(office, name=name, by=actor, at=timezone.now())
        form = DeviceForm(actor=actor)
    context = {
        **shell(actor),
        "form": form,
        "code": f"{code[:4]}-{code[4:]}" if code else "",
        "address": request.build_absolute_uri(reverse("phone_register")),
        "devices": phones.devices_for(actor),
        "now": timezone.now(),
    }
    response = render(request, "people/devices.html", context, status=422 if form.errors else 200)
    response.headers["Cache-Control"] = "no-store"
    return response


@appointing
@require_POST
def revoke(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The phone opens nothing any more."""
    device = next((row for row in phones.devices_for(actor) if row.pk == pk), None)
    if device is None:
        raise Http404
    actions.revoke_device(device, by=actor, at=timezone.now())
    messages.success(request, _("Perangkat dicabut. Mulai sekarang tidak bisa dipakai."))
    return redirect("people:devices")


@appointing
@require_POST
def revoke_pin(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Somebody's PIN opens nothing any more."""
    try:
        user = access.person_for(actor, username)
        actions.revoke_pin(user, by=actor, at=timezone.now())
    except access.NotFound:
        raise Http404 from None
    except actions.Forbidden:
        messages.error(request, _("Itu bukan wewenangmu, atau tentang dirimu sendiri."))
    else:
        messages.success(request, _("PIN dicabut."))
    return redirect("people:person", username)
