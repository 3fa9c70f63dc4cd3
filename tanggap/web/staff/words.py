"""Sentences of the desk: refusals, what colleagues did, who may read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people import queries as people
from tanggap.publication import labels
from tanggap.reports import remarks
from tanggap.reports.workflow import Refused, ReportFacts, Verb, check
from tanggap.taxonomy.queries import said

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportEvent

# What citizens don't read on their page and colleagues do on theirs.
INSIDE: dict[str, str | Promise] = {
    "correct": lazy("Data laporan diperbaiki"),
    "propose": lazy("Ada usulan"),
    "add_support": lazy("%(agency)s diminta membantu"),
    "drop_support": lazy("Bantuan %(agency)s dilepas"),
    "done": lazy("%(agency)s menyelesaikan bagiannya"),
    "note": lazy("Catatan"),
    "extend": lazy("%(agency)s minta tambahan waktu"),
    "grant": lazy("Tambahan waktu disetujui"),
    "refuse": lazy("Tambahan waktu ditolak"),
    "split": lazy("Laporan dipecah"),
    "relate": lazy("Laporan dikaitkan dengan laporan lain"),
    "publish": lazy("Laporan terbit untuk umum"),
    "hide": lazy("Laporan disembunyikan dari umum"),
    "mask": lazy("Yang disamarkan dari umum diganti"),
    "share_identity": lazy("%(agency)s minta melihat identitas pelapor"),
    "break_glass": lazy("Segel identitas dibuka karena darurat"),
    "lapse": lazy("Pelapor tidak menjawab sampai batas waktu"),
    "hear": lazy("Laporan dibawa ke sidang bersama"),
    "rule": lazy("Sidang memutuskan: %(agency)s"),
    "recall": lazy("Laporan ditarik kembali ke %(agency)s"),
    "object": lazy("Pelapor mengajukan keberatan"),
    "support": lazy("Warga lain mendukung"),
    "unsupport": lazy("Warga lain menarik dukungannya"),
    "follow": lazy("Warga lain mengikuti"),
    "comment": lazy("Warga berkomentar"),
}

ACTORS: dict[str, str | Promise] = {
    "reporter": lazy("pelapor"),
    "staff": lazy("petugas"),
    "clock": lazy("jam"),
    "system": lazy("sistem"),
    "peer": lazy("instansi lain"),
    "resident": lazy("warga lain"),
}

REFUSALS: dict[str, str | Promise] = {
    "wrong_state": lazy("Langkah itu tidak berlaku pada tahap laporan ini sekarang."),
    "not_yours": lazy("Langkah itu bukan wewenang peranmu untuk laporan ini."),
    "missing": lazy("Masih ada yang perlu diisi."),
    "merged": lazy("Laporan ini sudah digabung. Kerjakan laporan induknya."),
    "not_merged": lazy("Laporan ini tidak sedang digabung."),
    "in_hearing": lazy("Laporan sedang disidangkan. Tunggu putusannya."),
    "no_hearing": lazy("Tidak ada sidang yang berjalan."),
    "hearing_not_due": lazy("Sidang belum waktunya."),
    "hold_limit": lazy("Laporan sudah dua kali ditunda. Kerjakan dengan keterangan yang ada."),
    "unreachable": lazy("Pelapor tidak meninggalkan alamat, jadi tidak bisa ditanyai."),
    "not_yet": lazy("Belum waktunya."),
    "already_objected": lazy("Keberatan sudah pernah diajukan."),
    "objection_late": lazy("Masa keberatan sudah lewat."),
    "no_objection": lazy("Tidak ada keberatan yang menunggu putusan."),
    "own_decision": lazy("Kamu yang menolak laporan ini. Keberatannya diputus orang lain."),
    "own_request": lazy("Kamu yang meminta waktu ini. Orang lain yang memutuskannya."),
    "own_work": lazy("Kamu yang menyatakan beres. Orang lain yang harus memvalidasi."),
    "at_dispatcher": lazy("Laporan masih di meja disposisi."),
    "not_recallable": lazy("Laporan ini tidak bisa ditarik kembali."),
    "support_open": lazy("Instansi pembantu belum selesai. Tunggu bagian mereka."),
    "support_accepted": lazy("Instansi pembantu sudah menerima."),
    "support_pending": lazy("Terima dulu permintaan bantuannya."),
    "not_answerable": lazy("Pengaduan tidak selesai dengan jawaban. Perlu tindak lanjut."),
    "window_over": lazy("Masa membuka kembali laporan ini sudah lewat."),
    "withdrawn": lazy("Laporan sudah ditarik pelapor."),
    "reopen_limit": lazy("Laporan sudah dua kali dibuka lagi."),
    "extension_limit": lazy("Tambahan waktu sudah dua kali diminta."),
    "extension_open": lazy("Permintaan tambahan waktu masih menunggu jawaban."),
    "extension_not_expired": lazy("Permintaan tambahan waktu belum lewat batasnya."),
    "no_extension": lazy("Tidak ada permintaan tambahan waktu."),
    "confidential": lazy("Laporan rahasia tidak boleh terbit atau digabung ke laporan umum."),
    "not_public": lazy("Laporan ini tidak terbit."),
    "already_public": lazy("Laporan ini sudah terbit."),
    "already_hidden": lazy("Laporan ini sudah disembunyikan."),
    "would_leak": lazy(
        "Laporan rahasia tidak boleh digabung ke laporan yang dibaca lebih banyak orang."
    ),
    "not_supporting": lazy("Instansi itu tidak sedang membantu laporan ini."),
    "rated_twice": lazy("Nilai sudah dua kali diberikan."),
    "not_below": lazy("Disposisi hanya ke kantor di bawahmu. Untuk yang lain, pakai koordinasi."),
    "inactive_agency": lazy("Instansi itu tidak aktif lagi. Pilih yang lain."),
    "same_agency": lazy("Instansi itu sudah memegang laporan ini. Pilih yang lain."),
    "conflict_of_interest": lazy(
        "Laporan tentang instansi tidak boleh dipegang instansi itu sendiri atau kantor di"
        " bawahnya. Pilih yang lain, atau kosongkan supaya sampai ke pengawasnya."
    ),
    "identity_sealed": lazy(
        "Pelapor tidak meninggalkan identitas, atau meminta namanya tidak pernah dibuka."
    ),
    "already_asked": lazy(
        "Kantormu sudah pernah meminta ini. Tunggu jawaban pelapor; bila ia menolak, berhenti di"
        " situ."
    ),
    "not_scheduled": lazy("Belum ada jadwal yang bisa dipastikan, diganti, atau diakhiri."),
    "month_over": lazy("Bulan itu sudah lewat. Pilih bulan ini atau sesudahnya, atau akhiri."),
    "not_seen": lazy(
        "Kamu melihat foto warga ini hanya disamarkan karena laporannya privat, jadi tidak bisa"
        " membukanya untuk umum. Mintalah meja verifikasi atau disposisi."
    ),
    "undo_over": lazy("Sudah tidak bisa dibatalkan. Langkahnya tetap berlaku."),
    "already_told": lazy("Pesannya sudah dalam perjalanan ke pelapor. Langkahnya tetap berlaku."),
    "unchanged": lazy("Pilihannya sama dengan yang sudah dilihat umum."),
    "outside": lazy("Titik ini di luar wilayah kita. Geser pinnya, atau rujuk laporannya."),
}


def refusal(error: Refused) -> str:
    """Why it can't be done, for the person who tried."""
    return refusal_of(error.code.value)


