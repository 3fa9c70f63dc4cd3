"""The same lists for programs: new reports as Atom, promised dates and planned works as iCalendar.

The filters are those of the list, by address; so a feed is shared or subscribed to as it is.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import chain
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Event

from tanggap.publication import lists, upcoming
from tanggap.publication.models import PublicReport
from tanggap.web import calendars
from tanggap.web.audience import public
from tanggap.web.cards import label
from tanggap.web.public.forms import filters_from

SECONDS = 300  # so long a copy may be shown again


@public
@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """The newest public reports, 30 at most."""
    feed = Atom1Feed(
        title=_("Laporan warga"),
        link=_list_url(request),
        description=_("Hanya yang boleh dibaca umum."),
        language=get_language(),
        feed_url=settings.SITE_URL + request.get_full_path(),
        author_name=_("Warga"),
    )
    for row in lists.latest(filters_from(request.GET), at=timezone.now()):
        feed.add_item(
            title=row.title,
            link=_url(row),
            description=f"{row.text}\n\n{label(row).word}",
            unique_id=f"tag:{_host()},2022:{row.number}",
            pubdate=row.received_at,
            updateddate=row.updated_at,
            categories=[row.category.local_name] if row.category else [],
        )
    return _answer(feed.writeString("utf-8").encode(), "application/atom+xml; charset=utf-8")


@public
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Days by which something is promised, and months for which works are planned."""
    now, filters = timezone.localtime(), filters_from(request.GET)
    promises = map(_promise, upcoming.promised(filters, at=now))
    works = map(_work, upcoming.planned(filters, since=now.date()))
    shown = calendars.write(chain(promises, works), title=_("Janji dan pekerjaan"))
    return _answer(shown, calendars.TYPE)


def _promise(row: PublicReport) -> Event:
    assert row.promised_at
    day = timezone.localtime(row.promised_at).date()
    said = _("Paling lambat: %(title)s") % {"title": row.title}
    return _event(row, "janji", said, day, day)


def _work(row: PublicReport) -> Event:
    first = row.planned_month
    assert first
    last = first.replace(day=monthrange(first.year, first.month)[1])
    said = _("Pekerjaan: %(title)s") % {"title": row.title}
    return _event(row, "kerja", said, first, last)


def _event(row: PublicReport, kind: str, summary: str, first: date, last: date) -> Event:
    name = f"{row.number}-{kind}"
    event = calendars.event(name, summary, first=first, last=last, changed_at=row.updated_at)
    event.add("url", _url(row))
    if place := ", ".join(_place(row)):
        event.add("location", place)
    return event


def _place(row: PublicReport) -> Iterator[str]:
    if row.address:
        yield row.address
    if row.area:
        yield row.area.local_name


def _list_url(request: HttpRequest) -> str:
    query = request.GET.urlencode()
    return f"{settings.SITE_URL}{reverse('public:feed')}{'?' if query else ''}{query}"


def _url(row: PublicReport) -> str:
    return f"{settings.SITE_URL}{reverse('public:report', args=[row.number])}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _answer(body: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])  # names are in two languages
    return response
