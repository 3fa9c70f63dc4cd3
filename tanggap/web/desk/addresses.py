"""What a form of the desk says beside its fields: where from, and at which version."""

from __future__ import annotations

from django.http import HttpRequest
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
