"""Why a file is refused, in words for the person who sent it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    "empty": _("Berkas ini kosong. Coba pilih lagi fotonya."),
    "too_big": _("Berkas ini lebih dari 20 MB. Kirim foto yang lebih kecil."),
    "too_many_pixels": _("Foto ini terlalu besar untuk kami buka. Kirim ukuran yang lebih kecil."),
    "not_a_photo": _(
        "Berkas ini bukan foto yang bisa kami baca. Kirim JPEG, PNG, WebP, HEIC, GIF, atau TIFF."
    ),
    "drawing": _("Gambar SVG dan halaman web tidak kami terima. Kirim foto atau tangkapan layar."),
    "video": _("Video dan suara belum bisa kami terima. Kirim foto, atau ceritakan dengan kata."),
    "archive": _("Arsip dan dokumen kantor tidak kami terima. Kirim fotonya satu per satu."),
    "program": _("Program tidak kami terima. Kirim foto."),
    "document_here": _("Di sini hanya foto yang bisa dikirim, bukan dokumen PDF."),
    "broken": _("Foto ini rusak atau terpotong. Coba kirim lagi dari ponselmu."),
    "broken_document": _("Dokumen PDF ini rusak atau terpotong. Coba simpan dan kirim lagi."),
    "too_slow": _("Foto ini terlalu lama dibuka. Kirim ukuran yang lebih kecil."),
    "busy": _("Sedang banyak foto yang masuk. Coba lagi sebentar."),
    "storage_full": _(
        "Foto belum bisa disimpan karena ruang kami penuh. Tulisanmu tetap kami terima;"
        " coba kirim fotonya lagi nanti."
    ),
}


class Refused(Exception):
    """A file is not accepted. `code` is for programs, `message` (translated) for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def message(self) -> str:
        """What to tell the sender, in the active language."""
        return str(MESSAGES[self.code])
