"""Coming in and going out: login, the first screen of each role, theme and language."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login as Steps
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.people import actions as people
from tanggap.people.login import AT_STAFF_DOOR, STAFF_DOOR
from tanggap.people.models import Role, User
from tanggap.web import phone_session
from tanggap.web.account.forms import InvitationForm, LoginForm, PasswordForm
from tanggap.web.audience import actor_of, public, staff

# The first screen of the first role that a person has, most specific first.
FIRST_SCREEN = (
    (Role.VERIFIER, "desk:queue", "verify"),
    (Role.DISPATCHER, "desk:queue", "dispatch"),
    (Role.VALIDATOR, "desk:queue", "validate"),
    (Role.AGENCY_ADMIN, "desk:queue", "agency"),
    (Role.CASE_WORKER, "desk:queue", "agency"),
    (Role.CLERK, "desk:counter_new", ""),
    (Role.OFFICER, "field:list", ""),
    (Role.OPERATOR, "operator:home", ""),
)
LEFT = "pergi"
# Pages and photographs that the browser kept for going back; what the field app keeps stays.
CLEARED = '"cache"'


@public
class Login(LoginView):
    template_name = "account/login.html"
    authentication_form = LoginForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever is at work already goes on there; a citizen may come in to work."""
        if request.user.is_authenticated and actor_of(request).seats:
            return redirect("after_login")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """On a shared phone one chooses one's name; the password is a step away."""
        if "sandi" not in request.GET and phone_session.device_of(request) is not None:
            return redirect("phone_who")
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            self.request.session[AT_STAFF_DOOR] = user.pk
            steps = Steps(user=user, redirect_url=self.get_success_url())
            step: HttpResponse = perform_login(self.request, steps)
            return step
        response = super().form_valid(form)
        self.request.session.set_expiry(None)  # a citizen's session may have lasted longer
        response.delete_cookie(LEFT)
        return response


class Logout(LogoutView):
    """Out, and a mark for the browser: what the field app fetched for her is to go (left.ts)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        response.headers["Clear-Site-Data"] = CLEARED
        # Read by a script; it says nothing about anybody.
        response.set_cookie(LEFT, "1", max_age=86400, samesite="Lax")
        return response


@staff
@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Send a person to the screen that her work starts on."""
    actor = actor_of(request)
    for role, url, which in FIRST_SCREEN:
        if actor.has_role(role):
            return redirect(url, which) if which else redirect(url)
    return redirect("desk:search" if actor.seats else "citizen:home")


@public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: somebody new, or a new password. GET changes nothing."""
    try:
        found = people.invitation_for(token, at=timezone.now())
    except people.InvitationInvalid:
        return render(request, "account/invitation_invalid.html", status=410)
    is_known = found.user is not None
    kind = PasswordForm if is_known else InvitationForm
    form = kind(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        user = _renew(form, token) if is_known else _accept(form, token)
        if user is not None:
            if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
                return redirect("login")  # a new password is no second proof
            login(request, user, backend=STAFF_DOOR)
            return redirect("after_login")
    return render(request, "account/invitation.html", {"form": form, "person": found.user})


def _renew(form: forms.Form, token: str) -> User | None:
    try:
        return people.set_password(
            token=token, password=form.cleaned_data["password"], at=timezone.now()
        )
    except ValidationError as error:
        form.add_error("password", error)
    except people.InvitationInvalid:
        form.add_error(None, _("Tautan ini baru saja dipakai."))
    return None


def _accept(form: forms.Form, token: str) -> User | None:
    try:
        with transaction.atomic():
            return people.accept_invitation(token=token, at=timezone.now(), **form.cleaned_data)
    except IntegrityError:
        form.add_error("username", _("Nama pengguna ini sudah dipakai. Pilih yang lain."))
    except people.InvitationInvalid:
        form.add_error(None, _("Tautan ini baru saja dipakai."))
    return None


@public
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark; without JavaScript this is the theme button."""
    response = HttpResponseRedirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=365 * 86400, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours else reverse("portal:home")
