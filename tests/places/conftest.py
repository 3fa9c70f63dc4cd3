"""Every test of places sees the database as it is now, and none but its own made-up city."""

from __future__ import annotations

import pytest

from tanggap.lib import editions
from tanggap.places.models import Area
from tests.places import world


@pytest.fixture(autouse=True)
def fresh_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions, "CHECK_SECONDS", 0)


@pytest.fixture
def city(db: None) -> dict[str, Area]:
    """The made-up city alone: areas of a loaded pack end before today for this test."""
    Area.objects.update(valid_to="1990-01-02")
    return world.areas()
