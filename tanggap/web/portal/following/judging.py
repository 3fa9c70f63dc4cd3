"""The reporter's last word: stars, still there or not, opened again, one objection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.casework.queries import tracking as reading
from tanggap.people.access import REPORTER
from tanggap.reports import actions, workflow
from tanggap.reports.clocks import Clock
from tanggap.reports.rules import GOOD_SCORE, MAX_REOPENS
from tanggap.reports.vocabulary import Code, State, Verb
from tanggap.taxonomy.queries import said
from tanggap.web import grounds
from tanggap.web.portal.following.typed import Typed

if TYPE_CHECKING:
    from tanggap.reports.case import Case
    from tanggap.reports.models import Report, ReportEvent

REFUSALS: dict[Code, Promise | str] = {
    Code.ALREADY_OBJECTED: lazy(
        "Keberatan hanya bisa satu kali, dan sudah kamu ajukan. Kalau belum puas, lihat ke mana"
        " lagi kamu bisa mengadu di bawah."
    ),
    Code.OBJECTION_LATE: lazy("Batas waktu keberatan sudah lewat. Kamu boleh melapor lagi."),
    Code.RATED_TWICE: lazy("Nilai hanya bisa diubah satu kali, dan sudah kamu ubah."),
    Code.WINDOW_OVER: lazy(
        "Batas waktunya sudah lewat. Kalau masalahnya ada lagi, buat laporan baru."
    ),
    Code.REOPEN_LIMIT: lazy(
        "Laporan ini sudah dua kali kamu buka lagi, dan rapat bersama memutuskannya. Kalau belum"
        " puas, lihat ke mana lagi kamu bisa mengadu di bawah."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """A refusal and what became of the objection. `state`: may, asked, upheld, late or none."""

    state: str
    reason: str
    basis: str
    remedy: str
    until: datetime | None
    asked_at: datetime | None = None
    decided_by: datetime | None = None  # the latest day for the decision
    decided_at: datetime | None = None
    answer: str = ""


def context(row: Report, known: Case, facts: workflow.ReportFacts, *, at: datetime) -> Any:
    """What the reporter's page shows of it. No query but for kept reasons."""
    allowed = workflow.allowed(facts)
    stage = known.stage
    is_question = stage.state == State.RESOLVED and workflow.is_asked_back(stage.outcome)
    resolved = stage.resolved_at
    return {
        "is_question": is_question and Verb.REOPEN in allowed,
        "is_low": row.stars is not None and row.stars < GOOD_SCORE and Verb.REOPEN in allowed,
        "rating_until": reading.window(known, Clock.RATING_WINDOW, resolved) if resolved else None,
        "rate_reasons": choices.reasons(Verb.RATE.value),
        "reopen_reasons": choices.reasons(Verb.REOPEN.value),
        "withdraw_reasons": choices.reasons(Verb.WITHDRAW.value),
        "reopens": facts.reopens,
        "is_last_reopening": facts.reopens == MAX_REOPENS - 1,
        "objection": objection(known, may=Verb.OBJECT in allowed, at=at),
    }


def objection(known: Case, *, may: bool, at: datetime) -> Objection | None:
    """What a refused report's reporter may do, or what came of it; None where none is refused."""
    refused = known.last(Verb.DECLINE, Verb.ARCHIVE, Verb.LAPSE)
    if refused is None or known.stage.state != State.DECLINED:
        return None
    asked = known.last(Verb.OBJECT)
    upheld = known.last(Verb.UPHOLD)
    until = reading.window(known, Clock.OBJECTION_WINDOW, refused.at)
    return Objection(
        state=_standing(asked, upheld, may=may, is_late=until is not None and until <= at),
        reason=said(refused.note),
        basis=grounds.named(refused.data),
        remedy=said(str((refused.data or {}).get("remedy", ""))),
        until=until,
        asked_at=asked.at if asked else None,
        decided_by=reading.window(known, Clock.OBJECTION, asked.at) if asked else None,
        decided_at=upheld.at if upheld else None,
        answer=said(upheld.note) if upheld else "",
    )


def _standing(
    asked: ReportEvent | None, upheld: ReportEvent | None, *, may: bool, is_late: bool
) -> str:
    if may:
        return "may"
    if asked is None:
        return "late" if is_late else "none"
    return "upheld" if upheld and upheld.seq > asked.seq else "asked"


def refusal(refused: workflow.Refused) -> str:
    """Why it can't be done, in the reporter's words."""
    if refused.missing:
        return _("Lengkapi dulu: tulis alasan atau pilih nilai, lalu kirim lagi.")
    if refused.code in REFUSALS:
        return str(REFUSALS[refused.code])
    return _("Ini tidak bisa dilakukan sekarang. Keadaan laporan mungkin baru saja berubah.")


def _words(verb: Verb, typed: Typed) -> dict[str, Any]:
    """Her own words and the ready reason she chose; what was ready is kept in Indonesian."""
    ready = reading.ready_reason(verb, typed.reason_code)
    said_too = [text for text in (ready, typed.words) if text]
    return {"reason": " ".join(said_too), "reason_code": typed.reason_code if ready else ""}


def _rate(row: Report, typed: Typed) -> Any:
    words = _words(Verb.RATE, typed)
    return actions.rate(row, by=REPORTER, at=timezone.now(), stars=typed.stars, **words)


def _reopen(row: Report, typed: Typed) -> Any:
    words = _words(Verb.REOPEN, typed)
    if typed.where and words["reason"]:
        # An office reads it in the story; the desk puts the place right.
        words["reason"] += f" Tempatnya: {typed.where}"
    photos = [reading.reopening_photo(photo) for photo in typed.photos]
    return actions.reopen(row, by=REPORTER, at=timezone.now(), photos=photos, **words)


def _close(row: Report, typed: Typed) -> Any:
    return actions.close(row, by=REPORTER, at=timezone.now())


def _withdraw(row: Report, typed: Typed) -> Any:
    words = _words(Verb.WITHDRAW, typed)
    return actions.withdraw(row, by=REPORTER, at=timezone.now(), **words)


def _object(row: Report, typed: Typed) -> Any:
    return actions.object_to(row, by=REPORTER, at=timezone.now(), reason=typed.words)


def _reply(row: Report, typed: Typed) -> Any:
    return actions.reply(row, by=REPORTER, at=timezone.now(), text=typed.words)


ACTS: dict[str, Callable[[Report, Typed], Any]] = {
    Verb.REPLY: _reply,
    Verb.RATE: _rate,
    Verb.REOPEN: _reopen,
    Verb.CLOSE: _close,
    Verb.WITHDRAW: _withdraw,
    Verb.OBJECT: _object,
}
# What is said afterwards, where more can be said than thanks.
DONE: dict[str, Promise | str] = {
    Verb.REOPEN: lazy("Laporan dibuka lagi. Orang yang berbeda akan mengerjakannya."),
    Verb.CLOSE: lazy("Terima kasih sudah memeriksa. Laporan ditutup."),
    Verb.OBJECT: lazy("Keberatanmu sudah masuk. Petugas lain yang memeriksanya."),
}


def do(request: HttpRequest, verb: str, act: Callable[[], Any], *, typed: Typed) -> bool:
    """Do it and say so. False when it can't be done now, or a file can't be taken: said too."""
    for photo in typed.refused:
        messages.error(request, f"{photo.filename}: {photo.message}")
    if typed.refused:
        return False
    try:
        act()
    except workflow.Refused as refused:
        messages.error(request, refusal(refused))
        return False
    messages.success(request, str(DONE.get(verb, _("Terima kasih, sudah kami catat."))))
    return True
