"""On a shared phone: register it by a code, choose one's name, type one's PIN."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache

from tanggap.people import actions, phones
from tanggap.people.actions import Answer
from tanggap.people.models import Device, User
from tanggap.web import phone_session
from tanggap.web.account.views import CLEARED, LEFT
from tanggap.web.audience import public

PIN = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}


class CodeForm(forms.Form):
    """The code that the admin sees."""

    code = forms.CharField(
        label=lazy("Kode perangkat"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text=lazy("Delapan huruf dan angka dari admin kantormu, berlaku 30 menit."),
    )


class WhoForm(forms.Form):
    """Who holds the phone."""

    person = forms.ChoiceField(label=lazy("Siapa kamu?"), widget=forms.RadioSelect)
    pin = forms.CharField(label=lazy("PIN"), widget=forms.PasswordInput(attrs=PIN), max_length=12)

    def __init__(self, *args: Any, offered: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(user.pk): user for user in offered}
        choices = [(key, user.name) for key, user in self.offered.items()]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]


@public
@never_cache
def register(request: HttpRequest) -> HttpResponse:
    """The phone becomes one of an office."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _device, token = actions.register_device(form.cleaned_data["code"], at=timezone.now())
        except actions.CodeInvalid:
            form.add_error("code", _("Kode ini salah atau sudah lewat. Minta yang baru."))
        else:
            response = redirect("phone_who")
            phone_session.remember(response, token)
            return response
    context = {"form": form}
    return render(request, "account/phone_code.html", context, status=422 if form.errors else 200)


@public
@never_cache
def who(request: HttpRequest) -> HttpResponse:
    """Choose a name and type a PIN; whoever held the phone before is out."""
    device = phone_session.device_of(request)
    if device is None:
        return redirect("phone_register")
    offered = phones.people_on(device, at=timezone.now())
    form = WhoForm(request.POST or None, offered=offered)
    if request.method == "POST" and form.is_valid():
        user = form.offered[form.cleaned_data["person"]]
        if _let_in(request, form, device, user):
            response = redirect("field:list")
            response.delete_cookie(LEFT)
            response.headers["Clear-Site-Data"] = CLEARED
            return response
    context = {"form": form, "device": device, "offered": offered}
    return render(request, "account/phone_who.html", context, status=422 if form.errors else 200)


def _let_in(request: HttpRequest, form: WhoForm, device: Device, user: User) -> bool:
    answer = actions.try_pin(device, user, form.cleaned_data["pin"], at=timezone.now())
    pin = phones.pin_of(user)
    if answer is Answer.RIGHT and pin is not None:
        phone_session.begin(request, user, device, pin)
        return True
    form.add_error("pin", _why(answer))
    return False


def _why(answer: Answer) -> str:
    if answer is Answer.LOCKED:
        return _("Terlalu sering salah. Tunggu beberapa menit, atau masuk dengan kata sandi.")
    if answer is Answer.GONE:
        return _("PIN ini tidak berlaku lagi. Masuk dengan kata sandi, lalu buat PIN baru.")
    return _("PIN-nya salah. Coba lagi pelan-pelan.")
