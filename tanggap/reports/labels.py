"""Words of stored values for people: what a state, an outcome, a class means, in one sentence.

The word and colour of a state and what happened come from `publication.labels`, which the public
pages share; what a member of staff may do is worded where she does it (`web.staff.verbs`).
Sentences speak to the reporter, as everywhere.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.publication import labels
from tanggap.reports.vocabulary import Outcome, Privacy, ReportClass, State

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Words:
    """A short name, and one plain sentence that says what it means."""

    name: Text
    sentence: Text


def state_label(state: State, *, came_by: str = "", is_scheduled: bool = False) -> labels.Label:
    """Return word and colour: Menunggu, Koordinasi or Disposisi by the last hand-over."""
    return labels.state(state.value, came_by=came_by, is_scheduled=is_scheduled)


STATE_SENTENCES: dict[State, Text] = {
    State.SUBMITTED: _("Laporanmu sudah kami terima dan sedang diperiksa."),
    State.ON_HOLD: _("Kami bertanya sesuatu kepadamu; laporan lanjut setelah kamu menjawab."),
    State.WAITING: _("Laporanmu menunggu diterima instansi yang memegangnya."),
    State.IN_PROGRESS: _("Instansi yang memegang laporanmu sedang mengerjakannya."),
    State.AWAITING_VALIDATION: _("Pekerjaannya dilaporkan beres; hasilnya sedang diperiksa."),
    State.RESOLVED: _("Hasilnya sudah diperiksa. Giliranmu menilai."),
    State.CLOSED: _("Laporan ini sudah ditutup."),
    State.DECLINED: _("Laporan ini tidak dapat kami tangani; kamu boleh keberatan satu kali."),
    State.REFERRED: _("Laporanmu ada di instansi lain yang berwenang dan tetap kami pantau."),
}

OUTCOMES: dict[Outcome, Words] = {
    Outcome.FIXED: Words(_("Sudah diperbaiki"), _("Masalahnya sudah diperbaiki.")),
    Outcome.ANSWERED: Words(_("Dijawab"), _("Pertanyaan atau usulnya sudah dijawab.")),
    Outcome.SCHEDULED_DONE: Words(
        _("Pekerjaan terjadwal selesai"), _("Pekerjaan terjadwal sudah selesai.")
    ),
    Outcome.NOT_FOUND: Words(
        _("Tidak ditemukan di tempat"), _("Petugas tidak menemukannya di sana. Apakah masih ada?")
    ),
    Outcome.ALREADY_FIXED: Words(
        _("Sudah beres sebelum kami datang"),
        _("Saat petugas datang sudah beres. Apakah masih ada?"),
    ),
    Outcome.NOT_PUBLIC: Words(
        _("Bukan milik umum"), _("Tempatnya milik pribadi. Apakah letaknya benar?")
    ),
}

CLASSES: dict[ReportClass, Words] = {
    ReportClass.COMPLAINT: Words(_("Pengaduan"), _("Ada yang salah dan perlu dibereskan.")),
    ReportClass.SUGGESTION: Words(_("Aspirasi"), _("Usul atau harapan untuk kota.")),
    ReportClass.INFORMATION: Words(_("Permintaan informasi"), _("Pertanyaan yang perlu dijawab.")),
}

PRIVACY: dict[Privacy, Words] = {
    Privacy.OPEN: Words(
        _("Terbuka"), _("Umum membaca laporan yang disunting; namamu tetap tersimpan rapat.")
    ),
    Privacy.PRIVATE: Words(
        _("Privat"), _("Hanya petugas yang membaca laporanmu, tanpa nama dan fotomu.")
    ),
    Privacy.NAME_HIDDEN: Words(
        _("Anonim"), _("Instansi tidak pernah tahu namamu; kabar tetap sampai kepadamu.")
    ),
    Privacy.NO_IDENTITY: Words(
        _("Tanpa identitas"), _("Kami tidak menyimpan apa pun tentangmu selain kode laporan.")
    ),
    Privacy.CONFIDENTIAL: Words(
        _("Rahasia"), _("Hanya petugas kasus yang ditunjuk; tidak pernah tampil untuk umum.")
    ),
}

KINDS: dict[str, Text] = {
    "simple": _("Sederhana"),
    "ordinary": _("Biasa, tanpa periksa lapangan"),
    "field_check": _("Perlu periksa lapangan atau pengawasan"),
}
RELATIONS: dict[str, Text] = {
    "same_problem": _("Masalah yang sama"),
    "follow_up": _("Lanjutan"),
    "recurrence": _("Terulang lagi"),
}
IDENTITY_FIELDS: dict[str, Text] = {
    "name": _("Nama"),
    "phone": _("Telepon"),
    "email": _("E-mail"),
}
SCOPES: dict[str, Text] = {
    "internal": _("Kantor sendiri"),
    "agencies": _("Semua instansi yang ikut menangani"),
    "public": _("Semua orang"),
}

# As forms offer them.
CLASS_NAMES: dict[str, Text] = {value.value: words.name for value, words in CLASSES.items()}
OUTCOME_NAMES: dict[str, Text] = {value.value: words.name for value, words in OUTCOMES.items()}
