"""A kept file as an answer."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponseBase

from tanggap.media.serve import Served


def answer(served: Served | None) -> HttpResponseBase:
    """The file with its headers; 404 where there is none."""
    if served is None:
        raise Http404
    response = FileResponse(served.path.open("rb"))
    for name, value in served.headers.items():
        response.headers[name] = value
    return response
