"""Who may speak to the server from a phone: answers for a program, never a login page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.crypto import salted_hmac

from tanggap.people.access import Actor
from tanggap.people.models import Role, User
from tanggap.web.audience import ATTRIBUTE, actor_of

WORKERS = (Role.OFFICER, Role.AGENCY_ADMIN, Role.CASE_WORKER)
PERSON_HEADER = "X-Tanggap-Person"

Answer = Callable[..., HttpResponseBase]


def phone(view: Answer) -> Answer:
    """For the officer's app. The view gets `actor` after the request.

    401: log in, what waits is kept. 403: this `person` may not any more, the phone forgets hers.
    409: what the phone sends belongs to somebody else than who is logged in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _stranger(request)
        actor = actor_of(request)
        if not actor.has_role(*WORKERS):
            return _refused("seat", actor.user_id)
        sender = request.headers.get(PERSON_HEADER)
        if sender and sender != person_key(actor):
            return JsonResponse({"why": "person"}, status=409)
        response = view(request, actor, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    setattr(guarded, ATTRIBUTE, "staff:" + ",".join(sorted(WORKERS)))
    return guarded


def _stranger(request: HttpRequest) -> JsonResponse:
    """Nobody, or somebody whose account was closed while she was logged in."""
    known = request.session.get(SESSION_KEY)
    is_closed = known is not None and User.objects.filter(pk=known, is_active=False).exists()
    if is_closed:
        return _refused("account", known)
    return JsonResponse({"why": "login"}, status=401)


def _refused(why: str, user: object) -> JsonResponse:
    """Says who may not: on a shared phone it may be somebody else than whose work it keeps."""
    return JsonResponse({"why": why, "person": _key(user)}, status=403)


def person_key(actor: Actor) -> str:
    """Names a person's store on a phone; says nothing to anybody else."""
    return _key(actor.user_id)


def _key(user: object) -> str:
    return salted_hmac("tanggap.field", str(user)).hexdigest()[:16]
