"""The room "Saya": what the account holds, and changing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.citizens import actions, queries
from tanggap.citizens.actions.accounts import MAX_NAME
from tanggap.citizens.addresses import Address
from tanggap.identity.sealing import Person
from tanggap.people.models import User
from tanggap.web.asked import CHOOSE
from tanggap.web.audience import citizen
from tanggap.web.citizen import data, providers
from tanggap.web.citizen.door import AddressForm, ask


class NameForm(forms.Form):
    """What she wants to be called, and in which language."""

    name = forms.CharField(
        label=lazy("Nama"),
        max_length=MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=lazy("Bahasa kabar"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )


@citizen
@never_cache
@require_safe
def home(request: HttpRequest, user: User) -> HttpResponse:
    """Everything about oneself, and what can be done with it."""
    return _page(request, user)


def _page(request: HttpRequest, user: User, **given: forms.Form) -> HttpResponse:
    person = queries.person_of(user)
    linked = queries.providers_of(user)
    context: dict[str, Any] = {
        "place": "saya",
        "person": person,
        "shown": _masked(person),
        "name_form": NameForm(initial={"name": person.name, "language": user.language}),
        "address_form": AddressForm(),
        "linked": [(name, providers.NAMES[name]) for name in linked if name in providers.NAMES],
        "others": [pair for pair in providers.offered(request) if pair[0] not in linked],
        "errand": data.latest(user),
        "is_staff": bool(user.has_usable_password()),
        **given,
    }
    return render(request, "citizen/home.html", context, status=422 if given else 200)


def _masked(person: Person) -> list[tuple[str, str]]:
    kinds = (("email", person.email), ("phone", person.phone))
    return [(kind, Address(kind, value).masked) for kind, value in kinds if value]  # type: ignore[arg-type]


@citizen
@require_POST
def rename(request: HttpRequest, user: User) -> HttpResponse:
    """Name and language."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _page(request, user, name_form=form)
    actions.rename(user, form.cleaned_data["name"], at=timezone.now())
    actions.speak(user, form.cleaned_data["language"])
    messages.success(request, _("Tersimpan."))
    answer = redirect("citizen:home")
    translation.activate(user.language)
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
    return answer


@citizen
@require_POST
def add_address(request: HttpRequest, user: User) -> HttpResponse:
    """A new address of one's own: a code goes there first."""
    form = AddressForm(request.POST)
    sent = ask(request, form, purpose="add") if form.is_valid() else None
    return sent or _page(request, user, address_form=form)


@citizen
@require_POST
def drop_address(request: HttpRequest, user: User, kind: str) -> HttpResponse:
    """The account forgets one address."""
    try:
        actions.drop_address(user, kind, at=timezone.now())
    except actions.LastWayIn:
        messages.error(request, _("Ini satu-satunya jalan masukmu. Tambahkan yang lain dulu."))
    else:
        messages.success(request, _("Alamat dihapus dari akunmu."))
    return redirect("citizen:home")


@citizen
@require_POST
def unlink(request: HttpRequest, user: User, provider: str) -> HttpResponse:
    """One no longer comes in by this provider."""
    try:
        actions.unlink(user, provider, at=timezone.now())
    except actions.LastWayIn:
        messages.error(request, _("Ini satu-satunya jalan masukmu. Tambahkan yang lain dulu."))
    else:
        messages.success(request, _("Sambungan dilepas."))
    return redirect("citizen:home")
