"""Words of the workflow for people: what a state, a verb, an outcome means, in one sentence.

The word and colour of a state come from `publication.labels`, which the public pages share.
Sentences speak to the reporter, as everywhere.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.publication import labels
from tanggap.reports.vocabulary import Outcome, Owner, Privacy, ReportClass, State, Verb

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

OWNERS: dict[Owner, Text] = {
    Owner.VERIFIER: _("pemeriksa"),
    Owner.REPORTER: _("pelapor"),
    Owner.LEAD: _("instansi pemegang"),
    Owner.VALIDATOR: _("validator"),
    Owner.PEER: _("instansi lain"),
    Owner.NOBODY: _("tidak ada"),
    Owner.PARENT: _("instansi di atasnya"),
    Owner.DISPATCHER: _("meja disposisi"),
}

VERBS: dict[Verb, Words] = {
    Verb.OPEN: Words(_("Laporkan"), _("Laporan dibuat.")),
    Verb.VERIFY: Words(_("Verifikasi"), _("Laporan lengkap dan diteruskan ke instansi.")),
    Verb.HOLD: Words(_("Tunda"), _("Pelapor ditanyai; jam pemegang berhenti sampai dijawab.")),
    Verb.REPLY: Words(_("Jawab kami"), _("Pelapor memberi keterangan.")),
    Verb.LAPSE: Words(_("Lewat waktu"), _("Pertanyaan tidak dijawab sampai batas waktunya.")),
    Verb.DECLINE: Words(_("Tolak"), _("Laporan ditolak dengan alasan hukum.")),
    Verb.OBJECT: Words(_("Ajukan keberatan"), _("Pelapor keberatan atas penolakan.")),
    Verb.UPHOLD: Words(_("Kuatkan penolakan"), _("Keberatan diperiksa orang lain dan ditolak.")),
    Verb.OVERTURN: Words(_("Terima keberatan"), _("Penolakan dibatalkan, laporan diperiksa lagi.")),
    Verb.REFER: Words(_("Teruskan keluar"), _("Laporan diteruskan ke instansi yang berwenang.")),
    Verb.PEER_ANSWER: Words(_("Jawaban instansi lain"), _("Instansi lain memberi jawaban.")),
    Verb.PEER_RETURN: Words(_("Kembali dari instansi lain"), _("Instansi lain mengembalikannya.")),
    Verb.ASSIGN: Words(_("Tugaskan"), _("Meja disposisi memilih instansi.")),
    Verb.ACCEPT: Words(_("Terima"), _("Instansi mulai mengerjakan.")),
    Verb.COORDINATE: Words(_("Koordinasi"), _("Diserahkan ke instansi lain yang setara.")),
    Verb.DISPOSE: Words(_("Disposisi"), _("Diserahkan ke unit di bawahnya dengan perintah.")),
    Verb.GIVE_BACK: Words(_("Kembalikan"), _("Instansi menyatakan ini bukan wewenangnya.")),
    Verb.RECALL: Words(_("Tarik kembali"), _("Yang menyerahkan mengambilnya lagi.")),
    Verb.HEAR: Words(_("Sidang bersama"), _("Setelah dua kali dikembalikan, dibahas bersama.")),
    Verb.RULE: Words(_("Putuskan"), _("Sidang menetapkan instansi yang memegang.")),
    Verb.RESOLVE: Words(_("Selesaikan"), _("Pekerjaan dilaporkan beres dengan bukti.")),
    Verb.VALIDATE: Words(_("Sahkan"), _("Bukti diperiksa orang lain dan diterima.")),
    Verb.REJECT_FOLLOWUP: Words(_("Tolak tindak lanjut"), _("Bukti belum cukup, dikerjakan lagi.")),
    Verb.ANSWER: Words(_("Beri jawaban"), _("Aspirasi atau permintaan informasi dijawab.")),
    Verb.RATE: Words(_("Nilai"), _("Pelapor menilai hasilnya.")),
    Verb.REOPEN: Words(_("Buka lagi"), _("Masalahnya belum beres, orang lain mengerjakannya.")),
    Verb.WITHDRAW: Words(_("Tarik laporan"), _("Pelapor menarik laporannya.")),
    Verb.CLOSE: Words(_("Tutup"), _("Masa tanggapan berakhir tanpa balasan.")),
    Verb.CORRECT: Words(_("Perbaiki data"), _("Jenis, kategori, atau tempat dibetulkan.")),
    Verb.PROPOSE: Words(_("Usulkan"), _("Instansi mengusulkan perbaikan atau penolakan.")),
    Verb.ADD_SUPPORT: Words(_("Minta bantuan"), _("Instansi lain diminta membantu.")),
    Verb.DROP_SUPPORT: Words(_("Lepas bantuan"), _("Bantuan instansi lain tidak perlu lagi.")),
    Verb.DONE: Words(_("Bagian kami beres"), _("Instansi pembantu menyelesaikan bagiannya.")),
    Verb.NOTE: Words(_("Catatan"), _("Catatan ditambahkan.")),
    Verb.PROGRESS: Words(_("Beri kabar"), _("Kabar tentang pekerjaan.")),
    Verb.SCHEDULE: Words(_("Jadwalkan"), _("Pekerjaan panjang mendapat program dan bulan.")),
    Verb.EXTEND: Words(_("Minta tambahan waktu"), _("Pemegang meminta tambahan waktu.")),
    Verb.GRANT: Words(_("Setujui tambahan waktu"), _("Atasan memberi tambahan waktu.")),
    Verb.REFUSE: Words(_("Tolak tambahan waktu"), _("Tambahan waktu tidak diberikan.")),
    Verb.MERGE: Words(_("Gabungkan"), _("Laporan ini sama dengan laporan lain.")),
    Verb.UNMERGE: Words(_("Pisahkan lagi"), _("Laporan ini ternyata masalah lain.")),
    Verb.SPLIT: Words(_("Pecah"), _("Laporan ini menyebut dua masalah.")),
    Verb.RELATE: Words(_("Kaitkan"), _("Laporan ini berhubungan dengan laporan lain.")),
    Verb.PUBLISH: Words(_("Terbitkan"), _("Laporan boleh dibaca umum setelah disunting.")),
    Verb.HIDE: Words(_("Sembunyikan"), _("Laporan tidak lagi dibaca umum.")),
    Verb.SHARE_IDENTITY: Words(_("Buka identitas"), _("Identitas dibuka dengan izin pelapor.")),
    Verb.BREAK_GLASS: Words(
        _("Buka segel darurat"), _("Identitas dibuka tanpa izin; tercatat dan diberitahukan.")
    ),
    Verb.SUPPORT: Words(_("Dukung"), _("Warga lain mengalami hal yang sama.")),
    Verb.FOLLOW: Words(_("Ikuti"), _("Warga lain ingin tahu kabarnya.")),
    Verb.COMMENT: Words(_("Komentari"), _("Warga lain berkomentar.")),
}

OUTCOMES: dict[Outcome, Words] = {
    Outcome.FIXED: Words(_("Diperbaiki"), _("Masalahnya sudah diperbaiki.")),
    Outcome.ANSWERED: Words(_("Dijawab"), _("Pertanyaan atau usulnya sudah dijawab.")),
    Outcome.SCHEDULED_DONE: Words(_("Jadwal terlaksana"), _("Pekerjaan terjadwal sudah selesai.")),
    Outcome.NOT_FOUND: Words(
        _("Tidak ditemukan"), _("Petugas tidak menemukannya di sana. Apakah masih ada?")
    ),
    Outcome.ALREADY_FIXED: Words(
        _("Sudah beres sebelumnya"), _("Saat petugas datang sudah beres. Apakah masih ada?")
    ),
    Outcome.NOT_PUBLIC: Words(
        _("Bukan tempat umum"), _("Tempatnya milik pribadi. Apakah letaknya benar?")
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
