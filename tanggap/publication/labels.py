"""Words and colours of the states as everybody reads them, and the sentences of the story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Label:
    """A state's colour (with its shape) and its word."""

    color: str
    word: Promise | str


_WAITING = {
    "coordinate": Label("red", _("Koordinasi")),
    "dispose": Label("red", _("Disposisi")),
}
# The same for those who are not of an office.
_TOLD = {
    "coordinate": Label("red", _("Sedang dikoordinasikan")),
    "dispose": Label("red", _("Diteruskan ke petugas")),
}
_STATES = {
    "submitted": Label("grey", _("Menunggu Verifikasi")),
    "on_hold": Label("grey", _("Tunda")),
    "waiting": Label("red", _("Menunggu")),
    "in_progress": Label("yellow", _("Proses")),
    "awaiting_validation": Label("yellow", _("Menunggu Validasi")),
    "resolved": Label("green", _("Selesai")),
    "closed": Label("green", _("Ditutup")),
    "declined": Label("dark", _("Ditolak")),
    "referred": Label("blue", _("Diteruskan")),
}
NAMES = tuple(_STATES)  # their order is in an index: a new one comes last, with a migration
DONE = ("resolved", "closed")  # of these only what was worked on or answered is completed
_SCHEDULED = Label("yellow", _("Terjadwal"))
# `came_by` of a declined report that was put away, not refused; and how filters name it.
PUT_AWAY, ARCHIVED = "archive", "archived"
_ARCHIVED = Label("dark", _("Diarsipkan"))

SENTENCES: dict[str, Promise | str] = {
    "open": _("Laporan masuk"),
    "verify": _("Laporan diperiksa dan diteruskan ke %(agency)s"),
    "hold": _("Menunggu jawaban pelapor"),
    "reply": _("Pelapor memberi keterangan"),
    "decline": _("Laporan tidak dapat ditangani"),
    "archive": _("Laporan diarsipkan, tidak ada yang perlu ditindaklanjuti"),
    "take_back": _("Langkah itu langsung dibatalkan petugas"),
    "refer": _("Laporan diteruskan ke instansi lain yang berwenang"),
    "assign": _("Ditugaskan ke %(agency)s"),
    "accept": _("%(agency)s mulai mengerjakan"),
    "coordinate": _("Diteruskan ke %(agency)s"),
    "dispose": _("Diteruskan ke %(agency)s"),
    "give_back": _("Dikembalikan ke %(agency)s"),
    "resolve": _("%(agency)s menindaklanjuti, menunggu validasi"),
    "validate": _("Hasil diperiksa dan dinyatakan selesai"),
    "reject_followup": _("Tindak lanjut ditolak, dikerjakan lagi"),
    "answer": _("%(agency)s menjawab"),
    "rate": _("Pelapor memberi nilai"),
    "reopen": _("Pelapor belum puas, laporan dibuka lagi"),
    "withdraw": _("Laporan ditarik pelapor"),
    "close": _("Laporan ditutup"),
    "schedule": _("Pekerjaan dijadwalkan"),
    "progress": _("Kabar dari %(agency)s"),
    "note": _("Catatan terbuka dari %(agency)s"),  # only those meant for everybody are told
    "comment": _("Warga berkomentar"),
    "merge": _("Digabung dengan laporan yang sama"),
    "unmerge": _("Dipisahkan lagi dari laporan lain"),
    "show_photos": _("Foto warga yang dilihat umum diganti"),
    "mask": _("Yang disamarkan dari umum diganti"),
    "peer_answer": _("Instansi lain menjawab"),
    "peer_return": _("Dikembalikan oleh instansi lain"),
    "overturn": _("Keberatan diterima, laporan diperiksa lagi"),
    "uphold": _("Keberatan diperiksa, keputusan tetap"),
}


