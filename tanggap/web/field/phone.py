"""What an officer's phone asks: her work, a place for each photograph, an answer to each action."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.fieldwork import actions
from tanggap.fieldwork.queries import is_uploaded
from tanggap.media import Refused
from tanggap.media.actions import MAX_BYTES
from tanggap.people.access import Actor
from tanggap.web.field import asked, load
from tanggap.web.field.guard import phone
from tanggap.web.staff import words

if TYPE_CHECKING:
    from tanggap.fieldwork.models import PhoneAction


@phone
@require_safe
def data(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything the phone keeps for the shift; 304 when it has it already."""
    etag = f'"{load.tag(actor)}"'
    response: HttpResponse
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = JsonResponse(load.load(request, actor, at=timezone.now()))
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@phone
@require_http_methods(["GET", "PUT"])
def photo(request: HttpRequest, actor: Actor, sha256: str) -> HttpResponse:
    """PUT sends one photograph under the hash of its bytes; GET asks whether it has arrived."""
    if request.method == "GET":
        return JsonResponse({"arrived": is_uploaded(actor, sha256)})
    body = request.read(MAX_BYTES + 1)
    if not _is_whole(body, sha256):
        return JsonResponse({"why": "broken"}, status=422)
    try:
        actions.upload(body, by=actor, filename="", at=timezone.now())
    except Refused as error:
        # The phone may try again later what only met a busy or a full server.
        status = 503 if error.code in ("busy", "storage_full", "too_slow") else 422
        said = {"why": "refused", "code": error.code, "message": error.message}
        return JsonResponse(said, status=status)
    return JsonResponse({"arrived": True})


def _is_whole(body: bytes, sha256: str) -> bool:
    """Whether these are the bytes that the phone meant: too many are refused later, with words."""
    return len(body) > MAX_BYTES or hashlib.sha256(body).hexdigest() == sha256


@phone
@require_POST
def act(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One action, once. What it answers is final, and the same for ever."""
    at = timezone.now()
    try:
        wanted = asked.parse(request.read(asked.MOST_BYTES + 1), at=at)
    except asked.BadAction as error:
        return JsonResponse({"why": "bad", "message": str(error)}, status=400)
    try:
        row = actions.perform(wanted, by=actor, at=at)
    except actions.PhotosMissing as error:
        return JsonResponse({"why": "photos", "missing": error.hashes}, status=409)
    return JsonResponse(answer(row))


def answer(row: PhoneAction) -> dict[str, Any]:
    """What became of the action, in words for whoever did it."""
    said = {"key": str(row.key), "status": row.status, "seq": row.seq, "words": "", "by": ""}
    if row.status == "conflict" and row.report is not None and row.seq is not None:
        event = row.report.events.select_related("actor", "agency").get(seq=row.seq)
        said |= {"words": words.sentence(event), "by": words.actor(event)}
        said["at"] = event.at.isoformat()
    elif row.status == "refused":
        said["words"] = words.refusal_of(row.code, row.missing)
    elif row.status == "gone":
        said["words"] = _("Laporan ini tidak lagi di kantormu, atau sekarang dirahasiakan.")
    return said
