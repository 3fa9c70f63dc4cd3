"""The public feed, map and report page. Everything shown comes from the projection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.lib import naming
from tanggap.lib.editions import kept
from tanggap.lib.geo import BadBBox, parse_bbox
from tanggap.people.models import Agency
from tanggap.places import outlines
from tanggap.places.models import Area
from tanggap.publication import labels, lists, queries, window
from tanggap.publication.filters import Filters
from tanggap.publication.models import DB, PublicReport
from tanggap.taxonomy.models import Category, ClockPolicy
from tanggap.taxonomy.queries import said
from tanggap.web import backed, display, estimates, instance, promises
from tanggap.web.audience import is_staff, public
from tanggap.web.cards import cards, label
from tanggap.web.public import sharing
from tanggap.web.public.forms import filters_from
from tanggap.web.templatetags.ui import options

MAP_DAYS = 30
_INDENTS = {"city": "", "district": "– ", "village": "– – "}
# Filters that come from a number on the statistics page and have no control of their own.
DRILL_DOWN = ("year", "month", "channel", "lapor", "received_by", "completed")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a report's story."""

    at: datetime
    title: str
    quote: str
    color: str = ""


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Public reports, newest first, with filters."""
    filters = filters_from(request.GET)
    page = lists.feed(
        filters,
        at=timezone.now(),
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "place": "sekitar",
        "cards": cards(page.rows),
        "page": page,
        "query": _without_keys(request),
        "chosen": request.GET,
        "kept_filters": [(name, request.GET.get(name, "")) for name in DRILL_DOWN],
        "counted": _counted(request, filters),
        "desk_url": _desk_url(request),
        **_choices(),
    }
    return render(request, "public/feed.html", context)


def _counted(request: HttpRequest, filters: Filters) -> str:
    """What a list that a number opened says about the reports that it can't show."""
    if not any(request.GET.get(name) for name in DRILL_DOWN):
        return ""
    found = queries.counted(filters)
    if found is None or found.reports < found.listed:  # counted again in a moment
        return _("Daftar ini hanya memuat laporan yang boleh dibaca umum.")
    hidden = found.reports - found.listed
    numbers = {
        name: display.number(n)
        for name, n in (("all", found.reports), ("listed", found.listed), ("hidden", hidden))
    }
    if not hidden:
        return _("Angkanya %(all)s, dan semuanya ada di daftar ini.") % numbers
    return (
        _(
            "Angkanya menghitung %(all)s laporan; %(listed)s ada di daftar ini. %(hidden)s lagi"
            " ikut dihitung tanpa ditampilkan, karena pelapornya memilih hanya dibaca petugas,"
            " laporannya rahasia, atau disembunyikan untuk melindungi seseorang."
        )
        % numbers
    )


def _desk_url(request: HttpRequest) -> str:
    """The same filters at the desk, for staff; empty for everybody else."""
    if not is_staff(request) or not any(map(request.GET.get, DRILL_DOWN)):
        return ""
    return f"{reverse('desk:search')}?{_without_keys(request)}"


