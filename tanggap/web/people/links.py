"""How the newcomers of a list get their one-time links: on paper, or by e-mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tanggap.lib import jobs
from tanggap.people import access
from tanggap.people import actions as people
from tanggap.people.access import Actor
from tanggap.people.lists import actions
from tanggap.people.models import Agency, StaffListLine
from tanggap.web.people.guard import appointing, shell
from tanggap.web.qr import qr_svg

SHEET = 60


@appointing
@require_POST
def slips(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Slips to print for some newcomers, shown this once; earlier links of theirs stop working."""
    cursor = request.POST.get("sesudah", "")
    rows = _newcomers(actor, pk).order_by("pk")
    if cursor.isdecimal() and len(cursor) < 19:
        rows = rows.filter(pk__gt=int(cursor))
    found = list(rows[: SHEET + 1])
    names = dict(
        Agency.objects.filter(code__in={line.said["office"] for line in found}).values_list(
            "code", "name"
        )
    )
    context = {
        **shell(actor),
        "pk": pk,
        "slips": [_slip(request, actor, line, names) for line in found[:SHEET]],
        "following": found[SHEET - 1].pk if found[SHEET:] else "",
    }
    response = render(request, "people/list_slips.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _slip(
    request: HttpRequest, actor: Actor, line: StaffListLine, offices: dict[str, str]
) -> dict[str, Any]:
    person = line.person
    assert person is not None  # a newcomer's line has made her
    slip: dict[str, Any] = {"person": person, "office": offices.get(line.said["office"], "")}
    try:
        token = people.link_for(person, by=actor, at=timezone.now())
    except people.Forbidden:
        return slip
    url = request.build_absolute_uri(reverse("invitation", args=[token]))
    return {**slip, "url": url, "qr": qr_svg(url)}


@appointing
@require_POST
def mail(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A mail with her link to each newcomer who has an address."""
    rows = _newcomers(actor, pk).exclude(person__email="")
    with transaction.atomic():
        people_ids = sorted(set(rows.values_list("person", flat=True)))
        for person in people_ids:
            jobs.enqueue("web.mail_link", priority=jobs.TICK, user=person, by=actor.user_id)
    text = ngettext(
        "%(n)s e-mail sedang dikirim.", "%(n)s e-mail sedang dikirim.", len(people_ids)
    ) % {"n": len(people_ids)}
    messages.success(request, text)
    return redirect("people:list_one", pk)


def _newcomers(actor: Actor, pk: int) -> QuerySet[StaffListLine]:
    """The lines of a list whose people haven't set a password yet."""
    try:
        staff_list = actions.list_for(actor, pk)
    except access.NotFound:
        raise Http404 from None
    rows = staff_list.lines.filter(is_newcomer=True, person__is_active=True)
    return rows.filter(person__password__startswith=UNUSABLE_PASSWORD_PREFIX).select_related(
        "person"
    )
