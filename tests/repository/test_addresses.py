"""Every address says who it is for, and GET never writes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

KNOWN = ("public", "reporter", "citizen", "crew", "partner", "staff")


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, path)
        elif isinstance(entry, URLPattern):
            yield path, entry.callback


ALL = sorted(patterns(get_resolver()), key=lambda pair: pair[0])


@pytest.mark.parametrize(("path", "view"), ALL, ids=[path for path, _view in ALL])
def test_address_has_an_audience(path: str, view: Any) -> None:
    audience = getattr(view, "audience", None)
    assert audience, f"{path}: say who it is for, with tanggap.web.audience"
    assert audience.split(":")[0] in KNOWN


def test_there_are_addresses_for_every_audience() -> None:
    found = {getattr(view, "audience", "").split(":")[0] for _path, view in ALL}
    assert found == set(KNOWN)
