"""Supporting a public report, taking that back, and saying something. All without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.citizens import queries
from tanggap.intake import limits
from tanggap.publication import queries as publication
from tanggap.reports.workflow import Refused
from tanggap.together import actions, tokens
from tanggap.together import queries as together
from tanggap.web import backed
from tanggap.web.audience import citizen_of, public
from tanggap.web.cards import cards
from tanggap.web.together import browser

PER_HOUR = 60  # of one address: a whole street may share one


@public
@require_POST
def support(request: HttpRequest, number: str) -> HttpResponse:
    """One more has this problem; a second tap is none."""
    at = timezone.now()
    who, fresh = browser.who(request)
    if not limits.allow(f"support:{browser.sender(request)}", at, limit=PER_HOUR):
        messages.warning(request, _("Terlalu banyak dukungan sekaligus. Coba lagi nanti."))
        return _back(number)
    others = [one for one in browser.known(request) if one != who]
    try:
        report = actions.support(number, who=[who, *others], at=at)
    except actions.NotPublic as error:
        raise Http404 from error
    except Refused:
        messages.warning(request, _("Laporan ini sudah berakhir, jadi tidak bisa didukung lagi."))
        return _back(number)
    messages.success(request, _("Dukunganmu tercatat. Hitungannya naik sebentar lagi."))
    response = _back(report.number)
    browser.keep(response, fresh, is_secure=request.is_secure())
    backed.keep(request, response, report.number, is_on=True)
    return response


@public
@require_POST
def unsupport(request: HttpRequest, number: str) -> HttpResponse:
    """She takes it back. Whoever never supported it is told the same, and nothing happens."""
    at, who = timezone.now(), browser.known(request)
    response = redirect("together:mine") if "list" in request.POST else _back(number)
    if not limits.allow(f"unsupport:{browser.sender(request)}", at, limit=PER_HOUR):
        messages.warning(request, _("Terlalu sering. Coba lagi nanti."))
        return response
    counted = actions.unsupport(number, who=who, at=at)
    messages.success(request, _("Dukunganmu ditarik. Hitungannya turun sebentar lagi."))
    backed.keep(request, response, counted or number, is_on=False)
    return response


@public
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What was supported in this browser, and what the account's mailbox hears of."""
    numbers = backed.numbers(request)
    shown = {card.row.number: card for card in cards(publication.by_numbers(numbers))}
    user = citizen_of(request)
    wishes = together.wishes_of(queries.email_of(user))
    context = {
        "place": "laporanku",
        "supported": [(number, shown.get(number)) for number in numbers],
        "wishes": [(wish, tokens.to_end(wish.pk)) for wish in wishes],
        "is_in": user is not None,
    }
    return render(request, "together/mine.html", context)


@public
@require_POST
def comment(request: HttpRequest, number: str) -> HttpResponse:
    """Somebody says something; it waits until it has been read."""
    who, fresh = browser.who(request)
    response = _back(number)
    browser.keep(response, fresh, is_secure=request.is_secure())
    try:
        actions.say(
            number,
            text=request.POST.get("text", ""),
            who=who,
            address=browser.sender(request),
            at=timezone.now(),
        )
    except actions.NotPublic as error:
        raise Http404 from error
    except actions.TooFast:
        messages.warning(request, _("Terlalu banyak komentar sekaligus. Coba lagi nanti."))
    except ValueError:
        messages.warning(request, _("Komentarnya masih kosong."))
    else:
        messages.success(
            request, _("Terima kasih. Komentarmu tampil setelah dibaca petugas, tanpa namamu.")
        )
    return response


def _back(number: str) -> HttpResponse:
    return redirect("public:report", number.strip().upper())
