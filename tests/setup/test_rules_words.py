"""The rules of a mandate are said in words, not in codes."""

from __future__ import annotations

import pytest

from tanggap.setup import queries

pytestmark = pytest.mark.django_db


def test_an_office_of_each_city_is_called_as_its_people_call_it() -> None:
    said = dict(queries.rules())
    assert said["city:sudin-perhubungan"] == "Suku Dinas Perhubungan di kota itu"
    assert said["city:satpol-pp"] == "Satuan Polisi Pamong Praja di kota itu"
    assert said["city:sudin-bina-marga"] == "Suku Dinas Bina Marga di kota itu"
    assert not [word for rule, word in said.items() if rule.startswith("city:") and "-" in word]
