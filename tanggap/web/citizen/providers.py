"""Coming in by Google, Facebook or X: django-allauth's own views, between pages of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.facebook import views as facebook
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.twitter_oauth2 import views as x
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.web.audience import public
from tanggap.web.citizen import ways

_VIEWS = {"google": google, "facebook": facebook, "twitter_oauth2": x}
_LOGIN = {name: views.oauth2_login for name, views in _VIEWS.items()}
_CALLBACK = {name: views.oauth2_callback for name, views in _VIEWS.items()}
NAMES = {"google": "Google", "facebook": "Facebook", "twitter_oauth2": "X"}
SLUGS = {"google": "google", "facebook": "facebook", "twitter_oauth2": "x"}


@public
@never_cache
@require_POST
def begin(request: HttpRequest, provider: str) -> HttpResponse:
    """Over to the provider, by a page of its own.

    A form may not lead to another host (the content policy says so), a page may: it goes on by
    itself, and says where to.
    """
    _offered(request, provider)
    answer: HttpResponse = _LOGIN[provider](request)
    target = answer.headers.get("Location", "")
    if not urlsplit(target).netloc:
        return answer
    context = {"place": "saya", "target": target, "name": NAMES[provider]}
    return render(request, "citizen/away.html", context)


@public
@never_cache
@require_safe
def back(request: HttpRequest, provider: str) -> HttpResponse:
    """The provider sends her back. The protocol wants this to log in on GET."""
    _offered(request, provider)
    answer: HttpResponse = _CALLBACK[provider](request)
    return answer


def _offered(request: HttpRequest, provider: str) -> None:
    """A provider without settings isn't there."""
    if provider not in dict(offered(request)):
        raise Http404


def offered(request: HttpRequest) -> list[tuple[str, str]]:
    """The providers with settings that the pack allows, by key and name."""
    allowed = ways.allowed()
    found = get_adapter().list_providers(request)
    return [(one.id, one.name) for one in found if one.id in allowed]


@public
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """She said no at the provider's."""
    messages.info(request, _("Kamu membatalkan. Tidak apa-apa, pakai e-mail saja."))
    return redirect("account_login")


@public
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Where django-allauth would ask what we never ask."""
    return redirect("account_login")
