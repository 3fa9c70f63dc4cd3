"""The first page of the operator: every place with what it is for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.web.audience import roles
from tanggap.web.staff.operator_places import HOME, shell


@roles(Role.OPERATOR)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All places of the area."""
    return render(request, "operator/home.html", shell(HOME.name))
