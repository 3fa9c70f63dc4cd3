"""What public pages say of this city comes from its pack."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from tanggap.web import instance

pytestmark = pytest.mark.django_db(databases=["default", "public"])


def test_a_note_belongs_to_its_year_and_speaks_both_languages() -> None:
    with translation.override("id"):
        assert "906 laporan" in instance.note("agencies", 2022)
    with translation.override("en"):
        assert "906 reports" in instance.note("agencies", 2022)
    assert instance.note("agencies", 2023) == ""


def test_the_city_stands_beside_the_mark(client: Client) -> None:
    assert "Jakarta</small>" in client.get("/lacak/").content.decode()
