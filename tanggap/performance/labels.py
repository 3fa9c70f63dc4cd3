"""Why something about a score card is refused, in a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.performance.rules import Code

REFUSALS: dict[Code, Promise | str] = {
    Code.NOT_YOURS: _("Peranmu tidak boleh melakukan ini."),
    Code.TOO_EARLY: _(
        "Bulan ini belum boleh ditutup; batas waktu laporan terakhirnya belum lewat."
    ),
    Code.ALREADY_CLOSED: _("Bulan ini sudah ditutup."),
    Code.NOT_CLOSED: _("Bulan ini belum ditutup, jadi belum ada yang dikoreksi."),
    Code.NO_REASON: _("Tulis alasannya; alasan ini tampil di rapor."),
    Code.NOTHING_COUNTED: _("Tidak ada yang dapat dihitung untuk kantor ini."),
}
