"""Why a change of the institution is refused, in words, with what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.lib.naming import column
from tanggap.people import tree
from tanggap.people.access import Actor
from tanggap.people.actions import Standing
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.setup import queries
from tanggap.setup.offices import MOST, StillHolds
from tanggap.setup.soundness import Breaks, Trouble, What
from tanggap.taxonomy.models import Category

EXPECTED = (StillHolds, Standing, Breaks, tree.Loop)
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence and a list of (word, address or "")."""

    text: str
    items: list[tuple[str, str]] = field(default_factory=list)
    more: int = 0


def of(error: Exception, actor: Actor) -> Refusal:
    """The refusal of one of EXPECTED."""
    if isinstance(error, StillHolds):
        return _holds(error, actor)
    if isinstance(error, Standing):
        items = [(row.name, reverse("operator:office", args=[row.code])) for row in error.offices]
        text = _("Instansi ini berdiri bersama instansi lain. Urus dulu yang ini:")
        return Refusal(text, items[:SHOWN], max(0, len(items) - SHOWN))
    if isinstance(error, Breaks):
        return _breaks(error)
    return Refusal(_("Instansi tidak bisa berada di bawah dirinya sendiri."))


def _holds(error: StillHolds, actor: Actor) -> Refusal:
    seen = queries.visible(error.reports, actor)
    items = [
        (f"{row.number} · {row.title}", reverse("desk:report", args=[row.number])) for row in seen
    ]
    if error.count > MOST:
        text = _("Masih ada lebih dari %(n)s laporan terbuka di sini.") % {"n": MOST}
    else:
        text = ngettext(
            "Masih ada %(n)s laporan terbuka di sini.",
            "Masih ada %(n)s laporan terbuka di sini.",
            error.count,
        ) % {"n": error.count}
    text += " " + _(
        "Minta meja disposisi meneruskannya dulu; laporan rahasia tidak disebut di sini."
    )
    return Refusal(text, items)


def _breaks(error: Breaks) -> Refusal:
    troubles = error.troubles
    names = _names(troubles)
    items = [(_trouble(trouble, names), "") for trouble in troubles[:SHOWN]]
    text = _("Setelah perubahan ini laporan tidak lagi menemukan kantornya:")
    return Refusal(text, items, max(0, len(troubles) - SHOWN))


def _trouble(trouble: Trouble, names: dict[str, str]) -> str:
    said = {
        "what": names.get(trouble.subject, trouble.subject),
        "office": names.get(trouble.office, trouble.office),
    }
    sentences = {
        What.NO_OFFICE: _("%(what)s tidak punya kantor sendiri"),
        What.TWO_OFFICES: _("%(what)s punya dua kantor yang memerintah wilayahnya"),
        What.NO_LEAD: _("“%(what)s”: tidak ada yang memimpin"),
        What.NOT_CONFIDENTIAL: _("“%(what)s”: %(office)s tidak menangani laporan rahasia"),
    }
    return sentences[trouble.what] % said


def _names(troubles: tuple[Trouble, ...]) -> dict[str, str]:
    subjects = {trouble.subject for trouble in troubles}
    offices = {trouble.office for trouble in troubles}
    return {
        **dict(Area.objects.filter(code__in=subjects).values_list("code", column("name"))),
        **dict(Category.objects.filter(code__in=subjects).values_list("code", column("name"))),
        **dict(Agency.objects.filter(code__in=offices).values_list("code", "name")),
    }
