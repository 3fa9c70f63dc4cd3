"""Lines of the log of changes as people read them: who, what, before and after, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.lib import naming
from tanggap.people import periods
from tanggap.people.models import Agency, Change
from tanggap.places.models import Area
from tanggap.setup import queries
from tanggap.web import display
from tanggap.web.staff import roles

Text = str | Promise

SENTENCES: dict[tuple[str, str], Text] = {
    ("clock", "add"): lazy("%(who)s menambah aturan jam %(what)s"),
    ("clock", "close"): lazy("%(who)s mengakhiri aturan jam %(what)s"),
    ("clock", "recompute"): lazy("Jam yang berjalan selesai mengikuti aturan %(what)s"),
    ("day", "recompute"): lazy("Jam yang berjalan selesai mengikuti hari %(what)s"),
    ("day", "add"): lazy("%(who)s menetapkan hari %(what)s"),
    ("day", "close"): lazy("%(who)s mencabut hari %(what)s"),
    ("office", "add"): lazy("%(who)s membuka instansi %(what)s"),
    ("office", "change"): lazy("%(who)s mengubah instansi %(what)s"),
    ("office", "close"): lazy("%(who)s menutup instansi %(what)s"),
    ("office", "reopen"): lazy("%(who)s membuka lagi instansi %(what)s"),
    ("reason", "add"): lazy("%(who)s menambah alasan %(what)s"),
    ("reason", "change"): lazy("%(who)s mengubah alasan %(what)s"),
    ("reason", "close"): lazy("%(who)s tidak menawarkan lagi alasan %(what)s"),
    ("reason", "reopen"): lazy("%(who)s menawarkan lagi alasan %(what)s"),
    ("reason", "follow_pack"): lazy("%(who)s mengikuti paket lagi untuk alasan %(what)s"),
    ("mandate", "change"): lazy("%(who)s mengubah mandat %(what)s"),
    ("mandate", "call_off"): lazy("%(who)s membatalkan rencana mandat %(what)s"),
    ("person", "join"): lazy("%(who)s memakai undangannya"),
    ("person", "add"): lazy("%(who)s mendaftarkan %(what)s"),
    ("person", "change"): lazy("%(who)s mengubah data %(what)s"),
    ("person", "password"): lazy("%(who)s membuat kata sandi baru"),
    ("person", "deactivate"): lazy("%(who)s menonaktifkan akun %(what)s"),
    ("person", "reactivate"): lazy("%(who)s mengaktifkan akun %(what)s"),
    ("seat", "give"): lazy("%(who)s memberi peran kepada %(what)s"),
    ("seat", "change"): lazy("%(who)s mengubah masa peran %(what)s"),
    ("seat", "end"): lazy("%(who)s mengakhiri peran %(what)s"),
    ("link", "invite"): lazy("%(who)s mengundang %(what)s"),
    ("link", "withdraw"): lazy("%(who)s membatalkan undangan %(what)s"),
    ("link", "password"): lazy("%(who)s membuat tautan kata sandi untuk %(what)s"),
    ("device", "add"): lazy("%(who)s menambah HP bersama %(what)s"),
    ("device", "register"): lazy("HP bersama %(what)s didaftarkan dengan kodenya"),
    ("device", "revoke"): lazy("%(who)s mencabut HP bersama %(what)s"),
    ("device", "enter"): lazy("%(who)s masuk di HP bersama %(what)s dengan PIN"),
    ("device", "pin_set"): lazy("%(who)s membuat PIN"),
    ("device", "pin_revoke"): lazy("%(who)s mencabut PIN %(what)s"),
    ("device", "pin_gone"): lazy("PIN %(what)s hangus: terlalu sering salah"),
    ("list", "confirm"): lazy("%(who)s menjalankan daftar staf %(what)s"),
    ("stand_in", "begin"): lazy("%(who)s mengatur pengganti untuk %(what)s"),
    ("stand_in", "end"): lazy("%(who)s mengakhiri pengganti untuk %(what)s"),
    ("office", "follow_pack"): lazy("%(who)s mengikuti paket lagi untuk instansi %(what)s"),
}

COLUMNS: dict[str, Text] = {
    "name": lazy("Nama"),
    "kind": lazy("Jenis"),
    "parent": lazy("Di bawah"),
    "area": lazy("Wilayah"),
    "handles_confidential": lazy("Menangani laporan rahasia"),
    "is_active": lazy("Aktif"),
    "lead": lazy("Yang memimpin"),
    "proof": lazy("Bukti"),
    "is_protected": lazy("Terlindung"),
    "is_conflict_of_interest": lazy("Tentang instansi sendiri"),
    "indicator": lazy("Indikator"),
    "source": lazy("Dasar hukum"),
    "verb": lazy("Untuk langkah"),
    "order": lazy("Urutan"),
    "text": lazy("Kalimat"),
    "text_en": lazy("Kalimat bahasa Inggris"),
    "legal_basis": lazy("Dasar hukum"),
    "legal_basis_en": lazy("Dasar hukum dalam bahasa Inggris"),
    "remedy": lazy("Yang dapat dilakukan pelapor"),
    "remedy_en": lazy("Yang dapat dilakukan pelapor, bahasa Inggris"),
    "source_en": lazy("Dasar dalam bahasa Inggris"),
    "role": lazy("Peran"),
    "agency": lazy("Instansi"),
    "email": lazy("E-mail"),
    "phone": lazy("Telepon"),
    "new": lazy("Baru"),
    "changed": lazy("Berubah"),
    "leaving": lazy("Berhenti"),
    "unchanged": lazy("Tetap"),
    "error": lazy("Salah"),
    "from": lazy("Mulai"),
    "until": lazy("Sampai"),
    "person": lazy("Pengganti"),
    "day_kind": lazy("Jenis hari"),
    "amount": lazy("Lama"),
    "unit": lazy("Satuan"),
    "valid_from": lazy("Berlaku sejak"),
    "valid_to": lazy("Berlaku sampai"),
    "seen": lazy("Laporan diperiksa"),
    "later": lazy("Batas lebih lambat"),
    "earlier": lazy("Batas lebih cepat"),
    "other": lazy("Batas baru atau hilang"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line as `components/story.html` shows it."""

    title: str
    at: datetime
    text: str
    quote: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the codes of a page of lines."""

    offices: Mapping[str, str]
    areas: Mapping[str, str]
    kinds: Mapping[str, str]
    indicators: Mapping[str, str]
    leads: Mapping[str, str]


def steps(changes: Iterable[Change]) -> list[Step]:
    """The lines in words. Two queries, whatever their number."""
    rows = list(changes)
    names = _names(rows)
    return [Step(_title(row, names), row.at, difference(row, names), row.reason) for row in rows]


def _title(row: Change, names: Names) -> str:
    text = SENTENCES.get((row.kind, row.verb), "%(who)s: %(what)s")
    what = names.offices.get(row.subject, row.subject) if row.kind == "office" else row.subject
    what = row.person.name if row.person is not None else what
    return str(text) % {"who": row.by.name if row.by else _("Sistem"), "what": what}


def difference(row: Change, names: Names) -> str:
    """Before and after, column by column."""
    before, after = row.before or {}, row.after or {}
    parts = []
    for name in dict.fromkeys([*before, *after]):
        old, new = (
            value(name, side[name], names) if name in side else "" for side in (before, after)
        )
        word = column(name)
        parts.append(f"{word}: {old} → {new}" if old and new else f"{word}: {old or new}")
    return "; ".join(parts)


def column(name: str) -> str:
    """The word of a column."""
    return str(COLUMNS.get(name, name))


def value(name: str, said: Any, names: Names) -> str:
    """One value in words."""
    if isinstance(said, bool):
        return _("ya") if said else _("tidak")
    if said in (None, ""):
        return "–"
    if name == "role":
        return roles.word(str(said))
    if name in ("from", "until"):
        return _day(said, is_last=name == "until")
    known = {
        "parent": names.offices,
        "agency": names.offices,
        "area": names.areas,
        "kind": names.kinds,
        "indicator": names.indicators,
        "lead": names.leads,
    }.get(name, {})
    return known.get(str(said)) or _moment(said) or str(said)


def _moment(said: Any) -> str:
    found = parse_datetime(said) if isinstance(said, str) and len(said) >= 16 else None
    return display.moment(found) if found else ""


def _names(rows: list[Change]) -> Names:
    sides = [side for row in rows for side in (row.before, row.after) if side]
    subjects = {row.subject for row in rows if row.kind == "office"}
    return names_of(
        offices={*subjects, *_said(sides, "parent"), *_said(sides, "agency")},
        areas=_said(sides, "area"),
        with_leads=bool(_said(sides, "lead")),
    )


def names_of(*, offices: Iterable[str], areas: Iterable[str], with_leads: bool = False) -> Names:
    """The names of these codes. Two queries, and two for the rules that mandates have."""
    return Names(
        dict(Agency.objects.filter(code__in=offices).values_list("code", "name")),
        dict(Area.objects.filter(code__in=areas).values_list("code", naming.column("name"))),
        {kind.code: kind.local_name for kind in queries.kinds()},
        {row.code: row.local_name for row in queries.indicators()},
        dict(queries.rules()) if with_leads else {},
    )


def _said(sides: list[dict[str, Any]], name: str) -> set[str]:
    return {str(side[name]) for side in sides if side.get(name)}


def latest(changes: list[Change]) -> int:
    """What a form remembers to notice somebody else's change: the newest line's id."""
    return changes[0].pk if changes else 0


def _day(said: Any, *, is_last: bool) -> str:
    found = parse_datetime(said) if isinstance(said, str) else None
    if found is None:
        return str(said)
    return display.day(periods.last_day(found) if is_last else found)


def day(said: Any) -> str:
    """A date in words."""
    return display.day(said)
