"""What a member of staff was told: newest first, each leads to what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tanggap.messaging import actions, notice_texts, queries
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.desk.shell import shell

if TYPE_CHECKING:
    from tanggap.messaging.models import Notice


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in the list."""

    pk: int
    title: str
    text: str
    when: str
    is_unread: bool
    is_urgent: bool
    leads: bool  # to a page


@roles()
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything the actor was told, a page at a time."""
    at, here = timezone.now(), reverse("notices:list")
    page = queries.notices(
        actor, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        **_room(actor),
        "lines": [_line(row, at=at) for row in page.rows],
        "has_unread": any(row.read_at is None for row in page.rows),
        "newer_url": f"{here}?before={page.before}" if page.before else "",
        "older_url": f"{here}?after={page.after}" if page.after else "",
    }
    return render(request, "notices/list.html", context)


def _room(actor: Actor) -> dict[str, Any]:
    """Who works in the field alone stays there: the list has the frame of her other pages."""
    if actor.roles == {Role.OFFICER}:
        return {"layout": "layouts/field.html", "place": "pemberitahuan"}
    return {"layout": "layouts/desk.html", **shell(actor, "pemberitahuan")}


def _line(row: Notice, *, at: datetime) -> Line:
    return Line(
        pk=row.pk,
        title=notice_texts.headline(row),
        text=notice_texts.sentence(row),
        when=display.ago(row.created_at, at=at),
        is_unread=row.read_at is None,
        is_urgent=row.is_urgent,
        leads=bool(_page(row, "desk:report")),
    )


@roles()
@require_POST
def opened(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = queries.notice(actor, pk)
    if row is None or actor.user_id is None:
        raise Http404
    actions.mark_read(user_id=actor.user_id, ids=[row.pk], at=timezone.now())
    report = "field:report" if actor.roles == {Role.OFFICER} else "desk:report"
    return redirect(_page(row, report) or reverse("notices:list"))


def _page(row: Notice, report: str) -> str:
    path = str(row.data.get("path", ""))
    # A path of this site only: `//other.host` and `https:` lead elsewhere.
    if path.startswith("/") and not path.startswith("//"):
        return path
    return reverse(report, args=[row.subject]) if row.subject else ""


@roles()
@require_POST
def read_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark all as read."""
    if actor.user_id is not None:
        actions.mark_read(user_id=actor.user_id, at=timezone.now())
    return redirect("notices:list")
