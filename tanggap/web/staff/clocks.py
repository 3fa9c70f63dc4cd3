"""The two clocks of a report, line by line, as the ledger computed them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import report as reading
from tanggap.casework.queries.report import Dossier
from tanggap.lib.naming import local
from tanggap.reports.clocks import Clock, Ledger, Line, LineKey, Pause
from tanggap.taxonomy import known
from tanggap.web import display
from tanggap.web.staff import rows

Text = str | Promise

NAMES: dict[Clock, Text] = {
    Clock.CITIZEN: lazy("Jam warga, tidak pernah diulang"),
    Clock.VERIFICATION: lazy("Jam kita, verifikasi"),
    Clock.REACTION: lazy("Jam kita, menerima atau meneruskan"),
    Clock.FIRST_RESPONSE: lazy("Jam kita, kabar pertama"),
    Clock.RED_FLAG: lazy("Jam kita, tanggapan pertama"),
    Clock.HOLDER: lazy("Jam kita, pemegang"),
    Clock.COMPLETION: lazy("Jam kita, penyelesaian"),
    Clock.VALIDATION: lazy("Jam kita, validasi"),
    Clock.OBJECTION: lazy("Jam kita, keberatan"),
    Clock.HEARING: lazy("Jam kita, sidang bersama"),
    Clock.EXTENSION: lazy("Jam kita, tambahan waktu"),
    Clock.REFERRAL: lazy("Jam instansi lain"),
    Clock.HOLD: lazy("Menunggu pelapor"),
    Clock.SCHEDULE_REVIEW: lazy("Tinjauan jadwal"),
    Clock.REPLY_WINDOW: lazy("Menunggu tanggapan pelapor"),
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One clock: its bar and the lines that lead to its due time."""

    name: str
    clock: rows.Clock
    lines: tuple[tuple[str, str], ...] = field(default=())


def lines(dossier: Dossier, *, at: datetime) -> list[Explained]:
    """The citizen's clock and that of whose turn it is."""
    found = [_explained(one, at=at) for one in dossier.ledgers]
    charged = reading.flag_shares(dossier, at=at)
    if charged:
        held = tuple((name, f"{display.percent(share, 1, places=0)} %") for name, share in charged)
        found[-1] = replace(found[-1], lines=(*found[-1].lines, *held))
    return found


def _explained(one: Ledger, *, at: datetime) -> Explained:
    return Explained(
        str(NAMES.get(one.clock, one.clock.value)),
        _bar(one, at=at),
        tuple(pair for line in one.lines if (pair := _line(line))),
    )


def _bar(one: Ledger, *, at: datetime) -> rows.Clock:
    if one.stopped_at is not None:
        took = max(one.stopped_at - one.started_at, timedelta())
        return rows.Clock(100, "paused", _("selesai dalam %(t)s") % {"t": display.duration(took)})
    if one.is_paused:
        return rows.Clock(100, "paused", _("jam berhenti"))
    return rows.clock(one.due_at, one.started_at, at=at, state="")


def _line(line: Line) -> tuple[str, str] | None:
    """A line in words, and the time it says; None for what needs no line."""
    said = _SAID.get(line.key)
    if said is None:
        return None
    if line.key is LineKey.POLICY:
        return _policy(line)
    if line.key is LineKey.CLOSED:
        return _closed(line)
    if line.key in (LineKey.PAUSED, LineKey.STANDING):
        return _pause(line)
    if line.key is LineKey.EXTENDED:
        return str(said), f"+ {_amount(line, 'days')}"
    stamp = display.moment_short(line.at) if line.at else ""
    if line.delta:
        stamp = f"+ {display.duration(line.delta)}"
    return str(said) % dict(line.params), stamp or _("tidak ada")


def _policy(line: Line) -> tuple[str, str]:
    """The rule with where it stands: whoever doubts the date can look it up."""
    year = date.fromisoformat(str(line.params["since"])).year
    source = local(str(line.params["source"]), str(line.params["source_en"]))
    if line.params.get("is_ours"):
        said = _("Aturan kami sendiri")
    else:
        said = _("Aturan sejak %(year)s: %(source)s") % {"year": year, "source": source}
    return said, f"+ {_amount(line, 'amount')}"


def _closed(line: Line) -> tuple[str, str]:
    day = date.fromisoformat(str(line.params["day"]))
    name = local(*known.names([day]).get(day, ("", "")))
    said = _("Libur, tidak dihitung: %(name)s") if name else _("Libur, tidak dihitung")
    return said % {"name": name}, display.day_short(day)


def _pause(line: Line) -> tuple[str, str]:
    why = str(_PAUSES[Pause(str(line.params["why"]))])
    since = display.moment_short(line.at) if line.at else ""
    if line.key is LineKey.STANDING:
        return _("Berhenti sejak %(when)s: %(why)s") % {"when": since, "why": why}, ""
    added = f"+ {display.duration(line.delta)}" if line.delta else _("tidak menambah")
    return _("Jeda sejak %(when)s: %(why)s") % {"when": since, "why": why}, added


_PAUSES: dict[Pause, Text] = {
    Pause.HOLD: lazy("pelapor ditanya"),
    Pause.SCHEDULE: lazy("pekerjaan terjadwal"),
    Pause.MERGE: lazy("digabung dengan laporan lain"),
}


def _amount(line: Line, name: str) -> str:
    return display.amount(int(line.params[name]), str(line.params.get("unit", "")))


_SAID: dict[LineKey, Text] = {
    LineKey.RECEIVED: lazy("Masuk, %(channel)s"),
    LineKey.STARTED: lazy("Mulai"),
    LineKey.POLICY: lazy("Aturan"),
    LineKey.NO_POLICY: lazy("Tanpa batas aturan"),
    LineKey.NO_PAUSE: lazy("Jeda"),
    LineKey.CLOSED: lazy("Libur"),
    LineKey.PAUSED: lazy("Jeda"),
    LineKey.STANDING: lazy("Jeda"),
    LineKey.PLAN_ENDS: lazy("Bulan jadwal berakhir"),
    LineKey.EXTENDED: lazy("Tambahan waktu"),
    LineKey.PEER_BINDS: lazy("Batas dari %(name)s, lebih awal"),
    LineKey.PEER_LATER: lazy("Batas dari %(name)s"),
    LineKey.STOPPED: lazy("Selesai"),
    LineKey.DUE: lazy("Batas"),
}
