"""How django-allauth works here: what a provider says is sealed before anything is stored."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.citizens import actions
from tanggap.identity.sealing import Person, index, seal_bytes, unseal_bytes
from tanggap.lib.naming import language
from tanggap.people.login import AT_STAFF_DOOR, STAFF_DOOR
from tanggap.people.models import User
from tanggap.web.instance import city_name

CITIZENS_DOOR = "tanggap.people.login.CitizenBackend"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Logins end in the room "Saya", last a month there, and say what they have to say in it."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("citizen:home")

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("citizen:home")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("portal:home")

    def login(self, request: HttpRequest, user: Any) -> None:
        """By the door that the login began at: the steps between don't know it."""
        if request.session.pop(AT_STAFF_DOOR, None) == user.pk:
            user.backend = STAFF_DOOR
            super().login(request, user)
            request.session.set_expiry(None)
            return
        user.backend = CITIZENS_DOOR
        super().login(request, user)
        request.session.set_expiry(settings.CITIZEN_SESSION_AGE)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Its own texts know neither our words nor who may read what."""

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, _("Akun ini tidak aktif lagi."))
        return redirect("account_login")


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A provider vouches for somebody. Only a keyed hash of who it says it is stays with us."""

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> Any:
        """Take name and verified e-mail, and forget the rest, before anything is looked up."""
        account = sociallogin.account
        sociallogin.vouched = _vouched(sociallogin, data)
        account.uid = _sealed(account.provider, account.uid)
        account.extra_data, sociallogin.email_addresses = {}, []
        return sociallogin.user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """The account of the e-mail that the provider has verified, or a new one."""
        user = actions.come_in_by_provider(
            sociallogin.vouched, language=language(), at=timezone.now()
        )
        sociallogin.user = user
        sociallogin.save(request)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("citizen:home")

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: str = "", **more: Any
    ) -> None:
        """Back to the door, where the other ways are. Who said no there has a page of her own."""
        if error == AuthError.CANCELLED:
            return
        said = _("Masuk lewat %(name)s belum berhasil. Coba lagi, atau pakai e-mail.")
        messages.error(request, said % {"name": provider.name})
        raise ImmediateHttpResponse(redirect("account_login"))


def _vouched(sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
    names = (data.get("first_name") or "", data.get("last_name") or "")
    name = data.get("name") or " ".join(filter(None, names))
    proved = (row.email for row in sociallogin.email_addresses if row.verified)
    return Person(name=name[:120], email=next(proved, ""))


def _sealed(provider: str, uid: object) -> str:
    """What stands for the provider's number of somebody: 64 hex digits under the identity's key."""
    found = index(f"uid-{provider}", str(uid))
    assert found is not None  # providers number everybody
    return found.hex()


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are sealed like names."""

    def get_totp_label(self, user: Any) -> str:
        return city_name() or "Tanggap"

    def encrypt(self, text: str) -> str:
        return seal_bytes(text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_bytes(bytes.fromhex(encrypted_text)).decode()