def refusal_of(code: str, missing: Iterable[str] = ()) -> str:
    """The same for a stored code, with what is missing."""
    said = str(REFUSALS.get(code, _("Langkah itu belum bisa dilakukan sekarang.")))
    names = fields(missing)
    return f"{said} " + _("Kurang: %(fields)s.") % {"fields": names} if names else said


def sentence(event: ReportEvent) -> str:
    """What happened, in one sentence."""
    agency = event.agency.name if event.agency else _("instansi")
    step = labels.said(event.verb, (event.data or {}).get("step", ""))
    text = _consent(event) or _remark(event) or labels.STEPS.get(step)
    text = text or labels.SENTENCES.get(event.verb)
    text = text or INSIDE.get(event.verb)
    return str(text) % {"agency": agency} if text else event.verb


def _remark(event: ReportEvent) -> str | Promise:
    """A remark that isn't for everybody; empty for every other event."""
    is_open = (event.data or {}).get("audience") == "public"
    return INSIDE[Verb.NOTE.value] if event.verb == Verb.NOTE and not is_open else ""


def _consent(event: ReportEvent) -> str:
    """The reporter's answer to a request for her identity; empty for every other event."""
    if event.verb != Verb.SHARE_IDENTITY or event.actor_kind != "reporter":
        return ""
    data = event.data or {}
    if data.get("withdrawn"):
        return _("Pelapor mencabut izin melihat identitas dari %(agency)s")
    if data.get("fields"):
        return _("Pelapor mengizinkan %(agency)s melihat yang diminta")
    return _("Pelapor tidak mengizinkan %(agency)s melihat identitas")


