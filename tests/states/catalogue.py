"""States of pages: what somebody sees, from the first look to what is refused and what is done.

A *walk* is a generator over the states of one subject, in the order in which somebody comes to
them, made by the real actions and asked for over the real addresses:

    @walk
    def the_door() -> States:
        somebody = Visitor()
        yield "empty", somebody.sees("/saya/masuk/")
        yield "no address", somebody.sees("/saya/masuk/", {"address": "x"}, status=422)

What a walk wrote is gone after it. `tests/states/test_states.py` looks at every state in a browser,
and fails when a template or an address of these pages belongs to none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core import mail
from django.db import connections, transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.urls import Resolver404
from django.utils import translation

from tanggap.lib import editions

States = Iterator[tuple[str, Any]]
Walk = Callable[[], States]
WALKS: list[Walk] = []
ASKED: set[str] = set()  # names of all addresses that a visitor has asked for


@dataclass(frozen=True, slots=True)
class State:
    """One page as its server sent it."""

    name: str
    body: bytes
    headers: dict[str, str]
    templates: frozenset[str]


def walk(function: Walk) -> Walk:
    """A walk of the catalogue."""
    WALKS.append(function)
    return function


class Visitor(Client):
    """Somebody's browser."""

    def sees(
        self, path: str, data: dict[str, Any] | None = None, *, status: int = 200, **more: Any
    ) -> Any:
        """The page at the end of all redirects; posted when there are data."""
        ask = self.get if data is None else self.post
        answer = ask(path, data or {}, follow=True, **more)
        assert answer.status_code == status, (path, answer.status_code, answer.content.decode())
        return answer

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        with suppress(Resolver404):
            ASKED.add(answer.resolver_match.view_name)
        return answer


def drawn(template: str) -> HttpResponse:
    """A page that no address leads to: what is said when nothing else can be."""
    names: list[str] = []

    def note(template: Any, **_rest: Any) -> None:
        names.append(template.name)

    template_rendered.connect(note)
    answer: Any = HttpResponse(render_to_string(template))
    template_rendered.disconnect(note)
    answer.template_names = names
    return answer  # type: ignore[no-any-return]


@cache
def states() -> list[State]:
    """The states of all walks, made once in a process.

    In a thread of its own: a browser's event loop in the main thread has other connections.
    """
    with ThreadPoolExecutor(1) as one:
        return one.submit(_all).result()


def _all() -> list[State]:
    """Each walk in a transaction that leaves nothing behind; pages read what is not committed."""
    connections["public"] = connections["default"]
    try:
        return [state for each in WALKS for state in _walked(each)]
    finally:
        connections["default"].close()


def _walked(each: Walk) -> list[State]:
    _afresh()
    try:
        with transaction.atomic():
            found = [_state(f"{each.__name__}: {name}", page) for name, page in each()]
            transaction.set_rollback(True)
        return found
    finally:
        _afresh()


def _afresh() -> None:
    """Language, letterbox and what the process keeps are as at the beginning."""
    translation.activate(settings.LANGUAGE_CODE)
    editions.look_again()
    mail.outbox.clear()


def _state(name: str, answer: Any) -> State:
    assert answer["Content-Type"].startswith("text/html"), name
    names = getattr(answer, "template_names", None)
    if names is None:
        names = [template.name for template in answer.templates]
    return State(name, answer.content, dict(answer.headers), frozenset(names))
