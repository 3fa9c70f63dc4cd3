"""The gateway of short messages says what became of one."""

from __future__ import annotations

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tanggap.messaging.sms import receipts
from tanggap.web.audience import partner


@csrf_exempt  # a machine calls; the token is the permission
@partner
@never_cache
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Kannel knows only GET, which writes here therefore: nobody else is given the address.

    Answered without a word: Kannel would send words of ours on to a telephone.
    """
    delivery = receipts.delivery_of(token)
    if delivery is None or not _is_signed(request, delivery):
        raise Http404
    state = request.POST.get("MessageStatus") or request.GET.get("state", "")
    receipts.note(delivery, state, at=timezone.now())
    return HttpResponse(status=204)


def _is_signed(request: HttpRequest, delivery: int) -> bool:
    """Rightly, or not at all, where a gateway doesn't sign."""
    said = request.headers.get("X-Twilio-Signature")
    if said is None:
        return True
    form = {name: str(value) for name, value in request.POST.items()}
    right = receipts.signature(receipts.url(delivery), form, secret=settings.SMS_PASSWORD)
    return hmac.compare_digest(said.encode(), right.encode())
