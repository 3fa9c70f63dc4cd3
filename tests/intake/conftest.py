"""Inputs as the doors hand them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tanggap.intake.inbound import Inbound

# In Kelurahan Kebon Sirih, Jakarta Pusat.
KEBON_SIRIH = {"lat": -6.1822, "lng": 106.8341}


@pytest.fixture
def inbound() -> Callable[..., Inbound]:
    """An input of the website, with whatever the test changes."""

    def build(**changes: Any) -> Inbound:
        usual: dict[str, Any] = {
            "channel": "web",
            "external_id": "form-1",
            "text": "Lampu jalan mati sejak Senin. Gelap sekali.",
            **KEBON_SIRIH,
        }
        return Inbound(**{**usual, **changes})

    return build
