"""Supporting a public report, and saying something under it. Both work without a script."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.intake import limits
from tanggap.reports.workflow import Refused
from tanggap.together import actions
from tanggap.web.audience import public
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
    try:
        actions.support(number, who=who, at=at)
    except actions.NotPublic as error:
        raise Http404 from error
    except Refused:
        messages.warning(request, _("Laporan ini sudah berakhir, jadi tidak bisa didukung lagi."))
        return _back(number)
    messages.success(request, _("Dukunganmu tercatat. Hitungannya naik sebentar lagi."))
    response = _back(number)
    browser.keep(response, fresh, is_secure=request.is_secure())
    return response


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
