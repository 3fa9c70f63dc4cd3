"""What the form asks the server while somebody writes: never needed, never in the way.

Each answer is parts of the page, drawn by the same templates as without a script.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from tanggap.intake.inbound import MAX_TEXT
from tanggap.lib.naming import language
from tanggap.places import geocoder
from tanggap.places import queries as places
from tanggap.places.queries import Hit
from tanggap.taxonomy import queries as taxonomy
from tanggap.triage.likely import likely
from tanggap.web.audience import public
from tanggap.web.portal.filing import asking, elsewhere, expecting, points, preview, senders

FIELDS = (
    *("text", "where", "lat", "lng", "area", "category", "identity", "readers"),
    "not_protected",
)
OFFERED = 6


@public
@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Categories, places in the words, similar reports, the estimate and the preview so far."""
    if not senders.may_look(request):
        return JsonResponse({"why": "slowly"}, status=429)
    typed = {name: request.POST.get(name, "")[:MAX_TEXT] for name in FIELDS}
    photos = request.POST.get("photos", "0")
    shown = preview.context(typed, photos=int(photos) if photos.isdecimal() else 0)
    parts: dict[str, Any] = {
        "preview": render_to_string("portal/_preview.html", shown, request),
        "similar": _similar(request, typed),
        "outside": _outside(request, typed),
        "estimate": _estimate(request, typed),
    }
    guesses = likely(typed["text"])
    said = {
        "categories": [
            {"code": guess.code, "name": guess.name, "words": guess.words} for guess in guesses
        ],
        "place": places.describe(points.area_code(typed)),
        "hint": _hint(typed["category"] or (guesses[0].code if guesses else "")),
    }
    return JsonResponse({**said, "parts": parts})


def _hint(category: str) -> str:
    """What helps with this kind of report beside the usual, where the pack knows it."""
    spoken: Any = taxonomy.setting(f"texts.form.category_hints.{category}", {})
    return str(spoken.get(language()) or spoken.get("id", ""))


def _similar(request: HttpRequest, typed: dict[str, str]) -> str:
    found = [] if preview.is_secret(typed) else asking.similar(typed)
    return render_to_string("portal/_similar.html", {"similar": found}, request) if found else ""


def _outside(request: HttpRequest, typed: dict[str, str]) -> str:
    found = elsewhere.of(typed)
    return render_to_string("portal/_outside.html", {"outside": found}, request) if found else ""


def _estimate(request: HttpRequest, typed: dict[str, str]) -> str:
    found = expecting.of(typed)
    return render_to_string("portal/_expect.html", {"estimate": found}, request) if found else ""


@public
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Areas and places called like `q`, or named in it; the operator's geocoder knows streets."""
    asked = request.GET.get("q", "").strip()[:120]
    hits = places.search(asked, limit=OFFERED) or places.mentioned(asked, limit=OFFERED)
    rows = [_row(hit) for hit in hits]
    if len(rows) < OFFERED and len(asked) >= geocoder.SHORTEST:
        rows += [_found(one) for one in geocoder.search(asked)[: OFFERED - len(rows)]]
    response = JsonResponse({"places": rows})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _row(hit: Hit) -> dict[str, Any]:
    """An area has no point of its own: the middle of a kelurahan is not where anything is."""
    is_area = hit.id.startswith("area:")
    return {
        "name": hit.name,
        "detail": hit.detail,
        "area": hit.area_code,
        "lat": None if is_area else hit.lat,
        "lng": None if is_area else hit.lng,
    }


def _found(one: geocoder.Found) -> dict[str, Any]:
    return {"name": one.name, "detail": one.detail, "area": "", "lat": one.lat, "lng": one.lng}
