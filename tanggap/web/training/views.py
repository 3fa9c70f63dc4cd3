"""The exercises of whoever is logged in, and what it would have sent."""

from __future__ import annotations

import email
import json
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.lib import jobs
from tanggap.people.access import NOBODY, Actor
from tanggap.people.models import User
from tanggap.reports import access
from tanggap.training import queries
from tanggap.training.exercises import by_key
from tanggap.training.queries import Standing
from tanggap.web.audience import actor_of, public
from tanggap.web.staff import roles

LETTERS = 50


def _only_here() -> None:
    if not settings.TRAINING:
        raise Http404


@public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What to try; for somebody who is logged in, what is done and where to begin."""
    _only_here()
    person = request.user.pk if isinstance(request.user, User) else 0
    actor = actor_of(request) if person else NOBODY
    standings = queries.standings(person)
    seen = {row.number for row in access.reports_for(actor, [one.number for one in standings])}
    lines = [_line(one, actor, one.number in seen) for one in standings]
    context = {"lines": lines, "done": sum(line["standing"].is_done for line in lines)}
    return render(request, "training/list.html", context)


def _line(standing: Standing, actor: Actor, is_seen: bool) -> dict[str, Any]:
    exercise = standing.exercise
    route = "field:report" if exercise.is_field else "desk:report"
    is_mine = actor.has_role(exercise.role) and is_seen
    return {
        "standing": standing,
        "role": roles.word(exercise.role),
        "url": reverse(route, args=[standing.number]) if is_mine else "",
        "is_mine": is_mine,
    }


@public
@require_POST
def again(request: HttpRequest, key: str) -> HttpResponse:
    """One more report for an exercise: somebody else has settled the last one."""
    _only_here()
    if by_key(key) is None or not request.user.is_authenticated:
        raise Http404
    jobs.enqueue("training.make", key=key)
    messages.success(request, _("Laporan baru sedang dibuat. Muat ulang halaman ini."))
    return redirect("training:list")


@public
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The mails and short messages that would have gone out, newest first; in the demo too."""
    if not (settings.TRAINING or settings.DEMO):
        raise Http404
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted([*folder.glob("*.log"), *folder.glob("*.sms")], key=_age)[:LETTERS]
    context = {"letters": [letter for file in files for letter in _letters(file)][:LETTERS]}
    return render(request, "training/letters.html", context)


def _age(file: Path) -> float:
    return -file.stat().st_mtime


def _letters(file: Path) -> list[dict[str, str]]:
    """The file holds the mails of one connection, each ended by a line of dashes, or one SMS."""
    if file.suffix == ".sms":
        return [{"subject": "SMS", **json.loads(file.read_text())}]
    parts = file.read_bytes().split(b"\n" + b"-" * 79 + b"\n")
    return [_letter(part) for part in parts if part.strip()]


def _letter(raw: bytes) -> dict[str, str]:
    mail = email.message_from_bytes(raw, policy=default)
    body = mail.get_body(("plain",))
    return {
        "subject": str(mail["Subject"]),
        "to": str(mail["To"]),
        "text": body.get_content() if body else "",
    }
