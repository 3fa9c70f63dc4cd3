"""What the messages say, by template. Plain words; every text says what happens next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.lib import answering
from tanggap.messaging.models import Message
from tanggap.taxonomy.queries import said

TEXTS: dict[str, Promise | str] = {
    "received": lazy("Laporanmu sudah kami terima. Kami periksa dulu kelengkapannya."),
    "verified": lazy("Laporanmu lengkap dan sudah diteruskan ke %(agency)s."),
    "held": lazy("Kami butuh jawabanmu sebelum lanjut: %(note)s"),
    "hold_reminder": lazy("Kami masih menunggu jawabanmu: %(note)s"),
    "lapsed": lazy("Laporanmu diarsipkan karena pertanyaan kami belum terjawab."),
    "declined": lazy(
        "Laporanmu tidak dapat kami tangani: %(note)s Kamu boleh keberatan satu kali."
    ),
    "archived": lazy(
        "Laporanmu kami arsipkan tanpa ditindaklanjuti: %(note)s Kalau keliru, kamu boleh keberatan"
        " satu kali."
    ),
    "objected": lazy("Keberatanmu kami terima dan diperiksa orang lain."),
    "upheld": lazy("Keberatanmu sudah diperiksa. Keputusan tetap: %(note)s"),
    "overturned": lazy("Keberatanmu diterima. Laporanmu diperiksa lagi dari awal."),
    "referred": lazy("Laporanmu diteruskan ke %(institution)s karena itu wewenang mereka."),
    "peer_answered": lazy("%(institution)s menjawab laporanmu: %(note)s"),
    "accepted": lazy("%(agency)s mulai mengerjakan laporanmu."),
    "moved": lazy("Laporanmu sekarang dipegang %(agency)s."),
    "progress": lazy("Kabar dari %(agency)s: %(note)s"),
    "scheduled": lazy("Perbaikan dijadwalkan: %(note)s"),
    "schedule_ended": lazy("Jadwal perbaikan diakhiri, kami lanjutkan seperti biasa: %(note)s"),
    "followed_up": lazy("%(agency)s sudah menindaklanjuti. Hasilnya kami periksa dulu."),
    "resolved": lazy("Laporanmu selesai: %(note)s Cocok dengan yang kamu lihat? Beri nilai."),
    "not_found": lazy("Petugas tidak menemukan masalahnya di lokasi. Apakah masih ada?"),
    "answered": lazy("Jawaban untuk laporanmu: %(note)s"),
    "reopened": lazy("Laporanmu dibuka lagi dan dikerjakan orang lain."),
    "withdrawn": lazy("Laporanmu kamu tarik. Terima kasih sudah memberi tahu kami."),
    "closed": lazy("Laporanmu ditutup karena tidak ada tanggapan lagi."),
    "merged": lazy(
        "Laporanmu digabung dengan %(other)s, masalahnya sama. Kabarnya tetap kami kirim."
    ),
    "unmerged": lazy("Laporanmu dipisahkan lagi dari laporan lain."),
    "identity_asked": lazy(
        "%(agency)s meminta izin melihat identitasmu (%(field)s). Alasannya: %(note)s"
        " Terserah kamu; jawab di halaman laporanmu."
    ),
    "identity_opened": lazy("Identitasmu dibuka oleh petugas karena: %(note)s"),
}

ASKS = "not_found"  # its mail has a link to answer by


# The step alone, for the screen of a locked phone: not a word that somebody wrote.
STEPS: dict[str, Promise | str] = {
    "received": lazy("Laporanmu sudah kami terima."),
    "verified": lazy("Laporanmu diteruskan ke kantor yang menangani."),
    "held": lazy("Kami butuh jawabanmu."),
    "hold_reminder": lazy("Kami masih menunggu jawabanmu."),
    "lapsed": lazy("Laporanmu diarsipkan karena belum terjawab."),
    "declined": lazy("Ada keputusan tentang laporanmu. Kamu boleh keberatan."),
    "archived": lazy("Ada keputusan tentang laporanmu. Kamu boleh keberatan."),
    "objected": lazy("Keberatanmu kami terima."),
    "upheld": lazy("Keberatanmu sudah diputuskan."),
    "overturned": lazy("Keberatanmu diterima."),
    "referred": lazy("Laporanmu diteruskan ke instansi lain."),
    "peer_answered": lazy("Ada jawaban untuk laporanmu."),
    "accepted": lazy("Laporanmu mulai dikerjakan."),
    "moved": lazy("Laporanmu dipegang kantor lain."),
    "progress": lazy("Ada kabar tentang laporanmu."),
    "scheduled": lazy("Perbaikannya dijadwalkan."),
    "schedule_ended": lazy("Jadwal perbaikannya diakhiri."),
    "followed_up": lazy("Sudah ditindaklanjuti. Hasilnya kami periksa dulu."),
    "resolved": lazy("Laporanmu selesai. Cocok dengan yang kamu lihat?"),
    "not_found": lazy("Petugas tidak menemukan masalahnya. Apakah masih ada?"),
    "answered": lazy("Ada jawaban untuk laporanmu."),
    "reopened": lazy("Laporanmu dibuka lagi."),
    "withdrawn": lazy("Laporanmu kamu tarik."),
    "closed": lazy("Laporanmu ditutup."),
    "merged": lazy("Laporanmu digabung dengan yang sama."),
    "unmerged": lazy("Laporanmu dipisahkan lagi."),
    "identity_asked": lazy("Ada kantor yang meminta izin melihat identitasmu."),
    "identity_opened": lazy("Identitasmu dibuka petugas. Lihat alasannya."),
}


FIELDS: dict[str, Promise | str] = {
    "name": lazy("nama"),
    "phone": lazy("nomor telepon"),
    "email": lazy("alamat e-mail"),
}


def sentence(message: Message) -> str:
    """The message in one or two sentences, in the active language."""
    if message.body:
        return message.body
    facts = {name: _worded(name, value) for name, value in message.data.items()}
    told = str(TEXTS[message.template]) % _Missing(facts)
    basis = _("Dasarnya: %(basis)s.") % facts if facts.get("basis") else ""
    return f"{told} {basis}".rstrip()


def step(message: Message) -> str:
    """The plain step, in the active language."""
    return str(STEPS.get(message.template) or _("Ada kabar tentang laporanmu."))


def _worded(name: str, value: Any) -> Any:
    """A fact in the reader's language: the pack's words and the field of an identity have one.

    What somebody noted is a sentence, whether or not they ended it: ours may follow.
    """
    if name == "field":
        return FIELDS.get(value, "–")
    if not isinstance(value, str):
        return value
    words = said(value)
    return f"{words}." if name == "note" and words[-1:].isalnum() else words


def render(message: Message) -> tuple[str, str]:
    """Subject and body of an e-mail, in the active language."""
    subject = _("Laporan %(number)s") % {"number": message.subject}
    track = f"{settings.SITE_URL}/lacak/?number={message.subject}"
    closing = _("Lihat perkembangannya: %(url)s") % {"url": track}
    if settings.MAIL_REPLY:
        closing += "\n" + _("Kamu bisa membalas e-mail ini: balasanmu masuk ke laporanmu.")
    return subject, f"{sentence(message)}\n\n{_asked(message)}{closing}\n"


def _asked(message: Message) -> str:
    """Where a question is answered at once, without the code."""
    if message.template != ASKS:
        return ""
    url = f"{settings.SITE_URL}/jawab/{answering.token(message.subject)}/"
    return _("Jawab di sini, tanpa kode: %(url)s") % {"url": url} + "\n\n"


def short(message: Message) -> tuple[str, str]:
    """What a short message says, in the active language: the words, and the end that is kept."""
    track = f"{settings.SITE_URL}/lacak/?number={message.subject}"
    return f"{message.subject}: {sentence(message)}", f" {track}"


@dataclass(frozen=True, slots=True)
class AboutReport:
    """A message to the reporter, as the ways ask for it."""

    message: Message

    def mail(self) -> tuple[str, str]:
        return render(self.message)

    def short(self) -> tuple[str, str]:
        return short(self.message)

    def screen(self) -> dict[str, Any]:
        """The number and the plain step."""
        number, tag = self.message.subject, f"m{self.message.pk}"
        said_too = {"tag": tag, "number": number, "url": f"/lacak/?number={number}"}
        return {"title": number, "body": step(self.message), **said_too}

    def thread(self) -> str:
        return f"report-{self.message.subject}".lower()

    def headers(self) -> Mapping[str, str]:
        return {}


class _Missing(dict[str, Any]):
    """A fact that the cause did not name reads as a dash, never as an error."""

    def __missing__(self, key: str) -> str:
        return "–"
