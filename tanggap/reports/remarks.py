"""Remarks that the program words itself: kept by a code, said in the language of whoever reads.

What the chain keeps as their text is Indonesian, whoever caused them: the same words for everybody
who reads the history without us.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

SENTENCES: dict[str, str | Promise] = {
    "alarm_taken": lazy("Alarm bahaya saya terima. Saya yang mengurusnya sekarang."),
    "order_made": lazy("Tautan kerja dibuat untuk %(crew)s, berlaku sampai %(until)s."),
    "order_revoked": lazy("Tautan kerja %(crew)s dicabut."),
    "crew_on_way": lazy("Sedang di jalan."),
    "crew_started": lazy("Mulai bekerja."),
    "crew_news": "%(note)s %(photos)s",
}


class Said(Protocol):
    """An event, as far as its words go."""

    note: str
    data: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Remark:
    """One of SENTENCES and what it names: texts, numbers, moments as ISO 8601."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words that the chain keeps."""
        with translation.override(settings.LANGUAGE_CODE):
            return _words(self.code, self.values)

    @property
    def data(self) -> dict[str, Any]:
        """What the event keeps of it."""
        return {"said": self.code, **({"values": dict(self.values)} if self.values else {})}


def text(event: Said) -> str:
    """What was said with an event: by the program in the reader's language, by people as typed."""
    data = event.data or {}
    if data.get("said") not in SENTENCES:
        return event.note
    return _words(data["said"], data.get("values", {}))


def _words(code: str, values: Mapping[str, Any]) -> str:
    shown = dict(values)
    if "until" in shown:
        until = timezone.localtime(datetime.fromisoformat(shown["until"]))
        shown["until"] = date_format(until, "j F Y, H.i")
    if "photos" in shown:
        n = shown["photos"]
        shown["photos"] = ngettext("%(n)s foto.", "%(n)s foto.", n) % {"n": n} if n else ""
    return (str(SENTENCES[code]) % shown).strip()
