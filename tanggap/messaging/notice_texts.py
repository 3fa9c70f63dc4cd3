"""What the notices to staff say, by template, in the reader's language.

A text names its facts as %(fact)s. Facts that end in `_at` are moments, written as ISO 8601 into
the notice and shown in the instance's time zone; `clock` is the code of a clock, said in words.
Never a fact about a reporter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from tanggap.lib.naming import is_english
from tanggap.messaging.models import Notice

MAX_LINES = 20  # of one mail; the others wait in the app
_FACT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class NoticeText:
    """The headline, which is the subject of a mail with this notice alone, and the sentence."""

    title: Promise | str
    text: Promise | str

    def facts(self) -> frozenset[str]:
        """The facts that the sentences name."""
        return frozenset(_FACT.findall(f"{self.title} {self.text}"))


TEXTS: dict[str, NoticeText] = {
    "mentioned": NoticeText(
        lazy("Kamu disebut"),
        lazy("%(author)s, %(office)s, menyebutmu dalam catatan di %(number)s."),
    ),
    "hearing": NoticeText(
        lazy("Sidang bersama"),
        lazy(
            "%(number)s dua kali dikembalikan. Tulis pendapat kantormu sebagai catatan antar"
            " instansi; meja disposisi memutuskan."
        ),
    ),
    "ruled": NoticeText(
        lazy("Sidang memutus"),
        lazy("Pemegang %(number)s sudah diputuskan. Baca putusan dan alasannya di laporan itu."),
    ),
    "due_soon": NoticeText(
        lazy("Batas waktu mendekat"),
        lazy("%(number)s: %(clock)s di %(office)s paling lambat %(due_at)s."),
    ),
    "extension_asked": NoticeText(
        lazy("Tambahan waktu menunggu keputusanmu"),
        lazy(
            "%(office)s meminta %(days)s hari lagi untuk %(number)s. Tanpa jawaban berarti tidak."
        ),
    ),
    "extension_granted": NoticeText(
        lazy("Tambahan waktu diberikan"), lazy("%(number)s mendapat %(days)s hari lagi.")
    ),
    "extension_refused": NoticeText(
        lazy("Tambahan waktu tidak diberikan"),
        lazy("Batas waktu %(number)s tetap. Alasannya ada di laporan itu."),
    ),
    "scheduled_together": NoticeText(
        lazy("Jadwal pekerjaan diputuskan bersama"),
        lazy("%(office)s menjadwalkan %(number)s untuk %(month)s, bersama kantormu."),
    ),
    "identity_answered": NoticeText(
        lazy("Pelapor menjawab permintaan identitas"),
        lazy("%(number)s: buka laporannya untuk melihat jawabannya."),
    ),
    "alarm": NoticeText(
        lazy("BAHAYA: %(number)s menunggu kamu"),
        lazy(
            "Laporan bahaya masuk ke %(office)s sejak %(since_at)s. Buka dan tekan Saya terima;"
            " kalau tidak, orang berikutnya dipanggil."
        ),
    ),
    "alarm_again": NoticeText(
        lazy("BAHAYA: %(number)s belum ada yang menerima"),
        lazy(
            "Laporan bahaya di %(office)s memanggil sejak %(since_at)s dan belum ada yang menerima."
            " Buka dan tekan Saya terima."
        ),
    ),
    "handed": NoticeText(
        lazy("Serahan dari lapangan"),
        lazy("%(author)s menyerahkan foto dan catatan untuk %(number)s yang tidak bisa terkirim."),
    ),
    "overdue": NoticeText(
        lazy("Lewat batas waktu"),
        lazy("%(number)s: %(clock)s di %(office)s lewat batas sejak %(due_at)s."),
    ),
    "score_objection": NoticeText(
        lazy("Keberatan atas rapor menunggu putusanmu"),
        lazy("%(office)s berkeberatan atas rapornya %(month)s."),
    ),
    "score_upheld": NoticeText(
        lazy("Keberatan diterima"),
        lazy("Rapor %(office)s %(month)s punya versi baru. Alasannya ada di putusan."),
    ),
    "score_rejected": NoticeText(
        lazy("Keberatan ditolak"),
        lazy("Rapor %(office)s %(month)s tetap. Alasannya ada di putusan."),
    ),
}

# What has to be done in time, by the code of its clock.
CLOCKS: dict[str, Promise | str] = {
    "verification": lazy("verifikasi"),
    "reaction": lazy("menerima atau meneruskan"),
    "red_flag": lazy("tanggapan pertama"),
    "holder": lazy("penanganan"),
    "completion": lazy("penyelesaian"),
    "validation": lazy("validasi"),
    "objection": lazy("keputusan keberatan"),
    "hearing": lazy("putusan sidang bersama"),
    "referral": lazy("jawaban instansi lain"),
    "schedule_review": lazy("tinjauan jadwal pekerjaan"),
}


def check(template: str, data: Mapping[str, Any]) -> None:
    """Raise for an unknown template and for facts its text doesn't name.

    What no text names must not be stored: it would be data about somebody that nobody sees.
    """
    strange = set(data) - TEXTS[template].facts() - {"path"}
    if strange:
        raise ValueError(f"{template} doesn't name {sorted(strange)}")


def headline(notice: Notice) -> str:
    """The headline in the active language."""
    return str(TEXTS[notice.template].title) % _Facts(notice)


def sentence(notice: Notice) -> str:
    """The sentence in the active language."""
    return str(TEXTS[notice.template].text) % _Facts(notice)


def render(notices: list[Notice], *, more: int) -> tuple[str, str]:
    """Subject and body of one mail with `notices`, and `more` that only the app shows."""
    total = len(notices) + more
    subject = headline(notices[0]) if total == 1 else _news(total)
    lines = [_line(notice) for notice in notices]
    if more:
        text = ngettext("Dan %(n)s pemberitahuan lain.", "Dan %(n)s pemberitahuan lain.", more)
        lines.append(text % {"n": more})
    closing = _("Semua pemberitahuanmu: %(url)s") % {"url": f"{settings.SITE_URL}/pemberitahuan/"}
    return subject, "\n\n".join([*lines, closing]) + "\n"


def _news(n: int) -> str:
    text = ngettext("%(n)s pemberitahuan untukmu", "%(n)s pemberitahuan untukmu", n)
    return text % {"n": n}


def _line(notice: Notice) -> str:
    text = f"{headline(notice)}: {sentence(notice)}"
    where = path(notice)
    return f"{text}\n{settings.SITE_URL}{where}" if where else text


def path(notice: Notice) -> str:
    """The page that the notice leads to; empty where there is none."""
    usual = f"/meja/laporan/{notice.subject}/" if notice.subject else ""
    return str(notice.data.get("path") or usual)


class _Facts(dict[str, Any]):
    """The facts of one notice as words; one that the cause did not name reads as a dash."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.data)
        self.setdefault("number", notice.subject)

    def __getitem__(self, name: str) -> Any:
        value = super().get(name)
        if value in (None, ""):
            return "–"
        if name == "clock":
            return CLOCKS.get(value, value)
        return _moment(value) if name.endswith("_at") else value


def _moment(value: str) -> str:
    local = timezone.localtime(datetime.fromisoformat(value))
    return date_format(local, "D, j M Y, H:i" if is_english() else "D, j M Y, H.i")
