"""Who may open these pages, and in which frame they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tanggap.people import granting
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.web.audience import ATTRIBUTE, roles
from tanggap.web.staff import operator_places
from tanggap.web.staff import shell as desk

View = Callable[..., HttpResponse]


def appointing(view: View) -> View:
    """The operator and the admins of offices, in their own seats: borrowed ones open nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, actor: Actor, *args: Any, **kwargs: Any) -> HttpResponse:
        own = actor.own()
        if not own.has_role(Role.OPERATOR, Role.AGENCY_ADMIN):
            raise PermissionDenied
        return view(request, own, *args, **kwargs)

    outer = roles(Role.OPERATOR, Role.AGENCY_ADMIN)(guarded)
    assert getattr(outer, ATTRIBUTE)
    return outer


def shell(actor: Actor) -> dict[str, Any]:
    """The frame: the operator's rail, or the desk's."""
    if granting.is_operator(actor):
        return {"layout": "layouts/operator.html", **operator_places.shell("orang")}
    return {"layout": "layouts/desk_page.html", **desk.shell(actor, "staf")}
