"""What the offices that asked for a reporter's identity were answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import consent as reading
from tanggap.casework.queries.report import Dossier
from tanggap.people.access import Actor
from tanggap.reports.workflow import Verb
from tanggap.web import display

if TYPE_CHECKING:
    from tanggap.reports.models import IdentityShare

FIELDS: dict[str, str | Promise] = {
    "name": lazy("nama pelapor"),
    "phone": lazy("nomor telepon pelapor"),
    "email": lazy("alamat e-mail pelapor"),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """One request of the actor's office; `url` leads to the field while it may be read."""

    field: str
    said: str
    url: str = ""


def of(dossier: Dossier, actor: Actor, *, at: datetime) -> list[Consent]:
    """The requests of the actor's offices, newest first; no query where nobody asked."""
    if dossier.case.last(Verb.SHARE_IDENTITY) is None:
        return []
    report = dossier.report
    asked = reading.requests_of(report, actor)
    readable = reading.readable(report, actor, at=at) if asked else frozenset()
    return [
        Consent(
            field=str(FIELDS[row.field]),
            said=state(row, at=at),
            url=_url(report.number, row) if row.pk in readable else "",
        )
        for row in asked
    ]


def _url(number: str, row: IdentityShare) -> str:
    return reverse("desk:identity", args=[number, row.pk])


def state(row: IdentityShare, *, at: datetime) -> str:
    """How the reporter answered, in a few words."""
    if row.withdrawn_at:
        return _("izinnya dicabut pelapor %(when)s") % {"when": display.moment(row.withdrawn_at)}
    if row.refused_at:
        return _("tidak diizinkan pelapor")
    if row.agreed_at is None:
        return _("menunggu jawaban pelapor")
    assert row.ends_at is not None
    words = _("boleh dibaca sampai %(when)s") if row.is_open(at=at) else _("berakhir %(when)s")
    return words % {"when": display.moment(row.ends_at)}
