"""The gallery: every component with its rule, on one page, in the theme and language chosen."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from tanggap.web.audience import public
from tanggap.web.gallery_forms import ExampleForm, ReaderForm, WhenForm
from tanggap.web.public import findings

Text = str | Promise


class Component(NamedTuple):
    """One entry: its example is the template gallery/<slug>.html."""

    slug: str
    title: Text
    css: str
    rule: Text

    @property
    def template(self) -> str:
        return f"gallery/{self.slug}.html"


COMPONENTS = (
    Component(
        "state",
        _("Keadaan"),
        "state is-*",
        _("Bentuk, kata, dan warna selalu bersama. Bentuk keadaan tidak dipakai untuk hal lain."),
    ),
    Component(
        "button",
        _("Tombol"),
        "btn",
        _("Satu aksen tiap layar. Kata kerja dulu. Merah hanya untuk 112."),
    ),
    Component(
        "field",
        _("Isian"),
        "form-label form-control form-text invalid-feedback",
        _("Label di atas. Kesalahan berkata apa yang salah dan apa yang biasa."),
    ),
    Component(
        "hints",
        _("Petunjuk laporan"),
        "hints",
        _("Centang muncul sambil mengetik; lingkaran terbuka bertanya, tidak pernah menahan."),
    ),
    Component(
        "seg", _("Pilihan singkat"), "seg", _("Dua sampai empat jawaban, paling panjang dua kata.")
    ),
    Component(
        "choice",
        _("Pilihan"),
        "choice",
        _("Jawaban yang perlu satu kalimat; seluruh kartu bisa diketuk."),
    ),
    Component("chip", _("Saringan"), "chip", _("Saringan dengan jumlahnya.")),
    Component(
        "clock",
        _("Batang jam"),
        "clock soon late paused clock-lg",
        _("Kalimatnya yang berarti: kiri apa, kanan sisanya. Kuning sejak tiga perempat habis."),
    ),
    Component(
        "card",
        _("Kartu dan baris"),
        "card item thumb",
        _("Satu tautan memenuhi baris. Tanpa bayangan."),
    ),
    Component("facts", _("Keterangan"), "facts", _("Istilah tenang, isinya tegas.")),
    Component(
        "story",
        _("Cerita"),
        "story next",
        _("Terbaru dulu; kalimat bersubjek, lalu kata kantornya. Yang akan datang putus-putus."),
    ),
    Component(
        "before_after",
        _("Sebelum dan sesudah"),
        "ba",
        _("Geser atau pakai tombol panah; keduanya diberi kata."),
    ),
    Component(
        "pair",
        _("Foto dan bukti"),
        "pair tag",
        _("Potongan dan ukuran sama, waktu dan tempat di bawahnya."),
    ),
    Component(
        "stat", _("Angka"), "stat tiles", _("Angkanya tautan ke laporannya; satuannya di bawah.")
    ),
    Component(
        "table",
        _("Tabel"),
        "table table-cards",
        _("Angka di kanan. Di HP setiap baris menjadi kartu."),
    ),
    Component(
        "chart",
        _("Bagan"),
        "chart bars",
        _("Judulnya temuannya, angka di batangnya, tabel di baliknya."),
    ),
    Component(
        "notice",
        _("Pemberitahuan"),
        "notice is-*",
        _("Tetap ada; artinya, dan paling banyak satu tindakan."),
    ),
    Component(
        "alarm",
        _("Alarm bahaya"),
        "alarm",
        _("Di atas segalanya, sampai seseorang menerima. Satu tombol, tanpa skrip pun jalan."),
    ),
    Component("toast", _("Pesan singkat"), "toast", _("Lewat sendiri dan boleh membawa Batalkan.")),
    Component(
        "empty",
        _("Kosong, salah, luring, tanpa izin"),
        "empty is-*",
        _("Apa artinya, lalu apa yang bisa dilakukan. Kesalahan dulu berkata: laporanmu aman."),
    ),
    Component(
        "skeleton",
        _("Memuat"),
        "skeleton",
        _("Setelah 300 ms, bentuk isinya, tanpa roda berputar."),
    ),
    Component(
        "dialog",
        _("Dialog"),
        "dialog",
        _("Hanya untuk yang tak bisa diurungkan; judulnya pertanyaan, tombolnya kata kerja."),
    ),
    Component(
        "map",
        _("Peta"),
        "map",
        _("Warnanya dari token, pin membawa bentuk keadaan, alamat tertulis di sampingnya."),
    ),
    Component(
        "stars", _("Penilaian"), "stars", _("Lima pilihan; kata dari nilainya tertulis di bawah.")
    ),
    Component(
        "photos",
        _("Foto laporan"),
        "photos",
        _("Terlihat sebelum dikirim, bisa dihapus, juga tanpa JavaScript."),
    ),
    Component(
        "receipt",
        _("Tanda terima"),
        "receipt",
        _(
            "Nomor besar, kode rahasia sekali saja, tercetak setengah halaman atau di gulungan"
            " kasir."
        ),
    ),
    Component(
        "pagination",
        _("Halaman"),
        "pager",
        _("Sebelumnya dan berikutnya; tabel besar tidak dihitung."),
    ),
    Component(
        "bars",
        _("Bilah atas, bawah, dan samping"),
        "topbar bottombar rail",
        _("Lima tempat, ikon dan kata; di layar lebar pindah ke atas."),
    ),
    Component(
        "split",
        _("Tampilan terbelah"),
        "desk split queue",
        _("Daftar 432 px dan laporan di sampingnya, masing-masing bergulir sendiri."),
    ),
)

ICONS = [
    "camera",
    "pin",
    "pen",
    "phone",
    "list",
    "map",
    "city",
    "user",
    "users",
    "bell",
    "check",
    "x",
    "ring",
    "arrow",
    "down",
    "back",
    "clock",
    "pause",
    "warn",
    "info",
    "eye",
    "lock",
    "offline",
    "send",
    "merge",
    "star",
    "share",
    "search",
    "sun",
    "chart",
    "building",
    "download",
    "nav",
    "plus",
    "flag",
    "shield",
]
STATES = (
    ("grey", _("Menunggu Verifikasi")),
    ("grey", _("Tunda")),
    ("red", _("Menunggu")),
    ("red", _("Koordinasi")),
    ("red", _("Disposisi")),
    ("yellow", _("Proses")),
    ("yellow", _("Terjadwal")),
    ("yellow", _("Menunggu Validasi")),
    ("green", _("Selesai")),
    ("green", _("Ditutup")),
    ("blue", _("Diteruskan")),
    ("dark", _("Ditolak")),
    ("dark", _("Diarsipkan")),
)
COLORS = (
    "body-bg card-bg tertiary-bg primary primary-bg-subtle accent accent-bg-subtle border-strong"
)
NOW = datetime(2026, 11, 23, 14, 2, tzinfo=ZoneInfo("Asia/Jakarta"))


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery/index.html", _examples())


def _examples() -> dict[str, Any]:
    return {
        "components": COMPONENTS,
        "icons": ICONS,
        "states": STATES,
        "colors": COLORS.split(),
        "form": ExampleForm({"number": "JK2611200187", "phone": "0812 34", "category": "jalan"}),
        "when_form": WhenForm(initial={"when": "still"}),
        "reader_form": ReaderForm(initial={"readers": "staff"}),
        "chips": [("#chip", _("Semua"), 37, True), ("#chip", _("Lewat batas"), 2, False)],
        "seg_options": [("#seg", _("Petugas"), True), ("#seg", _("Publik"), False)],
        "facts": [(_("Pelapor"), _("Seorang warga")), (_("Tempat"), "Kedoya Utara")],
        "steps": _steps(),
        "pair": _pair(),
        "now": NOW,
        **_figures(),
    }


def _steps() -> list[dict[str, Any]]:
    return [
        {"is_next": True, "title": _("Berikutnya: kamu yang menilai")},
        {
            "color": "yellow",
            "at": NOW - timedelta(hours=6),
            "title": _("Regu jalan sudah melihat lokasi"),
            "quote": "Ditutup pelat sementara.",
            "by": "Sudin Bina Marga Jakarta Barat",
        },
        {"symbol": "pen", "at": NOW - timedelta(days=2), "title": _("Kamu melapor lewat JAKI")},
    ]


def _pair() -> list[dict[str, Any]]:
    return [
        {
            "url": static("img/sampah-sebelum.svg"),
            "alt": _("Sampah menumpuk di tepi jalan"),
            "tag": _("Foto warga"),
            "caption": "Sab, 21 Nov, 06.40",
        },
        {
            "url": static("img/sampah-sesudah.svg"),
            "alt": _("Tepi jalan bersih"),
            "tag": _("Foto bukti"),
            "caption": "Min, 22 Nov, 01.55 · 5 m",
        },
    ]


def _figures() -> dict[str, Any]:
    """Figures of the tables of 2022, as the statistics page shows them."""
    return {
        "columns": [(_("Kanal"), False), (_("Diterima"), True), (_("Selesai"), True)],
        "rows": [
            ["JAKI", {"text": "111.133", "url": "#table"}, "110.328"],
            ["X @DKIJakarta", {"text": "4.657", "url": "#table"}, "4.618"],
            ["Pendopo Balai Kota", {"text": "955", "url": "#table"}, "943"],
        ],
        "bars": [
            {"word": "Jalan", "share": 100, "value": "15.056", "url": "#chart"},
            {"word": "Pohon", "share": 71.59, "value": "10.779", "url": "#chart"},
            {"word": "Sampah", "share": 35.66, "value": "5.369", "url": "#chart"},
        ],
        "thousand": findings.thousand({"received": 122_182, "completed": 121_299}),
        "first": ("JAKI", "91,0"),
        "others": (_("dua belas kanal lain"), "9,0"),
        "share": "90.96",
    }
