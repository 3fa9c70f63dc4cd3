"""The words of roles, and of the days on which a seat begins and ends."""

from __future__ import annotations

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.models import Membership, Role
from tanggap.people.periods import last_day
from tanggap.web import display

WORDS: dict[str, str | Promise] = {
    Role.CLERK: lazy("Petugas loket"),
    Role.VERIFIER: lazy("Verifikator"),
    Role.DISPATCHER: lazy("Admin disposisi"),
    Role.AGENCY_ADMIN: lazy("Admin instansi"),
    Role.OFFICER: lazy("Petugas lapangan"),
    Role.VALIDATOR: lazy("Validator"),
    Role.CASE_WORKER: lazy("Petugas kasus"),
    Role.LEADER: lazy("Pimpinan"),
    Role.OPERATOR: lazy("Pengelola"),
}


def word(role: str) -> str:
    """A role in words."""
    return str(WORDS.get(role, role))


def seat(row: Membership, *, at: datetime) -> str:
    """One seat in a sentence: what, where, and the days that are still to come."""
    said = _("%(role)s di %(office)s") % {"role": word(row.role), "office": row.agency.name}
    if row.starts_at > at:
        said += " " + _("mulai %(day)s") % {"day": display.day(row.starts_at)}
    if row.ends_at is not None:
        said += " " + _("sampai %(day)s") % {"day": display.day(last_day(row.ends_at))}
    return said
