"""Why this date: the promise to the citizen, line by line in plain words, and nobody's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.lib.naming import local
from tanggap.reports.clocks import Ledger, Line, LineKey, Pause
from tanggap.taxonomy import known
from tanggap.web import display, promises

Pair = tuple[str, str]

_PAUSES: dict[Pause, Promise | str] = {
    Pause.HOLD: lazy("kami menunggu jawabanmu"),
    Pause.SCHEDULE: lazy("pekerjaannya dijadwalkan"),
    Pause.MERGE: lazy("laporanmu digabung dengan laporan lain"),
}


def lines(found: Ledger | None) -> list[Pair]:
    """What led to the promised date, each with its time or what it adds; empty without a date."""
    if found is None or found.due_at is None:
        return []
    return [pair for line in found.lines if (pair := _line(line))]


def _line(line: Line) -> Pair | None:
    if line.key in _MADE:
        return _MADE[line.key](line)
    said = _SAID.get(line.key)
    if said is None:
        return None
    at = display.moment_short(line.at) if line.at else ""
    return str(said) % dict(line.params), at


_SAID: dict[LineKey, Promise | str] = {
    LineKey.RECEIVED: lazy("Laporanmu masuk lewat %(channel)s"),
    LineKey.STARTED: lazy("Hitungan dimulai, laporan diteruskan ke yang mengerjakan"),
    LineKey.PEER_BINDS: lazy("Batas dari %(name)s"),
    LineKey.PEER_LATER: lazy("Batas dari %(name)s"),
    LineKey.STOPPED: lazy("Ditindaklanjuti"),
    LineKey.DUE: lazy("Jadi paling lambat"),
}


def _policy(line: Line) -> Pair:
    return promises.said(
        unit=str(line.params["unit"]),
        since=date.fromisoformat(str(line.params["since"])),
        source=local(str(line.params["source"]), str(line.params["source_en"])),
    ), f"+ {_amount(line, 'amount')}"


def _closed(line: Line) -> Pair:
    day = date.fromisoformat(str(line.params["day"]))
    name = local(*known.names([day]).get(day, ("", "")))
    said = _("Dilewati karena libur: %(name)s") if name else _("Dilewati karena libur")
    return said % {"name": name}, display.day_short(day)


def _pause(line: Line) -> Pair:
    at = display.moment_short(line.at) if line.at else ""
    why = str(_PAUSES[Pause(str(line.params["why"]))])
    if line.key is LineKey.STANDING:
        return _("Hitungan berhenti sejak %(when)s: %(why)s") % {"when": at, "why": why}, ""
    added = f"+ {display.duration(line.delta)}" if line.delta else _("tidak menambah")
    return _("Hitungan berhenti pada %(when)s: %(why)s") % {"when": at, "why": why}, added


def _extension(line: Line) -> Pair:
    return _("Tambahan waktu yang disetujui atasan"), f"+ {_amount(line, 'days')}"


_MADE: dict[LineKey, Callable[[Line], Pair]] = {
    LineKey.POLICY: _policy,
    LineKey.CLOSED: _closed,
    LineKey.PAUSED: _pause,
    LineKey.STANDING: _pause,
    LineKey.EXTENDED: _extension,
}


def _amount(line: Line, name: str) -> str:
    return display.amount(int(line.params[name]), str(line.params.get("unit", "")))
