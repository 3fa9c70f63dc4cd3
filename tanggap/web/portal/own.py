"""What an account adds to the portal: a filled form, and reports that belong to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanggap.casework.queries import tracking as reading
from tanggap.citizens import actions, queries
from tanggap.identity import sealing
from tanggap.people.models import User
from tanggap.publication import labels
from tanggap.reports import access
from tanggap.web import backed, remembered
from tanggap.web.audience import citizen, citizen_of, public
from tanggap.web.portal.filing.forms import ReportForm

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def prefill(request: HttpRequest) -> dict[str, str]:
    """Name and addresses of the account, for the form's HTML alone."""
    user = citizen_of(request)
    if user is None:
        return {}
    person = queries.person_of(user)
    return {"name": person.name, "email": person.email, "phone": person.phone}


def owner(request: HttpRequest, form: ReportForm) -> bytes | None:
    """Whose report it is: nobody's when she asked us to keep nothing, logged in or not."""
    user = citizen_of(request)
    if user is None or form.cleaned_data["identity"] == "none":
        return None
    return sealing.owner(user.pk)


WAS_IN = "was_in"  # of the form: it was written while somebody was logged in


def standing(request: HttpRequest) -> str:
    """ "in", or "left" where the login ended after the form was written; else empty."""
    if citizen_of(request) is not None:
        return "in"
    return "left" if request.POST.get(WAS_IN) else ""


def has_left(request: HttpRequest) -> bool:
    """Whether the report misses the account that its writer believes it goes to."""
    return standing(request) == "left" and request.POST.get("identity") != "none"


@public
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The account's reports, and those filed or opened from this browser; nobody else's."""
    user = citizen_of(request)
    page = queries.reports_of(user, after=request.GET.get("after", "")) if user else None
    theirs = [_card(row, queries.code_of(row)) for row in page.rows] if page else []
    context = {
        "place": "laporanku",
        "is_in": user is not None,
        "owned": theirs,
        "older": page.after if page else "",
        "cards": _here(request, but={card["row"].number for card in theirs}),
    }
    return render(request, "portal/mine.html", context)


def _here(request: HttpRequest, *, but: set[str]) -> list[dict[str, Any]]:
    """What this browser keeps beside the account's, newest first."""
    codes = {kept.number: kept.code for kept in remembered.reports(request)}
    wanted = codes.keys() - but
    return [_card(row, codes[row.number]) for row in reading.mine(wanted)]


def _card(row: Report, code: str) -> dict[str, Any]:
    label = labels.told(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)
    return {"row": row, "label": label, "code": code}


@public
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """This browser forgets which reports were filed, opened or supported here.

    What scripts of ours keep there is deleted by them before they send this.
    """
    messages.success(request, _("Peramban ini sudah lupa. Dengan kode, laporanmu tetap terbuka."))
    answer = redirect("portal:mine")
    remembered.forget(answer)
    backed.forget(answer)
    return answer


@citizen
@require_POST
def add(request: HttpRequest, user: User, number: str, code: str) -> HttpResponse:
    """A report that was opened by its code belongs to the account from now on."""
    try:
        row = access.by_code(number.upper(), code)
    except access.NotFound as error:
        raise Http404 from error
    try:
        actions.add_report(user, row, at=timezone.now())
    except actions.NeverTied:
        messages.error(
            request, _("Laporan ini dikirim tanpa identitas, jadi tidak pernah dikaitkan ke akun.")
        )
    else:
        messages.success(request, _("Laporan ini sekarang ada di akunmu."))
    return redirect("portal:report", number, code)
