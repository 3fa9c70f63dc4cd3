"""How Open311 GeoReport v2 writes its answers: the same value as XML and as JSON.

A value is a dict, a list or a scalar. In XML a list is a wrapper of elements named after one
item ("services" of "service"); in JSON it is the array itself. What is None is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, TypeVar
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt

from tanggap.lib.naming import language

GENERIC = "umum"  # the service of whoever doesn't know which
FORMATS = {"xml": "text/xml", "json": "application/json"}
ITEM = {
    "services": "service",
    "service_requests": "request",
    "errors": "error",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "notes": "note",
}
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'

View = TypeVar("View", bound=Callable[..., HttpResponse])


class Failure(Exception):
    """One answer of several errors; `status` is the HTTP status and each error's code."""

    def __init__(self, status: int, *descriptions: str) -> None:
        super().__init__(status, *descriptions)
        self.status = status
        self.descriptions = descriptions


def answer(root: str, value: Any, *, suffix: str, status: int = 200) -> HttpResponse:
    """The response in the format of the address's suffix."""
    body = to_json(value) if suffix == "json" else to_xml(root, value)
    response = HttpResponse(body, content_type=f"{FORMATS[suffix]}; charset=utf-8", status=status)
    response["Access-Control-Allow-Origin"] = "*"
    return response


def failed(failure: Failure, *, suffix: str) -> HttpResponse:
    """The specification's list of errors."""
    errors = [{"code": failure.status, "description": text} for text in failure.descriptions]
    response = answer("errors", errors, suffix=suffix, status=failure.status)
    if failure.status == 503:
        response["Retry-After"] = "2"
    return response


def stamp(moment: datetime | None) -> str | None:
    """A time as clients expect it: UTC, whole seconds, Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def to_json(value: Any) -> str:
    """JSON by the specification's rules: no root, no wrappers."""
    return json.dumps(_bare(value), ensure_ascii=False)


def to_xml(root: str, value: Any) -> str:
    """XML without namespaces."""
    return HEADER + _element(root, value)


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _bare(item) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_bare(item) for item in value]
    return value


def _element(name: str, value: Any) -> str:
    inner = _inside(name, value)
    return f"<{name}>{inner}</{name}>" if inner else f"<{name}/>"


def _inside(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        pairs = ((key, item) for key, item in value.items() if item is not None)
        return "".join(_element(key, item) for key, item in pairs)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "".join(_element(ITEM[name], item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_legal(str(value)))


def _legal(text: str) -> str:
    """Without the characters that XML 1.0 can't hold at all."""
    return "".join(sign for sign in text if sign >= " " or sign in "\n\t")


def endpoint(*methods: str, audience: str) -> Callable[[View], View]:
    """A view that takes `suffix`, allows `methods`, and answers every failure in that format."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(
            request: HttpRequest, *args: Any, suffix: str = "", **kwargs: Any
        ) -> HttpResponse:
            with override(_locale(request)):
                try:
                    _check(request, methods, suffix)
                    response = view(request, *args, suffix=suffix, **kwargs)
                except Failure as failure:
                    response = failed(failure, suffix=suffix if suffix in FORMATS else "xml")
                response.headers["Content-Language"] = language()
                return response

        exempt = csrf_exempt(guarded)
        exempt.audience = audience  # type: ignore[attr-defined]
        return exempt  # type: ignore[return-value]

    return decorate


def _locale(request: HttpRequest) -> str:
    """The language asked for by name ("en", "en_GB"), else the one that the headers prefer."""
    named = request.GET.get("locale", "")[:2].lower()
    return named if named in dict(settings.LANGUAGES) else language()


def check_jurisdiction(fields: QueryDict, *, website: str) -> None:
    """One instance serves one city: its own name is fine, none is fine, another is not."""
    given = fields.get("jurisdiction_id", "").strip()
    ours = website.split("://")[-1].strip("/").removeprefix("www.")
    if given and given.lower() not in (ours, settings.SITE_URL.split("://")[-1]):
        raise Failure(404, _("jurisdiction_id tidak dikenal: %s") % given)


def _check(request: HttpRequest, methods: tuple[str, ...], suffix: str) -> None:
    if suffix not in FORMATS:
        raise Failure(404, _("Format ini tidak ada; pakai .xml atau .json."))
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        raise Failure(405, _("Cara ini tidak dilayani di sini: %s") % request.method)
