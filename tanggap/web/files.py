"""A kept file as an answer."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response

from tanggap.media.serve import Served


def answer(request: HttpRequest, served: Served | None) -> HttpResponseBase:
    """The file with its headers, or that the browser has it already; 404 where there is none.

    Whether `request` may see it was asked before.
    """
    if served is None:
        raise Http404
    unchanged = get_conditional_response(request, served.headers["ETag"])
    if unchanged is not None and unchanged.status_code == 304:
        unchanged.headers["Cache-Control"] = served.headers["Cache-Control"]
        return unchanged
    response = FileResponse(served.path.open("rb"))
    for name, value in served.headers.items():
        response.headers[name] = value
    return response
