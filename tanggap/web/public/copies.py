"""What the page says of a file that somebody checks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.publication.copies.checking import Answer, Verdict
from tanggap.publication.copies.columns import SCOPES
from tanggap.publication.copies.comparing import Difference, Value
from tanggap.web import display

MOST = 60  # differences shown; more say the same

REFUSALS: dict[str, Promise | str] = {
    "empty": lazy("Pilih berkas yang mau diperiksa. Yang terkirim kosong."),
    "big": lazy("Berkas ini terlalu besar; paling besar 5 MB. Rapor dari kami jauh lebih kecil."),
    "packed": lazy(
        "Isi berkas ini mengembang jauh melebihi sebuah rapor, jadi tidak kami buka. Unduh lagi"
        " dari sumbernya."
    ),
    "rows": lazy("Tabel ini terlalu panjang untuk diperiksa sekaligus. Periksa per bulan."),
    "broken": lazy("Berkas ini tidak bisa dibaca. Kirim berkas XLSX, PDF, atau CSV yang utuh."),
}
_SHAPES = {
    Verdict.EXACT: ("green", "check"),
    Verdict.GENUINE: ("green", "check"),
    Verdict.OLDER: ("yellow", "clock"),
    Verdict.RESAVED: ("yellow", "info"),
    Verdict.PROVISIONAL: ("yellow", "clock"),
    Verdict.ALTERED: ("red", "warn"),
    Verdict.UNKNOWN: ("red", "x"),
}
_TITLES: dict[Verdict, Promise | str] = {
    Verdict.EXACT: lazy("Persis angka resmi yang dibekukan."),
    Verdict.GENUINE: lazy("Berkas laporan asli dari kami."),
    Verdict.OLDER: lazy("Angka resmi versi lama."),
    Verdict.RESAVED: lazy("Angkanya sama, tetapi berkasnya disimpan ulang."),
    Verdict.PROVISIONAL: lazy("Berkas asli, tetapi angkanya sementara."),
    Verdict.ALTERED: lazy("Berkas ini diubah."),
    Verdict.UNKNOWN: lazy("Bukan salinan yang kami kenal."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """An answer in words; `columns` and `rows` are the numbers that differ."""

    title: str
    text: str
    colour: str
    symbol: str
    columns: tuple[tuple[str, bool], ...]
    rows: list[list[str]]
    more: int  # differences that are not listed
    changed: tuple[str, ...]
    is_exact: bool


def month_of(text: str) -> date | None:
    """The month of an address."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == 7 else None
    except ValueError:
        return None


def refusal(why: str) -> str:
    """Why a file isn't read."""
    return str(REFUSALS[why])


def said(answer: Answer) -> Said:
    """The answer in words."""
    colour, symbol = _SHAPES[answer.verdict]
    is_version = answer.verdict is Verdict.OLDER
    columns = (
        (_("Kantor"), False),
        (_("Angka"), False),
        (_("Di berkas ini"), True),
        (_("Versi terbaru") if is_version else _("Resmi"), True),
    )
    return Said(
        title=str(_TITLES[answer.verdict]),
        text=" ".join(_sentences(answer)),
        colour=colour,
        symbol=symbol,
        columns=columns,
        rows=[_row(one) for one in answer.differences[:MOST]],
        more=max(0, len(answer.differences) - MOST),
        changed=answer.changed,
        is_exact=answer.verdict is Verdict.EXACT,
    )


def _sentences(answer: Answer) -> Iterable[str]:
    yield _span(answer)
    yield _because(answer)
    if answer.is_open:
        yield _("Angkanya tanpa laporan rahasia.")
    if answer.compared.untold:
        yield _("%(n)s baris menghitung laporan rahasia dan tidak dibandingkan di sini.") % {
            "n": display.number(answer.compared.untold)
        }


def _because(answer: Answer) -> str:
    match answer.verdict:
        case Verdict.EXACT:
            return _("Setiap bita berkas ini seperti saat kami buat, dan belum ada versi lain.")
        case Verdict.GENUINE:
            return _dossier(answer)
        case Verdict.OLDER:
            return _("Berkas ini asli, tetapi sesudahnya ada koreksi yang dibekukan.")
        case Verdict.RESAVED:
            return _(
                "Yang dibandingkan hanya tabel Data: %(n)s baris sama dengan angka resmi. Bagian"
                " lain berkas ini tidak bisa kami jamin."
            ) % {"n": display.number(answer.compared.equal)}
        case Verdict.PROVISIONAL:
            return _closed_since(answer)
        case Verdict.ALTERED:
            return _altered(answer)
        case Verdict.UNKNOWN:
            return _("Tidak ada angka yang dibekukan dengan sidik seperti di berkas ini.")


def _dossier(answer: Answer) -> str:
    assert answer.dossier is not None  # such an answer names one
    number, at = answer.dossier
    said = _(
        "Setiap bitanya seperti saat kami buat: laporan %(number)s, keadaan pada %(at)s. Sesudah"
        " itu keadaannya bisa berubah."
    )
    return said % {"number": number, "at": display.moment(at)}


def _span(answer: Answer) -> str:
    if answer.first is None or answer.last is None:
        return ""
    first, last = _month(answer.first), _month(answer.last)
    return f"{first}." if first == last else f"{first} – {last}."


def _closed_since(answer: Answer) -> str:
    if answer.is_closed_now:
        return _("Bulannya sudah ditutup sejak berkas ini dibuat. Pakai angka resminya.")
    return _("Bulannya belum ditutup, jadi angkanya masih bisa berubah.")


def _altered(answer: Answer) -> str:
    if answer.differences or answer.compared.unknown:
        return _("Ada angka yang tidak sama dengan yang dibekukan. Jangan dipakai.")
    return _("Isinya tidak lagi seperti saat kami buat. Jangan dipakai; minta berkas aslinya.")


def _month(first: date) -> str:
    return f"{MONTHS[first.month]} {first.year}"


def _row(one: Difference) -> list[str]:
    name = f"{one.office}, {_month(one.month)}"
    scope = f"{SCOPES[one.scope]}: " if one.scope in SCOPES else ""
    return [
        name,
        f"{scope}{names().get(one.what, one.what)}",
        _value(one.given),
        _value(one.frozen),
    ]


def _value(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value or "–"
    if not value.is_finite():
        return _("bukan angka")
    places = 0 if value == value.to_integral_value() else 2
    return display.number(Decimal(value), places=places)


def names() -> dict[str, str]:
    """Figures and columns in words."""
    return {
        "month": _("Bulan"),
        "office": _("Kode kantor"),
        "version": _("Versi"),
        "scope": _("Yang dihitung"),
        "received": _("Diterima"),
        "followed_up": _("Ditindaklanjuti"),
        "on_time": _("Tepat waktu"),
        "on_time_share": _("Bagian tepat waktu"),
        "late": _("Terlambat"),
        "within_limit": _("Masih dalam batas"),
        "hours_mean": _("Rata-rata waktu"),
        "hours_median": _("Median waktu, jam"),
        "stars_mean": _("Nilai warga"),
        "stars_count": _("Penilaian"),
        "rejected": _("Hasil ditolak"),
        "reopened": _("Dibuka lagi"),
        "returned": _("Dikembalikan"),
        "passed_on": _("Diteruskan"),
        "hidden": _("Rahasia"),
    }
