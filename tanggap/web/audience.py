"""Who a URL is for. Every view says so with one of these; a repository test looks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from tanggap.people.access import Actor, actor_for
from tanggap.people.login import STAFF_DOOR
from tanggap.people.models import User
from tanggap.web import phone_session

Answer = TypeVar("Answer", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "audience"
PUBLIC = "public"


def public(view: View) -> View:
    """Anybody, logged in or not."""
    setattr(view, ATTRIBUTE, PUBLIC)
    return view


def reporter(view: View) -> View:
    """Whoever holds the report's number and follow-up code; the view checks both."""
    setattr(view, ATTRIBUTE, "reporter")
    return view


def citizen_of(request: HttpRequest) -> User | None:
    """Who is logged in for herself; nobody on an office's shared phone."""
    if not isinstance(request.user, User) or phone_session.is_one(request):
        return None
    return request.user


def citizen(view: Callable[..., Answer]) -> Callable[..., Any]:
    """Whoever has come in, for her own account alone. The view gets `user` after the request.

    Strangers go to the citizens' door, and from there back to where they were.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = citizen_of(request)
        if user is None:
            return redirect_to_login(_way_back(request), reverse("account_login"))
        return view(request, user, *args, **kwargs)

    setattr(guarded, ATTRIBUTE, "citizen")
    return guarded


def _way_back(request: HttpRequest) -> str:
    """A page that was only posted to can't be opened again: back to the one that has the form."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else reverse("citizen:home")


def crew(view: View) -> View:
    """Whoever holds the link of a work order; the view checks it."""
    setattr(view, ATTRIBUTE, "crew")
    return view


def partner(view: View) -> View:
    """Whoever holds an API key; the view checks it."""
    setattr(view, ATTRIBUTE, "partner")
    return view


def staff(view: View) -> View:
    """Anybody who works here; what she sees is decided by `access`."""
    setattr(view, ATTRIBUTE, "staff")
    return view


def roles(*names: str) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Staff in one of these roles (any role when none is named).

    The view gets `actor` after the request; others get 403, strangers the login.
    """

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
            actor = actor_of(request)
            if came_as_citizen(request):
                return redirect_to_login(request.get_full_path())  # type: ignore[return-value]
            if not actor.seats or (names and not actor.has_role(*names)):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, "staff:" + ",".join(sorted(names)))
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff behind this request, read once.

    Whoever came in by the citizens' door has no seat here, also when she works for the city.
    """
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        assert isinstance(request.user, User)
        actor = actor_for(request.user, at=timezone.now())
        if came_as_citizen(request):
            actor = replace(actor, seats=(), absent=frozenset())
        cached = phone_session.narrowed(request, actor)
        request._actor = cached  # type: ignore[attr-defined]
    return cached


def is_staff(request: HttpRequest) -> bool:
    """Whether somebody is logged in by the door of those who work here."""
    return request.user.is_authenticated and not came_as_citizen(request)


def came_as_citizen(request: HttpRequest) -> bool:
    """Whether whoever is logged in came by the citizens' door."""
    return request.session.get(BACKEND_SESSION_KEY) != STAFF_DOOR
