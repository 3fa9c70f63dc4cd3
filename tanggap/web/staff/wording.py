"""Words for stored values that forms and pages share."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

CLASSES: Words = {
    "complaint": _("Pengaduan"),
    "suggestion": _("Aspirasi"),
    "information": _("Permintaan informasi"),
}
KINDS: Words = {
    "simple": _("Sederhana"),
    "ordinary": _("Biasa, tanpa periksa lapangan"),
    "field_check": _("Perlu periksa lapangan atau pengawasan"),
}
OUTCOMES: Words = {
    "fixed": _("Sudah diperbaiki"),
    "answered": _("Dijawab"),
    "scheduled_done": _("Pekerjaan terjadwal selesai"),
    "not_found": _("Tidak ditemukan di tempat"),
    "already_fixed": _("Sudah beres sebelum kami datang"),
    "not_public": _("Bukan milik umum"),
}
RELATIONS: Words = {
    "same_problem": _("Masalah yang sama"),
    "follow_up": _("Lanjutan"),
    "recurrence": _("Terulang lagi"),
}
IDENTITY_FIELDS: Words = {"name": _("Nama"), "phone": _("Telepon"), "email": _("E-mail")}
SCOPES: Words = {
    "internal": _("Kantor sendiri"),
    "agencies": _("Semua instansi yang ikut menangani"),
    "public": _("Semua orang"),
}
