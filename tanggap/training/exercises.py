"""The exercises: each is a report in some state, a role, and the verbs that settle it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.models import Role
from tanggap.reports.workflow import Verb

# Reports of the exercises are known by it: "latihan-KEY-3" is the third one of KEY.
PREFIX = "latihan-"


@dataclass(frozen=True, slots=True)
class Exercise:
    """One thing to try. `is_field`: on the officer's pages, not at the desk."""

    key: str
    role: Role
    verbs: frozenset[Verb]
    title: str | Promise
    task: str | Promise
    is_field: bool = False

    def external_id(self, number: int) -> str:
        return f"{PREFIX}{self.key}-{number}"


EXERCISES: tuple[Exercise, ...] = (
    Exercise(
        "verify", Role.VERIFIER, frozenset({Verb.VERIFY}),
        lazy("Periksa laporan ini"),
        lazy("Tempat dan masalahnya jelas. Pilih kategorinya, lalu teruskan ke instansi."),
    ),
    Exercise(
        "hold", Role.VERIFIER, frozenset({Verb.HOLD}),
        lazy("Tanya pelapornya"),
        lazy("Ada yang kurang: di mana tempatnya? Tunda laporannya dan tanyakan satu hal itu."),
    ),
    Exercise(
        "decline", Role.VERIFIER, frozenset({Verb.ARCHIVE, Verb.DECLINE}),
        lazy("Yang ini bukan laporan"),
        lazy(
            "Ini iklan. Arsipkan dengan alasannya, dan tulis cara pelapor berkeberatan; menolak"
            " adalah untuk laporan yang memang bukan urusan kita."
        ),
    ),
    Exercise(
        "merge", Role.VERIFIER, frozenset({Verb.MERGE}),
        lazy("Dua laporan, satu masalah"),
        lazy("Laporan tentang tempat yang sama sudah ada. Gabungkan yang ini ke sana."),
    ),
    Exercise(
        "answer", Role.VERIFIER, frozenset({Verb.ANSWER}),
        lazy("Jawab pertanyaannya"),
        lazy("Warga bertanya, tidak mengadu. Jawab langsung dengan kalimat yang jelas."),
    ),
    Exercise(
        "assign", Role.DISPATCHER, frozenset({Verb.ASSIGN}),
        lazy("Cari instansi yang tepat"),
        lazy("Laporan ini menunggu di meja disposisi. Baca usulannya, lalu tetapkan instansinya."),
    ),
    Exercise(
        "accept", Role.AGENCY_ADMIN, frozenset({Verb.ACCEPT}),
        lazy("Terima laporan ini"),
        lazy("Ini memang tugas kantormu. Terima sebelum batas waktunya habis."),
    ),
    Exercise(
        "elsewhere", Role.AGENCY_ADMIN,
        frozenset({Verb.COORDINATE, Verb.GIVE_BACK}),
        lazy("Ini milik tempat lain: serahkan"),
        lazy("Bukan wewenang kantormu. Koordinasikan ke yang berwenang, atau kembalikan."),
    ),
    Exercise(
        "progress", Role.OFFICER, frozenset({Verb.PROGRESS}),
        lazy("Kabari pekerjaannya"),
        lazy("Pekerjaannya belum selesai. Tulis kabar supaya warga tahu sampai di mana."),
        is_field=True,
    ),
    Exercise(
        "resolve", Role.OFFICER, frozenset({Verb.RESOLVE}),
        lazy("Selesaikan dengan bukti"),
        lazy("Pekerjaannya selesai. Kirim foto sebelum dan sesudah dari sudut yang sama."),
        is_field=True,
    ),
    Exercise(
        "validate", Role.VALIDATOR, frozenset({Verb.VALIDATE}),
        lazy("Nilai buktinya: beres"),
        lazy("Bandingkan laporan dengan foto sebelum dan sesudah. Kalau memang beres, terima."),
    ),
    Exercise(
        "reject", Role.VALIDATOR, frozenset({Verb.REJECT_FOLLOWUP}),
        lazy("Nilai buktinya: belum beres"),
        lazy("Fotonya tidak menunjukkan pekerjaan. Kembalikan dengan alasan yang menolong."),
    ),
)  # fmt: skip


def by_key(key: str) -> Exercise | None:
    """The exercise called `key`."""
    return next((one for one in EXERCISES if one.key == key), None)


def key_of(external_id: str) -> str:
    """The exercise that a report was made for; empty for any other report."""
    if not external_id.startswith(PREFIX):
        return ""
    return external_id.removeprefix(PREFIX).rpartition("-")[0]
