"""The figures of the score card: for each its name, what it counts in words, and the SQL.

The words and the statement stand side by side, and the page shows both. A figure that counts
reports also says which ones, so that a number and the list behind it can't differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.performance.vocabulary import Figure

HOUR = 3600


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. `rows` are the columns of a counted report that make it count; empty for a
    figure that measures instead of counting. `unit`: reports, percent, hours or stars."""

    figure: Figure
    name: Promise | str
    words: Promise | str
    rows: tuple[tuple[str, bool], ...] = ()
    measure: str = ""
    unit: str = "reports"

    @property
    def sql(self) -> str:
        """The expression over the counted reports `f` of one office and month."""
        return self.measure or f"count(*) FILTER (WHERE {self.where})"

    @property
    def where(self) -> str:
        """The condition on one counted report."""
        parts = (f"{'' if value else 'NOT '}f.{column}" for column, value in self.rows)
        return " AND ".join(parts)

    @property
    def q(self) -> Q:
        """The same condition for the ORM."""
        values: dict[str, Any] = dict(self.rows)
        return Q(**values)


_RECEIVED = "count(*) FILTER (WHERE f.is_received)"
_ON_TIME = "count(*) FILTER (WHERE f.is_on_time)"
_DONE = "FILTER (WHERE f.is_followed_up)"
_HALF = "percentile_cont(0.5) WITHIN GROUP (ORDER BY f.seconds)"

DEFINITIONS: tuple[Definition, ...] = (
    Definition(
        Figure.RECEIVED,
        _("Diterima"),
        _(
            "Laporan yang sampai di kantor ini pada bulan itu dan tetap menjadi tugasnya, sebagai"
            " pemegang atau pembantu. Yang diteruskan, dikembalikan, ditarik, ditolak, atau"
            " digabung tidak dihitung. Laporan yang dibuka lagi dihitung pada bulan dibukanya."
        ),
        (("is_received", True),),
    ),
    Definition(
        Figure.FOLLOWED_UP,
        _("Ditindaklanjuti"),
        _(
            "Dari yang diterima: sudah dikerjakan atau dijawab, dan hasilnya tidak sedang ditolak"
            " validator."
        ),
        (("is_followed_up", True),),
    ),
    Definition(
        Figure.ON_TIME,
        _("Tepat waktu"),
        _(
            "Dari yang ditindaklanjuti: waktu kantor ini sendiri tidak melewati batas yang berlaku"
            " saat laporan sampai, ditambah perpanjangan yang disetujui."
        ),
        (("is_on_time", True),),
    ),
    Definition(
        Figure.ON_TIME_SHARE,
        _("Bagian tepat waktu"),
        _("Dari setiap seratus laporan yang diterima: berapa yang ditindaklanjuti tepat waktu."),
        measure=f"round(100.0 * {_ON_TIME} / nullif({_RECEIVED}, 0), 2)",
        unit="percent",
    ),
    Definition(
        Figure.LATE,
        _("Terlambat"),
        _("Dari yang diterima: batas waktunya lewat, sudah ditindaklanjuti atau belum."),
        (("is_received", True), ("is_on_time", False), ("is_within_limit", False)),
    ),
    Definition(
        Figure.WITHIN_LIMIT,
        _("Masih dalam batas"),
        _("Dari yang diterima: belum ditindaklanjuti, tetapi batas waktunya belum lewat."),
        (("is_within_limit", True),),
    ),
    Definition(
        Figure.HOURS_MEAN,
        _("Rata-rata waktu"),
        _(
            "Rata-rata waktu kantor ini sendiri dari laporan sampai hingga ditindaklanjuti."
            " Menunggu jawaban pelapor, jadwal yang disetujui, dan menunggu validasi tidak"
            " dihitung."
        ),
        measure=f"round(avg(f.seconds) {_DONE} / {HOUR}, 2)",
        unit="hours",
    ),
    Definition(
        Figure.HOURS_MEDIAN,
        _("Median waktu"),
        _("Separuh yang ditindaklanjuti selesai dalam waktu ini atau lebih cepat."),
        measure=f"round(({_HALF} {_DONE})::numeric / {HOUR}, 2)",
        unit="hours",
    ),
    Definition(
        Figure.STARS_MEAN,
        _("Nilai warga"),
        _(
            "Rata-rata bintang yang diberikan pelapor pada bulan itu atas pekerjaan kantor ini;"
            " pelapor laporan yang digabung ikut menilai, setiap pelapor sekali."
        ),
        measure="round(avg(f.stars), 2)",
        unit="stars",
    ),
    Definition(
        Figure.STARS_COUNT,
        _("Penilaian"),
        _(
            "Laporan yang dinilai pelapornya pada bulan itu, juga laporan yang digabung ke laporan"
            " yang diselesaikan kantor ini."
        ),
        (("is_rated", True),),
    ),
    Definition(
        Figure.REJECTED,
        _("Hasil ditolak"),
        _("Laporan yang tindak lanjutnya ditolak validator pada bulan itu."),
        (("is_rejected", True),),
    ),
    Definition(
        Figure.REOPENED,
        _("Dibuka lagi"),
        _("Laporan yang dibuka lagi pada bulan itu sesudah kantor ini menyelesaikannya."),
        (("is_reopened", True),),
    ),
    Definition(
        Figure.RETURNED,
        _("Dikembalikan"),
        _(
            "Laporan yang dikembalikan kantor ini pada bulan itu karena bukan wewenangnya. Tidak"
            " mengurangi angkanya."
        ),
        (("is_returned", True),),
    ),
    Definition(
        Figure.PASSED_ON,
        _("Diteruskan"),
        _(
            "Laporan yang diteruskan kantor ini ke kantor lain pada bulan itu. Tidak mengurangi"
            " angkanya."
        ),
        (("is_passed_on", True),),
    ),
    Definition(
        Figure.HIDDEN,
        _("Rahasia"),
        _(
            "Dari yang diterima: laporan rahasia atau tentang sebuah kantor. Ikut dihitung, tetapi"
            " hanya petugas kasus yang dapat membukanya."
        ),
        (("is_received", True), ("is_hidden", True)),
    ),
)
BY_FIGURE: dict[str, Definition] = {one.figure.value: one for one in DEFINITIONS}
NAMES = tuple(one.figure.value for one in DEFINITIONS)
