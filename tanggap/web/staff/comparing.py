"""What the validator weighs: how far apart, how long after, how alike. Never a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from tanggap.casework.queries.proofs import Twin
from tanggap.casework.queries.report import Dossier
from tanggap.lib import geo
from tanggap.media.queries import likeness
from tanggap.reports import sampling
from tanggap.reports.labels import OUTCOME_NAMES
from tanggap.reports.workflow import State, Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import display

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportEvent, ReportPhoto

NEAR_M = 100


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what it is, what was found, and whether that is odd."""

    name: str
    text: str
    is_doubt: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The officer's outcome and note, numbers with their names, and what was looked at."""

    outcome: str
    note: str
    numbers: tuple[tuple[str, str], ...] = field(default=())
    checks: tuple[Check, ...] = field(default=())
    must_visit: bool = False  # drawn, or an outcome that is always seen on the spot

    @property
    def doubts(self) -> tuple[str, ...]:
        return tuple(check.text for check in self.checks if check.is_doubt)


def compare(dossier: Dossier, *, twins: Sequence[Twin] | None = None) -> Comparison | None:
    """The comparison while the report waits for its validator; None otherwise.

    `twins` are earlier photographs like those of the proof; None where nobody looked for them.
    """
    report, done = dossier.report, dossier.case.last(Verb.RESOLVE)
    if report.state != State.AWAITING_VALIDATION:
        return None
    return Comparison(
        str(OUTCOME_NAMES.get(report.outcome, report.outcome)),
        done.note if done else "",
        tuple(_numbers(dossier)),
        (*_checks(dossier), *(_copies(twins) if twins is not None else ())),
        sampling.must_visit(dossier.case),
    )


def proof(dossier: Dossier) -> tuple[ReportPhoto, ...]:
    """The photographs that came with the last word of the office; all when none did."""
    done = dossier.case.last(Verb.RESOLVE)
    last = tuple(photo for photo in dossier.after if done and photo.created_at >= done.at)
    return last or dossier.after


def near_m() -> int:
    """How far from the report's point a proof may be taken without raising a doubt."""
    return int(taxonomy.setting("validation.near_m", NEAR_M))


def _numbers(dossier: Dossier) -> list[tuple[str, str]]:
    said = []
    if found := nearest(dossier):
        said.append((display.distance(found[0]), _("dari titik laporan ke foto bukti")))
    taken = _taken(dossier)
    if taken:
        passed = max(taken) - dossier.report.received_at
        said.append((display.duration(passed), _("dari laporan masuk sampai foto bukti")))
    if dossier.before and dossier.after:
        alike = max(_likeness(b, a) for b in dossier.before for a in proof(dossier))
        said.append((f"{display.number(100 * alike)} %", _("kemiripan foto")))
    return said


def _likeness(before: ReportPhoto, after: ReportPhoto) -> float:
    return likeness(before.attachment.phash, after.attachment.phash)


def _taken(dossier: Dossier) -> list[datetime]:
    return [photo.taken_at for photo in proof(dossier) if photo.taken_at]


def nearest(dossier: Dossier) -> tuple[float, ReportPhoto] | None:
    """Metres from the report's point to the nearest proof, and which; None without two points."""
    found = [(meters(dossier.report, photo), photo) for photo in proof(dossier)]
    known = [(far, photo) for far, photo in found if far is not None]
    return min(known, key=lambda pair: pair[0], default=None)


def meters(report: Report, photo: ReportPhoto) -> float | None:
    """How far from the report's point a photograph was taken; None where one has no point."""
    if None in (report.lat, report.lng, photo.lat, photo.lng):
        return None
    return geo.distance(lat=report.lat, lng=report.lng, to_lat=photo.lat, to_lng=photo.lng)  # type: ignore[arg-type]


def _checks(dossier: Dossier) -> Iterator[Check]:
    photos, done = proof(dossier), dossier.case.last(Verb.RESOLVE)
    if not photos and not dossier.documents:
        yield Check(_("Bukti"), _("Tidak ada foto atau dokumen bukti."), True)
    if photos:
        yield from filter(None, (_place(dossier), _time(dossier, done), _order(dossier)))
        yield _camera(photos)
    if dossier.report.rejections > 0:
        yield Check(_("Riwayat"), _("Tindak lanjut laporan ini pernah ditolak."), True)


def _place(dossier: Dossier) -> Check | None:
    found, limit = nearest(dossier), near_m()
    if found is None:
        return None
    said = {"far": display.distance(found[0]), "limit": display.distance(limit)}
    text = _("%(far)s dari titik laporan, batas %(limit)s.") % said
    return Check(_("Tempat"), text, found[0] > limit)


def _time(dossier: Dossier, done: ReportEvent | None) -> Check | None:
    taken, lead = _taken(dossier), dossier.lead
    since = lead.accepted_at if lead else None
    if not taken:
        return None
    if since and min(taken) < since:
        said = _("Ada foto bukti yang diambil sebelum laporan diterima instansi.")
        return Check(_("Waktu"), said, True)
    if done is None or since is None:
        return None
    passed = display.duration(max(done.at - max(taken), timedelta()))
    said = _("Diambil setelah instansi menerima, %(time)s sebelum dikirim.") % {"time": passed}
    return Check(_("Waktu"), said, False)


def _order(dossier: Dossier) -> Check | None:
    """Whether what shows the place before the work was taken before what shows it after."""
    before, after = [photo.taken_at for photo in dossier.before if photo.taken_at], _taken(dossier)
    if not before or not after:
        return None
    if min(after) < max(before):
        return Check(_("Urutan"), _("Ada foto “sesudah” yang lebih tua dari foto “sebelum”."), True)
    return Check(_("Urutan"), _("Foto “sebelum” lebih dulu dari foto “sesudah”."), False)


def _camera(photos: Sequence[ReportPhoto]) -> Check:
    if any(photo.taken_at is None for photo in photos):
        return Check(_("Kamera"), _("Ada foto bukti tanpa waktu dari kamera."), True)
    if any(photo.lat is None for photo in photos):
        return Check(_("Kamera"), _("Ada foto bukti tanpa titik dari kamera."), True)
    return Check(_("Kamera"), _("Tiap foto bukti membawa waktu dan titik dari kamera."), False)


def _copies(twins: Sequence[Twin]) -> Iterator[Check]:
    if not twins:
        yield Check(_("Foto baru"), _("Belum pernah terlihat di laporan lain."), False)
    for twin in twins:
        yield Check(_("Foto baru"), _copy(twin), True)


def _copy(twin: Twin) -> str:
    said = {
        "number": twin.number or _("laporan lain"),
        "when": display.day(twin.other.created_at),
        "alike": display.number(int(100 * twin.likeness)),
    }
    if twin.is_same_report:
        return _("Foto yang sama persis sudah ada di laporan ini sejak %(when)s.") % said
    if twin.likeness == 1 and twin.photo.attachment_id == twin.other.attachment_id:
        return _("Foto yang sama persis dipakai di %(number)s, %(when)s.") % said
    return (
        _(
            "%(alike)s %% mirip bukti %(number)s, %(when)s. Bisa jadi pekerjaan yang sama"
            " bentuknya, bisa jadi foto lama."
        )
        % said
    )
