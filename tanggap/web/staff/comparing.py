"""What the validator weighs: how far apart, how long after, how alike. Never a verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tanggap.casework.queries.report import Dossier
from tanggap.lib import geo
from tanggap.media.queries import likeness
from tanggap.reports import sampling
from tanggap.reports.labels import OUTCOME_NAMES
from tanggap.reports.workflow import State, Verb
from tanggap.web import display

if TYPE_CHECKING:
    from tanggap.reports.models import ReportPhoto


@dataclass(frozen=True, slots=True)
class Comparison:
    """The officer's outcome and note, and numbers with their names; doubts are sentences."""

    outcome: str
    note: str
    numbers: tuple[tuple[str, str], ...] = field(default=())
    doubts: tuple[str, ...] = field(default=())
    must_visit: bool = False  # drawn, or an outcome that is always seen on the spot


def compare(dossier: Dossier) -> Comparison | None:
    """The comparison while the report waits for its validator; None otherwise."""
    report = dossier.report
    if report.state != State.AWAITING_VALIDATION:
        return None
    done = next((e for e in reversed(dossier.events) if e.verb == Verb.RESOLVE), None)
    return Comparison(
        str(OUTCOME_NAMES.get(report.outcome, report.outcome)),
        done.note if done else "",
        tuple(_numbers(dossier)),
        tuple(_doubts(dossier)),
        sampling.must_visit(dossier.case),
    )


def _numbers(dossier: Dossier) -> list[tuple[str, str]]:
    said = []
    meters = _meters(dossier)
    if meters is not None:
        said.append((display.distance(meters), _("dari titik laporan ke foto bukti")))
    taken = [photo.taken_at for photo in dossier.after if photo.taken_at]
    if taken:
        passed = max(taken) - dossier.report.received_at
        said.append((display.duration(passed), _("dari laporan masuk sampai foto bukti")))
    if dossier.before and dossier.after:
        alike = max(_likeness(b, a) for b in dossier.before for a in dossier.after)
        said.append((f"{display.number(100 * alike)} %", _("kemiripan foto")))
    return said


def _likeness(before: ReportPhoto, after: ReportPhoto) -> float:
    return likeness(before.attachment.phash, after.attachment.phash)


def _meters(dossier: Dossier) -> float | None:
    """The nearest proof's distance to the report's point."""
    report = dossier.report
    if report.lat is None or report.lng is None:
        return None
    found = [
        geo.distance(lat=report.lat, lng=report.lng, to_lat=photo.lat, to_lng=photo.lng)
        for photo in dossier.after
        if photo.lat is not None and photo.lng is not None
    ]
    return min(found, default=None)


def _doubts(dossier: Dossier) -> list[str]:
    photos = dossier.after
    lead = dossier.lead
    since = lead.accepted_at if lead else None
    early = [p for p in photos if p.taken_at and since and p.taken_at < since]
    checks = (
        (not photos and not dossier.documents, _("Tidak ada foto atau dokumen bukti.")),
        (
            any(p.taken_at is None for p in photos),
            _("Ada foto bukti tanpa waktu dari kamera."),
        ),
        (any(p.lat is None for p in photos), _("Ada foto bukti tanpa titik dari kamera.")),
        (bool(early), _("Ada foto bukti yang diambil sebelum laporan diterima instansi.")),
        (dossier.report.rejections > 0, _("Tindak lanjut laporan ini pernah ditolak.")),
    )
    return [text for is_so, text in checks if is_so]