def quote(event: ReportEvent) -> str:
    """What was said with it: ready words in the reader's language, a person's own as typed."""
    return said(remarks.text(event))


def actor(event: ReportEvent) -> str:
    """Who did it: a colleague by name, everybody else by kind."""
    if event.actor is not None:
        office = f", {event.agency.name}" if event.agency else ""
        return f"{_names(event.actor.name, event)}{office}"
    if crew := (event.data or {}).get("crew"):
        office = event.agency.name if event.agency else ""
        return _("regu %(crew)s dari %(office)s") % {"crew": crew, "office": office}
    return str(ACTORS.get(event.actor_kind, event.actor_kind))


def _names(actor: str, event: ReportEvent) -> str:
    """Who did it, and whom she stood in for."""
    absent = (event.data or {}).get("for")
    if absent is None:
        return actor
    names = {"who": actor, "for": people.name_of(absent)}
    return _("%(who)s untuk %(for)s") % names


def readers(report: Report) -> str:
    """Who may read the report."""
    if report.is_confidential:
        return _("Rahasia: hanya petugas kasus yang ditunjuk")
    if report.visibility == "public":
        return _("Semua orang, setelah disunting")
    if report.visibility == "hidden":
        return _("Petugas saja, disembunyikan dari umum")
    return _("Petugas saja")


def reporter(report: Report) -> str:
    """What staff learn of who reported: never a name."""
    if report.contact_id is None:
        return _("Tidak diketahui, tanpa identitas")
    if report.is_anonymous:
        return _("Seorang warga, minta namanya disembunyikan")
    return _("Seorang warga, nama disegel")


def refusal_now(verb: Verb, facts: ReportFacts) -> str:
    """Why `verb` can't be used at this moment; empty when it can."""
    try:
        check(verb, facts)
    except Refused as error:
        return refusal(error)
    return ""


NEEDS: dict[str, str | Promise] = {
    "proof": lazy("bukti yang menunjukkan waktu dan tempat"),
    "agency": lazy("instansi"),
    "reason": lazy("alasan"),
    "remedy": lazy("cara mengajukan keberatan"),
    "note": lazy("catatan"),
    "text": lazy("tulisan"),
    "category": lazy("kategori"),
    "kind": lazy("bobot"),
    "class": lazy("jenis"),
    "assignments": lazy("siapa yang mengerjakan lagi"),
    "target": lazy("nomor laporan yang lain"),
    "changes": lazy("yang diperbaiki"),
    "visit": lazy("yang terlihat di lokasi"),
}


def fields(names: Iterable[str]) -> str:
    """The fields that are missing, in words."""
    return ", ".join(str(NEEDS.get(name, name)) for name in names)
