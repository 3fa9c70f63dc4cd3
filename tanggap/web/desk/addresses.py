"""Addresses of the desk: what a form says of where it came from, and where a row leads to."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def version_of(request: HttpRequest) -> int | None:
    """The report's version as the form was drawn."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def back_of(request: HttpRequest) -> str:
    """Where to go afterwards: an address of ours, or empty."""
    target = request.POST.get("back") or request.GET.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
    return target if is_ours and target.startswith("/") else ""


def report_link() -> str:
    """What stands before the number, and "/" behind it, in the address of a report: in a list of
    fifty each `reverse` costs as much as the rest of its row.
    """
    return reverse("desk:report", args=["-"]).removesuffix("-/")
