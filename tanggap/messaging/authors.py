"""Who words a message: this package those about a report, packages above it their own kinds.

A kind is a template. Its author is given all messages of the kind at once, so that many cost as few
statements as one, just before they are sent: what has been hidden meanwhile is not said.

    @authors.of("news")
    def news(messages: Sequence[Message]) -> Mapping[int, Words]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from tanggap.messaging import texts
from tanggap.messaging.models import Message
from tanggap.messaging.ways.parcels import Words

Author = Callable[[Sequence[Message]], Mapping[int, Words]]
Given = TypeVar("Given", bound=Author)

_authors: dict[str, Author] = {}


def of(template: str) -> Callable[[Given], Given]:
    """The function words the messages of this template; one that it leaves out isn't sent."""

    def register(function: Given) -> Given:
        _authors[template] = function
        return function

    return register


def worded(messages: Iterable[Message]) -> dict[int, Words]:
    """What each of them says, by id; those with nothing to say any more are missing."""
    found: dict[int, Words] = {}
    kinds: dict[str, list[Message]] = {}
    for message in messages:
        if message.template in _authors:
            kinds.setdefault(message.template, []).append(message)
        else:
            found[message.pk] = texts.AboutReport(message)
    for template, some in kinds.items():
        found |= _authors[template](some)
    return found
