"""The second factor: an app that counts codes, and recovery codes on paper. Citizens' and staff's.

django-allauth keeps and checks them; the secrets lie sealed in its table (adapters.FactorAdapter).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, validate_totp_code
from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanggap.identity.sealing import Unreadable
from tanggap.intake import limits
from tanggap.people.models import User
from tanggap.web.audience import citizen, public
from tanggap.web.citizen.data import is_fresh
from tanggap.web.qr import qr_svg

PER_HOUR = 10
ONCE = timedelta(days=1)
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class StepForm(AuthenticateForm):  # type: ignore[misc]
    """The code at login. Ten tries an hour, and each code once, whatever process is asked."""

    code = forms.CharField(
        label=lazy("Kode dari aplikasi, atau kode cadangan"),
        max_length=20,
        widget=forms.TextInput(attrs=CODE),
    )

    def clean_code(self) -> str:
        at, who = timezone.now(), self.user.pk
        if not limits.allow(f"factor:{who}", at, limit=PER_HOUR):
            raise forms.ValidationError(_("Terlalu sering salah. Coba lagi satu jam lagi."))
        try:
            code: str = super().clean_code()
        except forms.ValidationError as error:
            raise forms.ValidationError(_("Kodenya tidak cocok. Periksa lagi.")) from error
        if not limits.allow(f"factor-used:{who}:{code}", at, limit=1, window=ONCE):
            raise forms.ValidationError(_("Kode ini sudah dipakai. Tunggu yang berikutnya."))
        return code


class Step(AuthenticateView):  # type: ignore[misc]
    """Between the first proof and the login."""

    form_class = StepForm
    template_name = "citizen/step.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "place": "saya"}


step = public(never_cache(Step.as_view()))


class TurnOnForm(forms.Form):
    """The first code of a new secret; the secret itself travels sealed with the form."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=400)
    code = forms.CharField(
        label=lazy("Kode enam angka dari aplikasi"),
        max_length=12,
        widget=forms.TextInput(attrs=CODE),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        try:
            data["secret"] = get_adapter().decrypt(data.get("sealed", ""))
        except (Unreadable, ValueError) as error:
            raise forms.ValidationError(_("Mulai lagi dari awal.")) from error
        if data.get("code") and not validate_totp_code(data["secret"], data["code"]):
            self.add_error("code", _("Kodenya tidak cocok. Periksa lagi."))
        return data


@citizen
@never_cache
def page(request: HttpRequest, user: User) -> HttpResponse:
    """Whether it is on; turn it on with the first code."""
    if not is_fresh(request, user):
        return redirect(f"{reverse('citizen:confirm')}?next={request.path}")
    if is_on(user):
        return render(request, "citizen/factor_on.html", {"place": "saya", "left": _left(user)})
    form = TurnOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _turn_on(user, form.cleaned_data["secret"])
        return _codes(request, user)
    return _offer(request, user, form)


def _offer(request: HttpRequest, user: User, form: TurnOnForm) -> HttpResponse:
    """The secret as a picture and as letters; a wrong code keeps the one that was scanned."""
    adapter = get_adapter()
    secret = getattr(form, "cleaned_data", {}).get("secret") or generate_totp_secret()
    if not form.is_bound:
        form = TurnOnForm(initial={"sealed": adapter.encrypt(secret)})
    context = {
        "place": "saya",
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "qr": qr_svg(adapter.build_totp_url(user, secret)),
    }
    status = 422 if form.is_bound else 200
    return render(request, "citizen/factor.html", context, status=status)


def is_on(user: User) -> bool:
    """Whether logging in asks for a second proof."""
    return bool(get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def _left(user: User) -> int:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return len(RecoveryCodes(row).get_unused_codes())


@transaction.atomic
def _turn_on(user: User, secret: str) -> None:
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    """The recovery codes, shown this once."""
    codes = RecoveryCodes.activate(user).get_unused_codes()
    return render(request, "citizen/factor_codes.html", {"place": "saya", "codes": codes})


@citizen
@never_cache
@require_POST
def new_codes(request: HttpRequest, user: User) -> HttpResponse:
    """Other recovery codes; those before are void."""
    if not is_fresh(request, user) or not is_on(user):
        return redirect("citizen:factor")
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return _codes(request, user)


@citizen
@require_POST
def turn_off(request: HttpRequest, user: User) -> HttpResponse:
    """One proof is enough again."""
    if not is_fresh(request, user):
        return redirect("citizen:factor")
    Authenticator.objects.filter(user=user).delete()
    messages.success(request, _("Langkah kedua dimatikan."))
    return redirect("citizen:home")
