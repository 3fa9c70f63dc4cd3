"""What is said about the lines of a list of staff, and the words a list may use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.lib import phone
from tanggap.lib.text import fold
from tanggap.people import periods
from tanggap.people.models import Role, StaffListLine
from tanggap.web import display
from tanggap.web.staff import roles

Kind, Outcome = StaffListLine.Kind, StaffListLine.Outcome

KINDS: dict[str, str | Promise] = {
    Kind.NEW: lazy("Baru"),
    Kind.CHANGED: lazy("Berubah"),
    Kind.LEAVING: lazy("Berhenti"),
    Kind.UNCHANGED: lazy("Tetap"),
    Kind.ERROR: lazy("Salah"),
}
COLORS = {
    Kind.NEW: "green",
    Kind.CHANGED: "blue",
    Kind.LEAVING: "yellow",
    Kind.UNCHANGED: "grey",
    Kind.ERROR: "red",
}
OUTCOMES: dict[str, str | Promise] = {
    Outcome.WAITING: lazy("belum"),
    Outcome.DONE: lazy("selesai"),
    Outcome.SAME: lazy("sudah begitu"),
    Outcome.REFUSED: lazy("ditolak"),
}
HEADS: dict[str, str | Promise] = {
    "name": lazy("Nama"),
    "email": lazy("E-mail"),
    "phone": lazy("Telepon"),
    "username": lazy("Nama pengguna"),
    "office": lazy("Instansi"),
    "roles": lazy("Peran"),
    "since": lazy("Mulai"),
    "until": lazy("Sampai"),
}
FILES: dict[str, str | Promise] = {
    "too_big": lazy("Berkasnya terlalu besar: paling banyak 5 MB. Bagi menjadi beberapa daftar."),
    "too_long": lazy("Daftarnya terlalu panjang: paling banyak 10.000 baris. Bagi dua."),
    "old_excel": lazy("Ini berkas Excel lama (.xls). Simpan sebagai .xlsx atau CSV, lalu coba."),
    "not_a_list": lazy("Berkas ini bukan daftar yang bisa dibaca. Kirim CSV atau XLSX."),
    "empty": lazy("Daftarnya kosong: perlu baris judul dan satu baris orang atau lebih."),
    "no_head": lazy(
        "Baris pertama harus judul kolom: Instansi, Peran, dan E-mail, Telepon, atau Nama pengguna."
    ),
}
PROBLEMS: dict[str, str | Promise] = {
    "no_key": lazy("Isi e-mail, telepon, atau nama pengguna, supaya orangnya dikenali."),
    "no_office": lazy("Instansi belum diisi."),
    "no_role": lazy("Peran belum diisi."),
    "no_name": lazy("Orang baru perlu nama."),
    "long_name": lazy("Namanya terlalu panjang."),
    "bad_email": lazy("“%(value)s” bukan alamat e-mail."),
    "bad_phone": lazy("“%(value)s” bukan nomor telepon yang lengkap."),
    "bad_day": lazy("“%(value)s” bukan tanggal. Tulis seperti 31/12/2026 atau 2026-12-31."),
    "days_reversed": lazy("Hari terakhir sebelum hari pertama."),
    "day_passed": lazy("Hari terakhir sudah lewat."),
    "unknown_role": lazy("Tidak ada peran “%(value)s”."),
    "unknown_office": lazy("Tidak ada instansi “%(value)s”. Pakai kode atau nama lengkapnya."),
    "many_offices": lazy("Beberapa instansi bernama “%(value)s”. Pakai kodenya."),
    "office_shut": lazy("%(value)s sudah ditutup."),
    "office_not_yours": lazy("%(value)s bukan wewenangmu."),
    "role_not_yours": lazy("Peran “%(value)s” diberi oleh pengelola."),
    "role_not_here": lazy("Peran “%(value)s” tidak ada di instansi itu."),
    "unknown_username": lazy("Tidak ada yang memakai nama pengguna “%(value)s”."),
    "email_taken": lazy("%(value)s dipakai akun lain."),
    "many_email": lazy("%(value)s dipakai beberapa akun. Isi nama penggunanya."),
    "many_phone": lazy("Nomor ini dipakai beberapa akun. Isi e-mail atau nama penggunanya."),
    "phone_of_another": lazy(
        "Nomor ini milik akun dengan e-mail lain. Kalau orangnya sama, isi nama penggunanya."
    ),
    "other_name": lazy("Di baris lain orang ini bernama “%(value)s”."),
    "shut": lazy("Akunnya nonaktif. Aktifkan dulu di halaman orangnya."),
    "yourself": lazy("Peranmu sendiri diubah orang lain."),
    "twice": lazy("Peran yang sama sudah ada di baris %(value)s."),
    "last_operator": lazy("Harus selalu ada satu pengelola yang bisa masuk."),
    "forbidden": lazy("Bukan wewenangmu."),
}


def role_words() -> dict[str, str]:
    """Every word for a role, folded: its code, and its name in each language."""
    words = {fold(role): role for role in Role.values}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            words |= {fold(roles.word(role)): role for role in Role.values}
    return {word: str(role) for word, role in words.items()}


def problem(code: str, value: str = "") -> str:
    """What is wrong with a line."""
    value = roles.word(value) if code.startswith("role_") else value
    return str(PROBLEMS.get(code, code)) % {"value": value}


def change(parts: Iterable[str]) -> str:
    """One difference: ["seat", role], ["until", role, old, new], ["name", old, new]."""
    what, *rest = parts
    if what == "seat":
        return _("peran baru: %(role)s") % {"role": roles.word(rest[0])}
    if what == "kept":
        return _("%(what)s tidak diubah: bukan wewenangmu") % {"what": HEADS[rest[0]]}
    if what in ("since", "until"):
        role, old, new = rest
        word = _("mulai") if what == "since" else _("sampai")
        days = {"old": _day(old, what), "new": _day(new, what)}
        return f"{roles.word(role)}, {word}: " + _("%(old)s menjadi %(new)s") % days
    old, new = rest
    said = _("%(old)s menjadi %(new)s") % {"old": old or "–", "new": new}
    return f"{HEADS[what]}: {said}"


def _day(said: str, what: str) -> str:
    found = parse_datetime(said) if said else None
    if found is None:
        return _("tanpa batas")
    return display.day(periods.last_day(found) if what == "until" else found)


def about(line: StaffListLine) -> list[str]:
    """What a line does or why it can't, sentence by sentence."""
    said = [problem(one["code"], one["value"]) for one in line.problems]
    said += [change(one) for one in line.changes if line.kind != Kind.ERROR]
    if line.kind == Kind.LEAVING:
        said.append(_("perannya berakhir"))
    return said


def outcome(line: StaffListLine) -> str:
    """What became of a line of a list that runs or ran."""
    if line.kind == Kind.ERROR:
        return _("dilewati")
    if line.kind == Kind.UNCHANGED:
        return str(OUTCOMES[Outcome.SAME])
    word = str(OUTCOMES[line.outcome])
    return f"{word}: {problem(line.refusal)}" if line.refusal else word


def cells(said: Mapping[str, object]) -> list[str]:
    """What a line says, in the order of HEADS, as it can be handed in again."""
    number = str(said["phone"])
    words = {
        **said,
        "phone": phone.pretty(number) if number else "",
        "roles": "; ".join(roles.word(role) for role in said["roles"]),  # type: ignore[attr-defined]
    }
    return [str(words[name]) for name in HEADS]