def _without_keys(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    return query.urlencode()


def _choices() -> dict[str, Any]:
    """What the filters offer."""
    return {"categories": _categories(), "areas": areas(), "states": labels.choices()}


@kept(Category, using=DB, is_spoken=True)
def _categories() -> SafeString:
    """The options of the city's categories, by name."""
    rows = Category.objects.using(DB).filter(is_active=True, scheme="crm")
    named = rows.values_list("code", naming.column("name"))
    return options(sorted(named, key=lambda row: row[1]))


@kept(Area, using=DB, is_spoken=True)
def areas() -> SafeString:
    """The options of the cities, each with its districts and their villages behind it."""
    rows = Area.objects.using(DB).filter(valid_to=None, level__in=_INDENTS)
    named = rows.order_by("code").values_list("code", naming.column("name"), "level")
    return options((code, f"{_INDENTS[level]}{name}") for code, name, level in named)


@public
@require_safe
def report(request: HttpRequest, number: str) -> HttpResponse:
    """One public report with its story. A private one looks like one that isn't there."""
    row = queries.report(number.strip().upper())
    if row is None:
        raise Http404
    context = {
        "place": "sekitar",
        "report": row,
        "label": label(row),
        "unheld": labels.unheld(row.state, came_by=row.came_by),
        "story": _story(row),
        "facts": _facts(row),
        "why": _why(row),
        "share_url": f"{settings.SITE_URL}{reverse('public:report', args=[row.number])}",
        "image_url": sharing.image_url(row),
        "estimate": _estimate(row),
        "is_supported": row.number in backed.numbers(request),
    }
    return render(request, "public/report.html", context)


def _estimate(row: PublicReport) -> estimates.Said | None:
    """What reports like this one took, while it waits."""
    if not row.is_open:
        return None
    at = timezone.now()
    return estimates.of_report(
        category=row.category_id, area=row.area_id, received_at=row.received_at, at=at
    )


def _why(row: PublicReport) -> list[tuple[str, str]]:
    """How the date is reckoned: the rule, with its source and since when; nothing of anybody."""
    if not (row.is_open and row.promised_at and row.promised_by):
        return []
    rule = ClockPolicy.objects.using(DB).filter(code=row.promised_by).first()
    if rule is None:
        return []
    said = promises.said(unit=rule.unit, since=rule.valid_from, source=rule.local_source)
    return [(said, f"+ {display.amount(rule.amount, rule.unit)}")]


def _facts(row: PublicReport) -> list[tuple[str, str]]:
    return [
        (_("Kategori"), row.category.local_name if row.category else ""),
        (_("Masuk lewat"), row.channel.local_name),
        (_("Diterima"), display.moment(row.received_at)),
        (_("Dijadwalkan"), _plan(row)),
        (_("Pendukung"), display.number(row.supporters) if row.supporters else ""),
        (_("Nilai warga"), _("%(stars)s dari 5") % {"stars": row.stars} if row.stars else ""),
    ]


def _plan(row: PublicReport) -> str:
    """Month and programme of scheduled works; empty where nothing is scheduled."""
    if row.planned_month is None:
        return ""
    month = date_format(row.planned_month, "F Y")
    return f"{month}, {row.programme}" if row.programme else month


def _story(row: PublicReport) -> list[Line]:
    """Newest first."""
    ids = {line[3] for line in row.story if line[3]}
    names = dict(Agency.objects.using(DB).filter(pk__in=ids).values_list("pk", "name"))
    lines = [
        Line(
            at=datetime.fromtimestamp(stamp, UTC),
            title=labels.sentence(verb, agency=names.get(agency) or _office(row)),
            quote=said(words, using=DB),
            color=label(row).color if place == len(row.story) - 1 else "",
        )
        for place, (stamp, verb, _state, agency, words) in enumerate(row.story)
    ]
    return lines[::-1]


def _office(row: PublicReport) -> str:
    return row.agency.name if row.agency else _("petugas")


@public
@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The map, and beside it the same reports as a list."""
    query = _without_keys(request)
    context = {
        "place": "sekitar",
        "cards": cards(lists.feed(filters_from(request.GET), at=timezone.now()).rows),
        "view": instance.map_view(),
        "points": f"{reverse('public:map_points')}?{query}",
        "query": query,
        "chosen": request.GET,
        **_choices(),
    }
    return render(request, "public/map.html", context)


@public
@require_safe
def map_points(request: HttpRequest) -> HttpResponse:
    """Reports in a window (`bbox=west,south,east,north`) as GeoJSON points."""
    try:
        box = parse_bbox(request.GET.get("bbox", ""))
    except BadBBox:
        return JsonResponse({"error": "bbox=west,south,east,north"}, status=400)
    since = timezone.now() - timedelta(days=MAP_DAYS)
    shown = window.look(box, since=since, asked=filters_from(request.GET))
    # A member of its own, as GeoJSON allows: the newest are shown, there are more.
    collection = {"type": "FeatureCollection", "is_cut": len(shown) >= window.MAX_PINS}
    return JsonResponse({**collection, "features": list(_features(shown))})


def _features(shown: Iterable[window.Pin | window.Heap]) -> Iterator[dict[str, Any]]:
    """GeoJSON points. Hundreds of them: one address and one word serve many."""
    address = reverse("public:report", args=["-"])
    states: dict[tuple[str, str, bool], dict[str, str]] = {}
    for item in shown:
        if isinstance(item, window.Heap):
            said: dict[str, Any] = {"type": "cell", "count": item.count}
        else:
            key = item.state, item.came_by, item.is_scheduled
            state = states.get(key) or states.setdefault(key, _state(*key))
            url = address.replace("-", item.number)
            said = {"type": "report", "title": item.title, "url": url, **state}
        point = {"type": "Point", "coordinates": [item.lng, item.lat]}
        yield {"type": "Feature", "geometry": point, "properties": said}


def _state(state: str, came_by: str, is_scheduled: bool) -> dict[str, str]:
    shown = labels.told(state, came_by=came_by, is_scheduled=is_scheduled)
    return {"color": shown.color, "state": str(shown.word)}


@public
@require_safe
def map_areas(request: HttpRequest) -> HttpResponse:
    """Outlines of areas for the map's background."""
    level = request.GET.get("level", "district")
    if level not in Area.Level.values:
        raise Http404
    answer = outlines.outlines(level, None)
    if request.headers.get("If-None-Match") == answer.etag:
        return HttpResponse(status=304)
    response = HttpResponse(answer.body, content_type="application/geo+json")
    response.headers["ETag"] = answer.etag
    response.headers["Cache-Control"] = "public, max-age=3600"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])  # names are in two languages
    return response
