"""The places of the operator's area. A new page adds its line here and its address in urls.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """One place: `name` marks it in the rail, `route` is its address, `about` what it is for."""

    name: str
    route: str
    icon: str
    word: _StrPromise
    about: _StrPromise

    @property
    def url(self) -> str:
        return reverse(self.route)


HOME = Place(
    "ringkasan",
    "operator:home",
    "city",
    lazy("Ringkasan"),
    lazy("Semua tempat pengelola."),
)
PLACES: tuple[Place, ...] = (
    Place(
        "instansi",
        "operator:offices",
        "building",
        lazy("Instansi"),
        lazy("Pohon instansi: nama, jenis, tempat, buka dan tutup."),
    ),
    Place(
        "rapor",
        "score:board",
        "chart",
        lazy("Kinerja"),
        lazy("Rapor bulanan setiap instansi."),
    ),
    Place(
        "mandat",
        "operator:mandates",
        "flag",
        lazy("Mandat"),
        lazy("Siapa memimpin tiap kategori, bukti, dan perlindungannya."),
    ),
    Place(
        "alasan",
        "operator:reasons",
        "pen",
        lazy("Alasan"),
        lazy("Kalimat siap pakai untuk menolak, bertanya, mengembalikan; dasar hukumnya."),
    ),
    Place(
        "orang",
        "people:list",
        "users",
        lazy("Staf"),
        lazy("Siapa bekerja di mana: undangan, peran, pengganti, akun."),
    ),
    Place(
        "jam",
        "operator:policies",
        "clock",
        lazy("Aturan jam"),
        lazy("Batas waktu: dasar, masa berlaku, versi baru."),
    ),
    Place(
        "libur",
        "operator:days",
        "clock",
        lazy("Hari libur"),
        lazy("Libur dan cuti bersama: dasar, tambah, cabut."),
    ),
    Place(
        "jejak",
        "operator:log",
        "shield",
        lazy("Jejak"),
        lazy("Siapa mengubah apa, kapan, dan mengapa. Tidak bisa dihapus."),
    ),
)


def shell(place: str) -> dict[str, Any]:
    """What the layout needs beside the page's own context; `place` is the marked one."""
    return {"place": place, "home": HOME, "places": PLACES}
