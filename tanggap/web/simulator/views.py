"""OAuth 2.0 with a code and PKCE, as the three providers speak it. Nothing is kept: what a code or
a token stands for is signed into it."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import jwt
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from tanggap.web.audience import public

NAMES = {"google": "Google", "facebook": "Facebook", "twitter_oauth2": "X"}
_CODE, _TOKEN = "web.simulator.code", "web.simulator.token"
_AGE = 300
View = Callable[..., HttpResponse]


def only_in_demo(view: View) -> View:
    """Whoever mounts it elsewhere by mistake gets nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, provider: str) -> HttpResponse:
        if not settings.DEMO or provider not in NAMES:
            raise Http404
        return view(request, provider)

    return public(guarded)


@only_in_demo
def authorize(request: HttpRequest, provider: str) -> HttpResponse:
    """Who do you want to be? Then back to where the request came from."""
    asked = request.GET
    if request.method != "POST":
        context = {"name": NAMES[provider], "has_email": provider == "google"}
        return render(request, "simulator/authorize.html", context)
    back = {"state": asked.get("state", "")}
    if "no" in request.POST:
        back["error"] = "access_denied"
    else:
        back["code"] = signing.dumps(_grant(request), salt=_CODE)
    return redirect(f"{_safe(request)}?{urlencode(back)}")


def _safe(request: HttpRequest) -> str:
    """Back to this very site and nowhere else."""
    target = request.GET.get("redirect_uri", "")
    if not target.startswith(request.build_absolute_uri("/saya/")):
        raise Http404
    return target


def _grant(request: HttpRequest) -> dict[str, Any]:
    said, asked = request.POST, request.GET
    return {
        "client": asked.get("client_id", ""),
        "redirect": asked.get("redirect_uri", ""),
        "challenge": asked.get("code_challenge", ""),
        "id": said.get("id", ""),
        "name": said.get("name", ""),
        "email": said.get("email", ""),
        "is_verified": said.get("is_verified") == "on",
    }


@csrf_exempt
@only_in_demo
def token(request: HttpRequest, provider: str) -> HttpResponse:
    """The code for a token, once client, address and verifier are those of the request."""
    said = request.POST if request.method == "POST" else request.GET
    try:
        grant = signing.loads(said.get("code", ""), salt=_CODE, max_age=_AGE)
    except signing.BadSignature:
        return _refused("invalid_grant")
    client, secret = _client(request)
    if (client, secret) != (grant["client"], _secret(provider)):
        return _refused("invalid_client")
    if said.get("redirect_uri") != grant["redirect"] or not _is_verified(grant, said):
        return _refused("invalid_grant")
    answer = {"access_token": signing.dumps(grant, salt=_TOKEN), "expires_in": _AGE}
    if provider == "google":
        answer["id_token"] = _id_token(grant, secret)
    return JsonResponse({**answer, "token_type": "bearer"})


def _client(request: HttpRequest) -> tuple[str, str]:
    """Who asks: in the form, or in the header as X wants it."""
    said = request.POST if request.method == "POST" else request.GET
    kind, _blank, given = request.headers.get("Authorization", "").partition(" ")
    if kind == "Basic":
        client, _colon, secret = base64.b64decode(given).decode().partition(":")
        return client, secret
    return said.get("client_id", ""), said.get("client_secret", "")


def _secret(provider: str) -> str:
    apps = settings.SOCIALACCOUNT_PROVIDERS.get(provider, {}).get("APPS", [])
    return next((app["secret"] for app in apps), "")


def _is_verified(grant: dict[str, Any], said: Any) -> bool:
    """PKCE, where the request brought a challenge."""
    digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
    made = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    return not grant["challenge"] or grant["challenge"] == made


def _id_token(grant: dict[str, Any], secret: str) -> str:
    now = int(time.time())
    claims = {
        "iss": "https://accounts.google.com",
        "aud": grant["client"],
        "sub": grant["id"],
        "name": grant["name"],
        "given_name": grant["name"],
        "picture": "https://example.org/portrait.jpg",
        "iat": now,
        "exp": now + _AGE,
    }
    if grant["email"]:
        claims |= {"email": grant["email"], "email_verified": grant["is_verified"]}
    return jwt.encode(claims, hashlib.sha256(secret.encode()).digest(), algorithm="HS256")


@only_in_demo
def me(request: HttpRequest, provider: str) -> HttpResponse:
    """Whose token it is."""
    given = request.GET.get("access_token") or request.headers.get("Authorization", "")[7:]
    try:
        grant = signing.loads(given, salt=_TOKEN, max_age=_AGE)
    except signing.BadSignature:
        return _refused("invalid_token")
    row = {"id": grant["id"], "name": grant["name"], "username": grant["id"]}
    return JsonResponse({"data": row} if provider == "twitter_oauth2" else row)


def _refused(why: str) -> HttpResponse:
    return JsonResponse({"error": why}, status=400)
