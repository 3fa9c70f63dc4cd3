"""Who a URL is for. Every view says so with one of these; a repository test looks for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from tanggap.people.access import Actor, actor_for
from tanggap.people.models import User
from tanggap.web import phone_session

Answer = TypeVar("Answer", bound=HttpResponseBase)
View = TypeVar("View", bound=Callable[..., Any])

ATTRIBUTE = "audience"


def public(view: View) -> View:
    """Anybody, logged in or not."""
    setattr(view, ATTRIBUTE, "public")
    return view


def reporter(view: View) -> View:
    """Whoever holds the report's number and follow-up code; the view checks both."""
    setattr(view, ATTRIBUTE, "reporter")
    return view


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
            if not actor.seats or (names and not actor.has_role(*names)):
                raise PermissionDenied
            return view(request, actor, *args, **kwargs)

        setattr(guarded, ATTRIBUTE, "staff:" + ",".join(sorted(names)))
        return guarded

    return decorate


def actor_of(request: HttpRequest) -> Actor:
    """The member of staff behind this request, read once."""
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        assert isinstance(request.user, User)
        cached = phone_session.narrowed(request, actor_for(request.user, at=timezone.now()))
        request._actor = cached  # type: ignore[attr-defined]
    return cached
