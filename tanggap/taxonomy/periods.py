"""Dated rules must not speak at the same time. Pure: the pack's checker asks without Django."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a day to a day, both included; without an end it goes on."""

    starts: date
    ends: date | None = None

    def meets(self, other: Period) -> bool:
        """Whether some day lies in both."""
        return self.starts <= (other.ends or date.max) and other.starts <= (self.ends or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One dated rule: which clock for which reports, when, and the place where it stands."""

    selector: tuple[str, ...]  # clock, class, kind, category
    period: Period
    place: int  # a line of a file; 0 where there is none
    code: str


def overlaps(rules: Iterable[Dated]) -> Iterator[tuple[Dated, Dated]]:
    """Pairs (rule, earlier place) that speak for the same reports on some day."""
    groups: dict[tuple[str, ...], list[Dated]] = defaultdict(list)
    for rule in rules:
        groups[rule.selector].append(rule)
    for group in groups.values():
        yield from _within(sorted(group, key=lambda rule: rule.place))


def _within(group: Sequence[Dated]) -> Iterator[tuple[Dated, Dated]]:
    for number, rule in enumerate(group):
        for other in group[:number]:
            if rule.period.meets(other.period):
                yield rule, other
                break  # one message a row


def against(new: Dated, rules: Iterable[Dated]) -> Dated | None:
    """The first of `rules` that speaks for the same reports on a day of `new`."""
    same = (rule for rule in rules if rule.selector == new.selector)
    return next((rule for rule in same if rule.period.meets(new.period)), None)
