"""The page of a report says where its date comes from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tanggap.casework.queries import report as reading
from tanggap.people.access import SYSTEM
from tanggap.web.staff import clocks
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db


def test_the_rule_s_source_and_the_holidays_are_named() -> None:
    story = Story()
    dossier = reading.dossier(story.fresh(), SYSTEM)
    citizen = clocks.lines(dossier, at=story.at)[0]
    said = [name for name, _value in citizen.lines]
    assert any("Perpres 76/2013" in name for name in said)
    assert any("Libur, tidak dihitung: " in name and "Natal" in name for name in said)


def test_a_red_flag_names_whose_time_it_was() -> None:
    story = Story()
    story.verify(to=builders.agency(builders.DISTRICT))
    story.tick(days=1)
    story.do("dispose", story.cast.camat, to=builders.agency(builders.VILLAGE), instruction="Cek.")
    story.accept()
    dossier = reading.dossier(story.fresh(), SYSTEM)
    flag = clocks.lines(dossier, at=story.at + timedelta(days=9))[-1]
    assert "tanggapan pertama" in flag.name
    charged = dict(flag.lines[-2:])
    assert set(charged) == {"Kelurahan Gambir", "Kecamatan Gambir"}
    assert charged["Kelurahan Gambir"] == "90 %"
    before = clocks.lines(dossier, at=story.at)[-1]
    assert "Kelurahan Gambir" not in dict(before.lines)