# The same to the reporter, of what she did herself or is waited for.
_OWN: dict[str, Promise | str] = {
    "hold": _("Menunggu jawabanmu"),
    "reply": _("Kamu memberi keterangan"),
    "rate": _("Kamu memberi nilai"),
    "reopen": _("Kamu belum puas, laporan dibuka lagi"),
    "withdraw": _("Kamu menarik laporan"),
}
# The verb that says how a report stands which no office has.
_UNHELD = {"on_hold": "hold", "declined": "decline", "referred": "refer", "closed": "close"}

# What stands in public text in place of what was masked, by what it was.
MASKS: dict[str, Promise | str] = {
    "[telepon disamarkan]": _("[telepon disamarkan]"),
    "[surel disamarkan]": _("[surel disamarkan]"),
    "[nomor identitas disamarkan]": _("[nomor identitas disamarkan]"),
    "[pelat nomor disamarkan]": _("[pelat nomor disamarkan]"),
    "[nomor rumah disamarkan]": _("[nomor rumah disamarkan]"),
    "[nama disamarkan]": _("[nama disamarkan]"),
    "[akun disamarkan]": _("[akun disamarkan]"),
    "[umur disamarkan]": _("[umur disamarkan]"),
    "[tautan disamarkan]": _("[tautan disamarkan]"),
    "[titik disamarkan]": _("[titik disamarkan]"),
    "[disamarkan]": _("[disamarkan]"),
}
_MASK = re.compile(r"\[(?:[a-z]+ ){0,2}disamarkan\]")

# Of one verb that has several steps.
STEPS: dict[str, Promise | str] = {
    "schedule_moved": _("Jadwal pekerjaan diganti"),
    "schedule_confirmed": _("Jadwal pekerjaan ditinjau dan tetap"),
    "schedule_ended": _("Jadwal pekerjaan diakhiri, dikerjakan seperti biasa"),
}


def state(value: str, *, came_by: str = "", is_scheduled: bool = False) -> Label:
    """The label of a state; a waiting report is named after its last hand-over."""
    if value == "waiting":
        return _WAITING.get(came_by, _STATES["waiting"])
    if value == "declined" and came_by == PUT_AWAY:
        return _ARCHIVED
    if value == "in_progress" and is_scheduled:
        return _SCHEDULED
    return _STATES[value]


def told(value: str, *, came_by: str = "", is_scheduled: bool = False) -> Label:
    """The label for the reporter and for everybody: no word that only an office knows."""
    if value == "waiting" and came_by in _TOLD:
        return _TOLD[came_by]
    return state(value, came_by=came_by, is_scheduled=is_scheduled)


def choices() -> list[tuple[str, Promise | str]]:
    """States for a filter; what was put away is not among the declined ones, see `asked`."""
    named = {**_STATES, ARCHIVED: _ARCHIVED}
    return [(value, label.word) for value, label in named.items()]


def asked(value: str) -> tuple[str, bool | None]:
    """The state that a filter of `choices` means, and whether put away; None: either."""
    if value == ARCHIVED:
        return "declined", True
    return value, False if value == "declined" else None


def said(verb: str, step: str) -> str:
    """The verb with its step where that has a sentence of its own, as public stories keep it."""
    return f"{verb}_{step}" if f"{verb}_{step}" in STEPS else verb


def masks_in_words(text: str) -> str:
    """The text with its masks in the reader's language."""
    return _MASK.sub(lambda mask: str(MASKS.get(mask.group(), mask.group())), text)


def sentence(verb: str, *, agency: str, is_own: bool = False) -> str:
    """What happened, as a sentence; `agency` is the office it names; `is_own`: to the reporter."""
    own = _OWN.get(verb) if is_own else None
    return str(own or STEPS.get(verb) or SENTENCES[verb]) % {"agency": agency}


def unheld(value: str, *, came_by: str = "", is_own: bool = False) -> str:
    """How a report stands that no office has; `is_own`: to the reporter."""
    if value not in _UNHELD:
        return str(_("Sedang diperiksa kelengkapannya"))
    is_put_away = value == "declined" and came_by == PUT_AWAY
    verb = PUT_AWAY if is_put_away else _UNHELD[value]
    return sentence(verb, agency="", is_own=is_own)
