"""The two clocks of a report, explained."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from tanggap.casework.queries.report import Dossier
from tanggap.web import display
from tanggap.web.desk import rows


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock: its bar and the lines that lead to its due time."""

    name: str
    clock: rows.Clock
    lines: tuple[tuple[str, str], ...] = field(default=())


def lines(dossier: Dossier, *, at: datetime) -> list[Explained]:
    """The citizen's clock and that of whose turn it is."""
    report = dossier.report
    found = [_citizen(dossier, at=at)]
    if report.due_at is not None or report.state == "on_hold":
        bar = rows.clock(report.due_at, report.due_from, at=at, state=report.state)
        found.append(Explained(_("Jam kita"), bar, tuple(_turn(dossier))))
    return found


def _citizen(dossier: Dossier, *, at: datetime) -> Explained:
    report = dossier.report
    end = report.resolved_at or report.closed_at
    gone = (end or at) - report.received_at
    said = _("%(time)s sejak masuk") % {"time": display.duration(max(gone, timedelta()))}
    share = 0.0
    if report.promised_at and report.promised_at > report.received_at:
        whole = report.promised_at - report.received_at
        share = min(100.0, 100 * gone / whole)
    tone = "late" if end is None and share >= 100 else ""
    listed = [(_("Masuk"), display.moment(report.received_at))]
    if report.promised_at:
        listed.append((_("Dijanjikan ke warga"), display.moment(report.promised_at)))
    if end:
        listed.append((_("Selesai"), display.moment(end)))
    return Explained(
        _("Jam warga, tidak pernah diulang"), rows.Clock(share, tone, said), tuple(listed)
    )


def _turn(dossier: Dossier) -> list[tuple[str, str]]:
    report = dossier.report
    listed = []
    if report.due_from:
        listed.append((_("Mulai"), display.moment(report.due_from)))
    if report.due_at:
        listed.append((_("Batas"), display.moment(report.due_at)))
    return listed
