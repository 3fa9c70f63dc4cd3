"""An office with an admin and a field officer. A test that needs other people makes its own."""

from __future__ import annotations

import pytest

from tanggap.people.models import Agency, User
from tests.casework import world


@pytest.fixture
def office() -> Agency:
    return world.office()


@pytest.fixture
def admin(office: Agency) -> User:
    return world.staff("agency_admin", office, "Ibu Admin")


@pytest.fixture
def officer(office: Agency) -> User:
    return world.staff("officer", office, "Joko Petugas")
