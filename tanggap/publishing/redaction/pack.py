"""What the pack names and is nobody's private detail: its areas, places, offices and addresses.

Read from the pack's files, not from the tables, so that masking needs no database and says the
same in every process. An office the operator adds later is told by the words around it.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from itertools import chain
from pathlib import Path

from django.conf import settings

from tanggap.lib.text import words

_NAMING = ("areas.csv", "places.csv", "agencies.csv")


@cache
def own_addresses() -> frozenset[str]:
    """Addresses, accounts and telephone numbers of the institution's channels, in lower case."""
    return frozenset(row["address"].lower() for row in _rows("channels.csv") if row["address"])


@cache
def phrases() -> frozenset[str]:
    """Every name of an area, a place, an office, and every part of one, folded."""
    named = (words(row["name"]) for row in chain.from_iterable(map(_rows, _NAMING)))
    return frozenset(
        " ".join(name[start:end])
        for name in named
        for start in range(len(name))
        for end in range(start + 1, len(name) + 1)
    )


@cache
def public_persons() -> frozenset[str]:
    """Single names, in lower case, by which people speak of who holds or held a high office."""
    return _listed("public_persons")


@cache
def services() -> frozenset[str]:
    """What the city's own services are called: nobody's name, and a number behind is no door's."""
    return _listed("services")


def _listed(name: str) -> frozenset[str]:
    path = Path(settings.PACK_DIR) / "pack.toml"
    said = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return frozenset(word.lower() for word in said.get("masking", {}).get(name, ()))


def _rows(name: str) -> list[dict[str, str]]:
    path = Path(settings.PACK_DIR) / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
