"""The rule behind a promised date in words: what it says, since when, and where it stands."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def said(*, unit: str, since: date, source: str) -> str:
    """The rule for whoever asks why a date is that date."""
    told = _("Batas menurut aturan yang berlaku sejak %(since)s: %(source)s.") % {
        "since": date_format(since, "j F Y"),
        "source": source.rstrip("."),
    }
    if unit == "working_days":
        rest = _("Sabtu, Minggu, dan hari libur tidak dihitung.")
        return f"{told} {rest}"
    return told
