"""The verbs as the desk words them: the button, the key, what its form page says.

What may be done is decided by `workflow.allowed`; this table only names it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.reports.workflow import Refused, ReportFacts, Verb, needs

if TYPE_CHECKING:
    from tanggap.reports.models import Report

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Button:
    """One verb on the desk. `fields` are those of its form (desk.fields); none: it acts at once."""

    word: Text
    done: Text
    key: str = ""
    fields: tuple[str, ...] = ()
    hint: Text = ""


BUTTONS: dict[Verb, Button] = {
    Verb.VERIFY: Button(
        _("Loloskan dan teruskan"),
        _("Laporan lolos verifikasi."),
        key="V",
        fields=("report_class", "kind", "category", "about", "to", "approved", "note"),
        hint=_("Periksa jenis dan kategorinya, lalu pilih instansi yang menangani."),
    ),
    Verb.ASSIGN: Button(
        _("Tugaskan"),
        _("Laporan ditugaskan."),
        key="A",
        fields=("to", "reason"),
    ),
    Verb.ACCEPT: Button(
        _("Terima dan kerjakan"),
        _("Laporan diterima."),
        key="Y",
    ),
    Verb.RESOLVE: Button(
        _("Nyatakan beres"),
        _("Menunggu validasi."),
        key="R",
        fields=("outcome", "note", "photos"),
    ),
    Verb.VALIDATE: Button(
        _("Terima hasilnya"),
        _("Hasil dinyatakan selesai."),
        key="Enter",
    ),
    Verb.REJECT_FOLLOWUP: Button(
        _("Kembalikan"),
        _("Tindak lanjut dikembalikan ke instansi."),
        key="B",
        fields=("reason_code", "reason", "assignments"),
        hint=_("Dikembalikan kedua kali naik ke kepala instansi."),
    ),
    Verb.ANSWER: Button(
        _("Jawab"),
        _("Jawaban terkirim."),
        key="W",
        fields=("text",),
    ),
    Verb.DISPOSE: Button(
        _("Disposisi ke bawah"),
        _("Laporan didisposisikan."),
        key="D",
        fields=("below", "instruction"),
    ),
    Verb.COORDINATE: Button(
        _("Koordinasi"),
        _("Laporan dikoordinasikan."),
        key="I",
        fields=("to", "reason"),
    ),
    Verb.GIVE_BACK: Button(
        _("Bukan tugas kami"),
        _("Laporan dikembalikan."),
        key="X",
        fields=("reason_code", "reason"),
    ),
    Verb.HOLD: Button(
        _("Tunda, tanya pelapor"),
        _("Pertanyaan terkirim ke pelapor, jam kita berhenti."),
        key="T",
        fields=("reason_code", "question"),
        hint=_("Pertanyaanmu dikirim ke pelapor apa adanya."),
    ),
    Verb.DECLINE: Button(
        _("Tolak"),
        _("Laporan ditolak dengan alasannya."),
        fields=("reason_code", "reason", "remedy"),
        hint=_("Alasan dan cara keberatan dikirim ke pelapor."),
    ),
    Verb.REFER: Button(
        _("Rujuk ke instansi lain"),
        _("Laporan dirujuk."),
        key="U",
        fields=("institution", "reason_code", "reason"),
    ),
    Verb.ARCHIVE: Button(
        _("Arsipkan"),
        _("Laporan diarsipkan."),
        fields=("reason_code", "reason", "remedy"),
        hint=_(
            "Untuk yang tidak berisi laporan: percobaan, ucapan terima kasih, iklan. Pelapor diberi"
            " tahu dan boleh keberatan satu kali."
        ),
    ),
    Verb.RECALL: Button(
        _("Tarik kembali"),
        _("Laporan ditarik kembali."),
        fields=("reason",),
    ),
    Verb.RULE: Button(
        _("Putuskan sidang"),
        _("Putusan sidang tercatat."),
        fields=("to", "reason", "keywords"),
        hint=_(
            "Putusan ini menjadi pegangan: laporan serupa di wilayah yang sama diusulkan ke"
            " instansi yang kamu pilih."
        ),
    ),
    Verb.REOPEN: Button(
        _("Buka lagi"),
        _("Laporan dibuka lagi."),
        fields=("reason_code", "reason"),
    ),
    Verb.UPHOLD: Button(
        _("Tetapkan penolakan"),
        _("Penolakan ditetapkan."),
        fields=("reason",),
    ),
    Verb.OVERTURN: Button(
        _("Batalkan penolakan"),
        _("Laporan diperiksa lagi."),
        fields=("reason",),
    ),
    Verb.PEER_ANSWER: Button(
        _("Catat jawaban instansi"),
        _("Jawaban tercatat."),
        fields=("text",),
    ),
    Verb.PEER_RETURN: Button(
        _("Catat pengembalian"),
        _("Laporan kembali ke meja disposisi."),
        fields=("reason", "proposal"),
    ),
    Verb.CORRECT: Button(
        _("Perbaiki data"),
        _("Data laporan diperbaiki."),
        fields=("report_class", "kind", "category", "about", "address", "area", "lat", "lng"),
        hint=_("Hanya yang kamu ubah yang tercatat. Jam dihitung ulang menurut data yang baru."),
    ),
    Verb.PROPOSE: Button(
        _("Usulkan"),
        _("Usulan tercatat."),
        fields=("reason",),
    ),
    Verb.ADD_SUPPORT: Button(
        _("Minta bantuan instansi"),
        _("Instansi pembantu ditambahkan."),
        fields=("to", "task"),
    ),
    Verb.DROP_SUPPORT: Button(
        _("Lepas bantuan"),
        _("Bantuan dilepas."),
        fields=("of", "reason"),
    ),
    Verb.DONE: Button(
        _("Bagian kami selesai"),
        _("Bagianmu tercatat selesai."),
        fields=("note",),
    ),
    Verb.NOTE: Button(
        _("Catatan"),
        _("Catatan tersimpan."),
        key="C",
        fields=("text", "scope"),
    ),
    Verb.PROGRESS: Button(
        _("Kabari pelapor"),
        _("Kabar terkirim ke pelapor."),
        key="P",
        fields=("text", "pictures"),
        hint=_("Pelapor membacanya."),
    ),
    Verb.SCHEDULE: Button(
        _("Atur jadwal"),
        _("Jadwal pekerjaan tersimpan."),
        fields=("programme", "month", "reason"),
        hint=_(
            "Untuk pekerjaan panjang. Alasannya dibaca umum; jam kantormu berhenti, jam warga"
            " tidak. Jadwal ditinjau setiap 30 hari."
        ),
    ),
    Verb.EXTEND: Button(
        _("Minta tambahan waktu"),
        _("Permintaan waktu terkirim."),
        fields=("days", "reason_code", "reason"),
    ),
    Verb.GRANT: Button(
        _("Setujui tambahan waktu"),
        _("Tambahan waktu disetujui."),
    ),
    Verb.REFUSE: Button(
        _("Tolak tambahan waktu"),
        _("Tambahan waktu ditolak."),
        fields=("reason",),
    ),
    Verb.MERGE: Button(
        _("Gabung"),
        _("Laporan digabung."),
        key="G",
        fields=("target",),
    ),
    Verb.UNMERGE: Button(
        _("Pisahkan lagi"),
        _("Laporan dipisahkan lagi."),
        fields=("reason",),
    ),
    Verb.SPLIT: Button(
        _("Pecah"),
        _("Laporan dipecah."),
        hint=_("Punya halaman sendiri: tiap masalah menjadi laporan baru."),
    ),
    Verb.RELATE: Button(
        _("Kaitkan"),
        _("Laporan dikaitkan."),
        fields=("target", "relation"),
    ),
    Verb.PUBLISH: Button(
        _("Terbitkan"),
        _("Laporan terbit untuk umum."),
        fields=("approved",),
        hint=_(
            "Semua orang akan membaca laporan ini setelah disunting mesin. Baca dulu teksnya:"
            " jangan ada nama, nomor telepon, atau alamat rumah."
        ),
    ),
    Verb.SHOW_PHOTOS: Button(
        _("Foto untuk umum"),
        _("Foto yang dilihat umum diganti."),
        fields=("shown",),
        hint=_("Halaman umum langsung mengikuti pilihanmu."),
    ),
    Verb.MASK: Button(
        _("Samarkan teks"),
        _("Teks untuk umum diganti."),
        hint=_("Punya halaman sendiri: yang asli di samping yang dibaca umum."),
    ),
    Verb.HIDE: Button(
        _("Sembunyikan dari umum"),
        _("Laporan tidak tampil lagi untuk umum."),
        fields=("reason",),
    ),
    Verb.SHARE_IDENTITY: Button(
        _("Minta identitas"),
        _("Permintaan dikirim ke pelapor."),
        fields=("identity_field", "reason"),
        hint=_(
            "Pelapor membaca alasanmu dan memutuskan sendiri, untuk berapa lama. Yang diizinkan"
            " dibaca di halaman tersendiri, dan tiap pembacaan terlihat olehnya."
        ),
    ),
    Verb.BREAK_GLASS: Button(
        _("Buka segel darurat"),
        _("Segel dibuka. Pelapor diberi tahu."),
        fields=("reason",),
        hint=_(
            "Hanya bila nyawa terancam. Namamu dan alasannya tercatat, dan pelapor diberi tahu."
        ),
    ),
}

# Verbs that the reporter or everybody uses on other pages, and the one offered with the step that
# it takes back (desk.undo).
ELSEWHERE = frozenset(
    {
        Verb.OPEN, Verb.REPLY, Verb.OBJECT, Verb.RATE, Verb.WITHDRAW, Verb.SUPPORT,
        Verb.UNSUPPORT, Verb.FOLLOW, Verb.COMMENT, Verb.LAPSE, Verb.CLOSE, Verb.HEAR,
        Verb.TAKE_BACK,
    }
)  # fmt: skip

_ORDER = {verb: place for place, verb in enumerate(BUTTONS)}
# Seldom used, or not to be hit by accident: never in the bar.
RARE = frozenset(
    {
        Verb.PUBLISH, Verb.MASK, Verb.HIDE, Verb.SHOW_PHOTOS, Verb.SHARE_IDENTITY, Verb.BREAK_GLASS,
        Verb.SPLIT, Verb.RELATE, Verb.UNMERGE, Verb.RECALL,
    }
)  # fmt: skip
FIRST = 5  # this many stand in the bar, the others under "Lainnya"


# Fields that a verb asks for only where the rules want them in that report.
SOMETIMES = ("visit",)


def planning(verb: Verb, report: Report, *, has_helpers: bool) -> tuple[str, ...]:
    """What scheduling asks for beside its usual fields in this report."""
    if verb is not Verb.SCHEDULE:
        return ()
    return (("step",) if report.is_scheduled else ()) + (("together",) if has_helpers else ())


def wanted(verb: Verb, facts: ReportFacts) -> tuple[str, ...]:
    """The fields of SOMETIMES that `verb` needs now; none where it can't be used anyway."""
    try:
        needed = needs(verb, facts)
    except Refused:
        return ()
    return tuple(name for name in SOMETIMES if name in needed)


def offered(allowed: Iterable[Verb]) -> tuple[list[Verb], list[Verb]]:
    """The verbs of the bar and those under "Lainnya", most wanted first."""
    mine = sorted((verb for verb in allowed if verb in _ORDER), key=_ORDER.__getitem__)
    first = [verb for verb in mine if verb not in RARE][:FIRST]
    return first, [verb for verb in mine if verb not in first]
