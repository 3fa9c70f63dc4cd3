"""The page on which a validator weighs one report's proof: photo beside photo, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from tanggap.casework.queries import proofs
from tanggap.casework.queries import report as reading
from tanggap.casework.queries.proofs import Twin
from tanggap.casework.queries.report import Dossier
from tanggap.people.access import Actor
from tanggap.publication import labels
from tanggap.reports import access
from tanggap.reports.workflow import Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import display
from tanggap.web.staff import comparing, pane, rows, words

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportEvent

ALIKE_PERCENT = 90
# What moved the report or spoke about the work; the rest stands on its own page.
CHAIN = frozenset(
    {
        Verb.OPEN, Verb.VERIFY, Verb.ASSIGN, Verb.COORDINATE, Verb.DISPOSE, Verb.GIVE_BACK,
        Verb.RECALL, Verb.RULE, Verb.ACCEPT, Verb.SCHEDULE, Verb.DONE, Verb.RESOLVE,
        Verb.VALIDATE, Verb.REJECT_FOLLOWUP, Verb.REOPEN, Verb.CORRECT,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pin:
    """The nearest proof on the map, and how far it is from the report's point in words."""

    lat: float
    lng: float
    words: str


def context(report: Report, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Everything the template `desk/weigh.html` shows beside its forms."""
    dossier = reading.dossier(report, actor)
    facts = access.facts(report, actor, at=at, read=dossier.case)
    shown = comparing.proof(dossier)
    twins = proofs.twins(report, shown, actor, least=_least())
    return {
        "report": report,
        "label": labels.state(report.state),
        "head": _head(dossier),
        "clock": rows.clock(report.due_at, report.due_from, at=at, state=report.state),
        "pairs": _pairs(dossier, actor),
        "documents": [(photo.attachment.url(), photo.created_at) for photo in dossier.documents],
        "comparison": comparing.compare(dossier, twins=twins),
        "alike": [_side_by_side(twin) for twin in twins if _may_show(twin)],
        "pin": _pin(dossier),
        "times": _times(dossier),
        "chain": [_link(event) for event in reversed(dossier.events) if event.verb in CHAIN],
        "standing": facts,
        "refusal": words.refusal_now(Verb.VALIDATE, facts),
        "is_second": report.rejections > 0,
    }


def _least() -> float:
    return float(taxonomy.setting("validation.alike_percent", ALIKE_PERCENT)) / 100


def _head(dossier: Dossier) -> str:
    report = dossier.report
    parts = [report.number, report.lead.name if report.lead else ""]
    category = report.category.local_name if report.category else ""
    return " · ".join(part for part in (*parts, category) if part)


def _pairs(dossier: Dossier, actor: Actor) -> list[tuple[pane.Photo | None, pane.Photo | None]]:
    """What was there beside what was done; one side stays empty where there are fewer."""
    before = pane.reporter_photos(dossier, actor)
    current = comparing.proof(dossier)
    earlier = [photo for photo in dossier.after if photo not in current]
    after = [pane.photo(photo, _("Foto bukti")) for photo in current]
    after += [pane.photo(photo, _("Bukti yang dikembalikan")) for photo in earlier]
    return list(zip_longest(before, after))


def _may_show(twin: Twin) -> bool:
    """The other picture helps where it is another one, of proof that the reader may open."""
    return bool(twin.number) and twin.photo.attachment_id != twin.other.attachment_id


def _side_by_side(twin: Twin) -> dict[str, Any]:
    mine = pane.photo(twin.photo, _("Bukti ini"))
    other = pane.photo(twin.other, twin.number)
    return {"mine": mine, "other": other, "number": twin.number}


def _pin(dossier: Dossier) -> Pin | None:
    """The proof nearest to the report's point."""
    found = comparing.nearest(dossier)
    if found is None:
        return None
    meters, photo = found
    said = _("Foto bukti diambil %(far)s dari titik laporan.")
    return Pin(photo.lat or 0, photo.lng or 0, said % {"far": display.distance(meters)})


def _times(dossier: Dossier) -> list[tuple[str, str]]:
    report, done = dossier.report, dossier.case.last(Verb.RESOLVE)
    taken = [photo.taken_at for photo in comparing.proof(dossier) if photo.taken_at]
    accepted = dossier.lead.accepted_at if dossier.lead else None
    return [
        (_("Laporan masuk"), display.moment(report.received_at)),
        (_("Diterima instansi"), display.moment(accepted) if accepted else ""),
        (_("Foto bukti diambil"), display.moment(max(taken)) if taken else _("tidak diketahui")),
        (_("Bukti dikirim"), display.moment(done.at) if done else ""),
        (
            _("Dijanjikan ke warga"),
            display.moment(report.promised_at) if report.promised_at else "",
        ),
        (_("Batas validasi"), display.moment(report.due_at) if report.due_at else ""),
    ]


def _link(event: ReportEvent) -> dict[str, Any]:
    return {"said": words.sentence(event), "by": words.actor(event), "at": event.at}
