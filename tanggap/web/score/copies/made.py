"""A large file is made by the worker: whoever asks for it is told how far it is."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.people.access import actor_for
from tanggap.performance.counting import Month
from tanggap.web.score.copies import copy as copies
from tanggap.web.score.copies import kinds
from tanggap.workbench.errands import Made, Refused, Tell
from tanggap.workbench.models import Errand


def make(row: Errand, tell: Tell) -> Made:
    """All offices of some months, as the person sees them: the same bytes as made at once."""
    actor = actor_for(row.user, at=timezone.now())
    first, last = (Month(date.fromisoformat(row.asked[name])) for name in ("first", "last"))
    copy = copies.of_months(actor, first, last)
    if copy is None:
        raise Refused(_("Tidak ada lagi angka yang boleh kamu lihat."))
    kind = row.asked["kind"]
    writer = kinds.KINDS[kind]
    return Made(
        content=writer.write(copy, tell),
        file_name=f"{copy.file_name}.{kind}",
        content_type=writer.TYPE,
    )
