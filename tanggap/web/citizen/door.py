"""The citizens' door: an address, a code, and one is in. New and known addresses look the same."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanggap.citizens import actions, addresses, queries
from tanggap.citizens.actions import Answer
from tanggap.citizens.addresses import Address
from tanggap.lib.naming import language
from tanggap.messaging.failing import SendFailed
from tanggap.people.models import User
from tanggap.web.asked import WRONG_ADDRESS
from tanggap.web.audience import public
from tanggap.web.citizen import providers, sending, waiting, ways
from tanggap.web.citizen.waiting import Pending, Purpose

CONFIRMED = "confirmed_at"  # in the session, seconds of the epoch


class AddressForm(forms.Form):
    """Where the code is sent to."""

    address = forms.CharField(
        label=lazy("Alamat e-mail"),
        max_length=addresses.MAX_LENGTH,
        widget=forms.TextInput(
            attrs={"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"}
        ),
        help_text=lazy("Kami kirim kode enam angka. Tidak ada kata sandi yang perlu diingat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.takes_phone = sending.offers_phone()
        if self.takes_phone:
            self.fields["address"].label = _("E-mail atau nomor HP")

    def clean_address(self) -> Address:
        try:
            address = addresses.read(self.cleaned_data["address"])
        except addresses.BadAddress as error:
            raise forms.ValidationError(WRONG_ADDRESS) from error
        if address.kind == "phone" and not self.takes_phone:
            raise forms.ValidationError(_("Kode belum bisa dikirim lewat SMS. Pakai e-mail."))
        return address


class CodeForm(forms.Form):
    """The code that came."""

    code = forms.CharField(
        label=lazy("Kode enam angka"),
        max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@public
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """Say who you are. Nobody learns here whether an address has an account."""
    after = safe_next(request)
    if request.user.is_authenticated and request.method == "GET":
        return redirect(after or "citizen:home")
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = ask(request, form, purpose="come_in", after=after)
        if sent is not None:
            return sent
    context = {
        "place": "saya",
        "form": form,
        "next": after,
        "providers": providers.offered(request),
        "age_note": ways.age_note(),
    }
    return render(request, "citizen/door.html", context, status=422 if form.errors else 200)


def ask(
    request: HttpRequest, form: AddressForm, *, purpose: Purpose, after: str = ""
) -> HttpResponse | None:
    """Send a code and lead to where it is typed; None, with the reason in the form, if not sent."""
    sent = send(request, form.cleaned_data["address"], purpose=purpose, after=after)
    if isinstance(sent, str):
        form.add_error("address", sent)
        return None
    return sent


def send(
    request: HttpRequest, address: Address, *, purpose: Purpose, after: str = ""
) -> HttpResponse | str:
    """Send a code and lead to where it is typed, or say why not."""
    try:
        fresh = actions.new_code(address, sender=_sender(request), at=timezone.now())
        sending.send(address, fresh.code, language=language())
    except actions.TooOften:
        return _("Terlalu banyak kode diminta. Coba lagi satu jam lagi.")
    except SendFailed:
        return _("Kode belum bisa dikirim. Tunggu sebentar, lalu coba lagi.")
    waits = Pending(address.kind, address.value, fresh.ticket, purpose, after)
    return waiting.keep(redirect("citizen:code"), waits)


def _sender(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Type the code. Five tries, then a new one is needed."""
    waits = waiting.pending(request)
    if waits is None:
        messages.warning(request, _("Kodenya sudah lewat. Minta yang baru."))
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _tried(request, form, waits)
        if done is not None:
            return done
    context = {"place": "saya", "form": form, "masked": waits.address.masked, "waits": waits}
    return render(request, "citizen/code.html", context, status=422 if form.errors else 200)


def _tried(request: HttpRequest, form: CodeForm, waits: Pending) -> HttpResponse | None:
    said = actions.try_code(
        waits.address, ticket=waits.ticket, code=form.cleaned_data["code"], at=timezone.now()
    )
    if said is Answer.GONE:
        messages.warning(request, _("Kode ini tidak berlaku lagi. Minta yang baru."))
        return waiting.forget(redirect("account_login"))
    if said is Answer.WRONG:
        form.add_error("code", _("Kodenya tidak cocok. Periksa lagi."))
        return None
    return waiting.forget(_DONE[waits.purpose](request, waits))


def _come_in(request: HttpRequest, waits: Pending) -> HttpResponse:
    """In, by way of the second factor where the account has one."""
    user = actions.come_in(waits.address, language=language(), at=timezone.now())
    if request.user.is_authenticated and request.user != user:
        logout(request)
    record_authentication(request, user, method="code")
    answer: HttpResponse = perform_login(request, Login(user=user, redirect_url=waits.next or None))
    return answer


def _add(request: HttpRequest, waits: Pending) -> HttpResponse:
    """The proved address becomes the account's."""
    if not isinstance(request.user, User):
        return redirect("account_login")
    try:
        actions.add_address(request.user, waits.address, at=timezone.now())
    except actions.Taken:
        messages.error(request, _("Alamat ini sudah dipakai akun lain milikmu. Masuk dengannya."))
    else:
        messages.success(request, _("Tersimpan."))
    return redirect("citizen:home")


def _confirm(request: HttpRequest, waits: Pending) -> HttpResponse:
    """Whoever holds the phone is still the one who may change how one comes in."""
    user = request.user
    if not isinstance(user, User) or not queries.has_address(user, waits.address):
        return redirect("account_login")
    request.session[CONFIRMED] = timezone.now().timestamp()
    return redirect(waits.next or "citizen:home")


_DONE: dict[Purpose, Any] = {"come_in": _come_in, "add": _add, "confirm": _confirm}


@public
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out. What was typed into forms stays on the phone."""
    logout(request)
    messages.success(request, _("Kamu sudah keluar. Draf di HP ini tetap ada."))
    return redirect("portal:home")


def safe_next(request: HttpRequest) -> str:
    """Where to go on, if it lies within this site."""
    target = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours else ""
