"""Mails to whoever subscribed, in the language that is active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.publication import labels
from tanggap.together import tokens
from tanggap.together.models import Subscription


@dataclass(frozen=True, slots=True)
class Item:
    """One public report in a letter: as it stands now, and what happened, oldest first."""

    number: str
    title: str
    state: str
    came_by: str
    is_scheduled: bool
    verbs: tuple[str, ...]


def name(row: Subscription) -> str:
    """What it is about, in the reader's words."""
    if row.report:
        return _("laporan %(number)s") % {"number": row.report.number}
    about = row.area or row.category
    return about.local_name if about else ""


def question(row: Subscription) -> tuple[str, str]:
    """Subject and body of the mail that asks whether its reader wants this."""
    said = {
        "what": name(row),
        "url": _url("together:confirm", tokens.to_confirm(row.pk)),
        "days": tokens.CONFIRM_DAYS,
    }
    body = _(
        "Halo,\n\n"
        "seseorang, semoga kamu sendiri, meminta kabar tentang %(what)s dikirim ke alamat ini.\n\n"
        "Kalau benar, buka tautan ini dan pilih Ya. Berlaku %(days)s hari:\n"
        "%(url)s\n\n"
        "Kalau bukan kamu, abaikan saja: tidak ada yang dikirim lagi, dan alamatmu dihapus.\n"
    )
    return _("Mau menerima kabar tentang %(what)s?") % said, body % said


def letter(row: Subscription, items: Sequence[Item], *, more: int) -> tuple[str, str]:
    """Subject and body of the news. `more` reports didn't find room."""
    head = _("Kabar tentang %(what)s:") % {"what": name(row)}
    lines = [_line(item, is_followed=row.report_id is not None) for item in items]
    if more:
        rest = ngettext("Dan %(n)s laporan lagi.", "Dan %(n)s laporan lagi.", more) % {"n": more}
        lines.append(f"{rest}\n{settings.SITE_URL}{_list(row)}")
    foot = _("Tidak mau lagi? Berhenti dengan satu ketukan:\n%(url)s") % {"url": end_url(row)}
    subject = _("Kabar: %(what)s") % {"what": name(row)}
    return subject, "\n\n".join([head, *lines, foot]) + "\n"


def push(row: Subscription, items: Sequence[Item]) -> dict[str, Any]:
    """The same for a browser's screen: numbers and steps, never a word that somebody wrote."""
    body = (
        _step(items[0])
        if len(items) == 1
        else ngettext("%(n)s laporan", "%(n)s laporan", len(items)) % {"n": len(items)}
    )
    path = reverse("public:report", args=[items[0].number]) if len(items) == 1 else _list(row)
    return {
        "title": _("Kabar: %(what)s") % {"what": name(row)},
        "body": body,
        "url": path,
    }


def _step(item: Item) -> str:
    label = labels.told(item.state, came_by=item.came_by, is_scheduled=item.is_scheduled)
    return f"{item.number}: {label.word}"


def _list(row: Subscription) -> str:
    """The reports it is about; a letter about one report has one item."""
    asked = {"area": row.area.code} if row.area else {}
    asked |= {"category": row.category.code} if row.category else {}
    return f"{reverse('public:feed')}?{urlencode(asked)}"


def end_url(row: Subscription) -> str:
    """Where the subscription ends."""
    return _url("together:end", tokens.to_end(row.pk))


def _line(item: Item, *, is_followed: bool) -> str:
    label = labels.told(item.state, came_by=item.came_by, is_scheduled=item.is_scheduled)
    said = [f"{item.title} ({label.word})"]
    if is_followed:
        office = _("petugas")
        said += [f"- {labels.sentence(verb, agency=office)}" for verb in item.verbs]
    said.append(_url("public:report", item.number))
    return "\n".join(said)


def _url(view: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(view, args=args)}"
