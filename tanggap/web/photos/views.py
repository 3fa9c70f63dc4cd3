"""Photographs: public ones for everybody, others for staff who may see their report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase

from tanggap.casework.queries import tracking
from tanggap.media import actions as media
from tanggap.media import serve
from tanggap.reports import access
from tanggap.web import remembered
from tanggap.web.audience import actor_of, public
from tanggap.web.files import answer


@public
def photo(request: HttpRequest, sha256: str, size: int) -> HttpResponseBase:
    """One size of one photograph; 404 for whoever may not see it, as if it were not there."""
    is_public = tracking.is_public_photo(sha256)
    if not is_public and not _may_see(request, sha256):
        raise Http404
    return answer(request, serve.photo(sha256=sha256, size=size, public=is_public))


@public
def blurred(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """The copy in which nobody is recognised, for whoever weighs the work; 404 for others."""
    if not request.user.is_authenticated:
        raise Http404
    if not access.may_see_blurred(actor_of(request), sha256):
        raise Http404
    found = serve.blurred(sha256=sha256)
    if found is None and media.blur(sha256):  # kept before there were blurred copies
        found = serve.blurred(sha256=sha256)
    return answer(request, found)


@public
def document(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """A document as a download, for whoever may see its report; never for everybody."""
    if not _may_see(request, sha256):
        raise Http404
    return answer(request, serve.document(sha256=sha256))


def _may_see(request: HttpRequest, sha256: str) -> bool:
    """Staff by their rights; a reporter by the number that her browser opened with the code."""
    opened = remembered.numbers(request)
    if opened and tracking.is_photo_of(sha256, numbers=opened):
        return True
    if not request.user.is_authenticated:
        return False
    return access.may_see_photo(actor_of(request), sha256)
