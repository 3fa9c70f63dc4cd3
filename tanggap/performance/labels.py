"""Why something about a score card is refused, in a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.performance.rules import Code
from tanggap.performance.vocabulary import Remedy

REFUSALS: dict[Code, Promise | str] = {
    Code.NOT_YOURS: _("Peranmu tidak boleh melakukan ini."),
    Code.TOO_EARLY: _(
        "Bulan ini belum boleh ditutup; batas waktu laporan terakhirnya belum lewat."
    ),
    Code.ALREADY_CLOSED: _("Bulan ini sudah ditutup."),
    Code.NOT_CLOSED: _("Bulan ini belum ditutup, jadi belum ada yang dikoreksi."),
    Code.NO_REASON: _("Tulis alasannya; alasan ini tampil di rapor."),
    Code.NOTHING_COUNTED: _("Tidak ada yang dapat dihitung untuk kantor ini."),
    Code.OVER: _("Masa keberatan untuk bulan ini sudah lewat."),
    Code.OBJECTED: _("Angka ini sudah pernah diajukan keberatannya. Lihat di rapor."),
    Code.NOT_COUNTED: _(
        "Ada laporan yang tidak dihitung dalam angka ini. Periksa nomornya di daftar di balik"
        " angka itu."
    ),
    Code.TOO_MANY: _("Paling banyak 50 laporan dalam satu keberatan."),
    Code.TOO_MANY_FILES: _("Paling banyak 5 berkas dalam satu keberatan."),
    Code.PARTIAL: _("Ini menyangkut kantormu sendiri, jadi orang lain yang memutuskan."),
    Code.DECIDED: _("Keberatan ini sudah diputuskan."),
    Code.NO_REMEDY: _("Putusan itu tidak cocok dengan keberatan ini."),
}

REMEDIES: dict[Remedy, Promise | str] = {
    Remedy.ON_TIME: _("Diterima: laporan yang disebut tidak terlambat"),
    Remedy.LEAVE_OUT: _("Diterima: laporan yang disebut tidak dihitung dalam angka ini"),
    Remedy.RECOUNT: _("Diterima: rapor dihitung ulang dari catatan peristiwa"),
    Remedy.NONE: _("Ditolak: angkanya tetap"),
}
