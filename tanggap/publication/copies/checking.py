"""Is this file a copy of closed figures? Answered from the file and the closed cards alone;
nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum

from tanggap.lib import seal as seals
from tanggap.publication import queries
from tanggap.publication.copies import comparing, reading, states
from tanggap.publication.copies.comparing import Compared, Difference
from tanggap.publication.models import ClosedCard

MOST_CHANGED = 20  # offices whose changes are listed one by one


class Verdict(StrEnum):
    """The answer in one word."""

    EXACT = "exact"  # byte by byte the closed figures of now
    OLDER = "older"  # byte by byte, but a later version was closed since
    RESAVED = "resaved"  # saved anew by another program, the same figures
    ALTERED = "altered"
    PROVISIONAL = "provisional"  # ours and unchanged, but of a month that wasn't closed
    GENUINE = "genuine"  # a report's dossier, byte by byte as we made it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of a file."""

    verdict: Verdict
    card: ClosedCard | None = None  # where the file is one office's card
    newest: int = 0
    first: date | None = None  # where it is a list of offices: its months
    last: date | None = None
    is_open: bool = False  # a card without its confidential reports
    is_closed_now: bool = False  # a provisional one whose month was closed since
    dossier: tuple[str, datetime] | None = None  # a report's number, and when it was made
    changed: tuple[str, ...] = ()  # offices with a later version
    compared: Compared = field(default_factory=Compared)
    differences: tuple[Difference, ...] = ()


def card_reference(checksum: str, *, is_open: bool) -> str:
    """What the seal of one office's card says."""
    return f"card:{checksum}:{'open' if is_open else 'all'}"


def span_reference(first: date, last: date, digest: str) -> str:
    """What the seal of a list of offices says; `digest` is the state of its months."""
    return f"span:{first:%Y-%m}:{last:%Y-%m}:{digest}"


def open_reference(month: date) -> str:
    """What the seal of figures says that are not closed."""
    return f"open:{month:%Y-%m}"


def dossier_reference(number: str, *, at: datetime, chain: str) -> str:
    """What the seal of a report's dossier says; `chain` is the last link of its events."""
    stamp = at.astimezone(UTC).strftime(_STAMP).lower()
    return f"dossier:{number.lower()}:{stamp}:{chain}"


_STAMP = "%Y%m%dT%H%M%S"


def check(content: bytes, *, public_key: bytes) -> Answer:
    """The answer for a file. Raises reading.Unreadable."""
    kind = reading.kind_of(content)
    seal = seals.read(content, public=public_key)
    if seal is not None and seal.is_whole:
        return _sealed(seal.reference)
    compared = comparing.with_frozen(reading.rows(content, kind))
    answer = _by_table(compared, is_ours=seal is not None)
    # What a broken seal claims proves nothing, but says which card to compare by eye.
    card, newest = _card(seal.reference) if seal else (None, 0)
    return replace(answer, card=card, newest=newest)


def _by_table(compared: Compared, *, is_ours: bool) -> Answer:
    """A file that isn't as we made it, judged by its numbers."""
    is_known = bool(compared.equal or compared.differences)
    is_wrong = bool(compared.differences or compared.unknown)
    verdict = Verdict.ALTERED
    if not is_ours and not is_wrong:
        verdict = Verdict.RESAVED if is_known else Verdict.UNKNOWN
    elif not is_ours and not is_known:
        verdict = Verdict.UNKNOWN
    return Answer(verdict=verdict, compared=compared, differences=compared.differences)


def _sealed(reference: str) -> Answer:
    what, _, rest = reference.partition(":")
    if what == "card":
        return _sealed_card(reference)
    if what == "span":
        first, last, digest = rest.split(":")
        return of_span(_month(first), _month(last), digest)
    if what == "dossier":
        number, stamp, _chain = rest.split(":")
        made_at = datetime.strptime(stamp.upper(), _STAMP).replace(tzinfo=UTC)
        return Answer(verdict=Verdict.GENUINE, dossier=(number.upper(), made_at))
    month = _month(rest)
    is_closed = bool(states.cards(month, month))
    return Answer(verdict=Verdict.PROVISIONAL, first=month, last=month, is_closed_now=is_closed)


def _sealed_card(reference: str) -> Answer:
    card, newest = _card(reference)
    if card is None:
        return Answer(verdict=Verdict.UNKNOWN)
    is_open = reference.endswith(":open")
    answer = Answer(verdict=Verdict.EXACT, card=card, newest=newest, is_open=is_open)
    if newest == card.number:
        return answer
    last = queries.closed_version(card, newest)
    found = comparing.between(card.checksum, last.checksum) if last else []
    return replace(answer, verdict=Verdict.OLDER, differences=tuple(found))


def _card(reference: str) -> tuple[ClosedCard | None, int]:
    """The card that a seal names, and its newest version. Two queries."""
    what, _, rest = reference.partition(":")
    found = queries.closed_card(rest.split(":")[0]) if what == "card" else None
    return found, queries.newest_number(found) if found else 0


def of_span(first: date, last: date, digest: str) -> Answer:
    """The answer for the state of some months that a file names."""
    known = states.cards(first, last)
    answer = Answer(verdict=Verdict.EXACT, first=first, last=last)
    if states.digest(known) == digest:
        return answer
    then = states.at_digest(known, digest)
    if then is None:
        return replace(answer, verdict=Verdict.UNKNOWN)
    pairs = _changed(then, known)
    found = [
        one
        for old, new in pairs[:MOST_CHANGED]
        for one in comparing.between(old.checksum, new.checksum)
    ]
    names = tuple(sorted({new.name for _old, new in pairs}))
    return replace(answer, verdict=Verdict.OLDER, changed=names, differences=tuple(found))


def _changed(
    then: Iterable[states.Card], known: Iterable[states.Card]
) -> list[tuple[states.Card, states.Card]]:
    """What has a later version: as it was then, and now."""
    old, new = states.newest(then), states.newest(known)
    pairs = [(old[key], new[key]) for key in sorted(old)]
    return [(was, now) for was, now in pairs if was.checksum != now.checksum]


def _month(text: str) -> date:
    return date.fromisoformat(f"{text}-01")
