"""Texts, places and pictures of the demonstration."""

from __future__ import annotations

import io
import math
import re
from random import Random

import pytest
from PIL import Image

from tanggap.ops.demo import corners, drawing, texts
from tests.ops.demo_world import PACK, world

TEXTS = texts.read(PACK / "demo")
CORNERS = corners.corners(world(), TEXTS.common["streets"], seed=2022)


def test_every_category_of_the_year_has_sentences_and_a_scene() -> None:
    from tanggap.ops.demo import figures

    for category in figures.read(PACK / "demo").all_categories():
        theme = TEXTS.theme(category)
        assert theme.bodies
        assert theme.scene in drawing.SCENES


def test_texts_are_various_and_whole() -> None:
    rng, writer = Random(1), texts.Writer(TEXTS)
    names, written = list(TEXTS.themes), set()
    for _ in range(3_000):
        village = rng.randrange(len(CORNERS))
        words = writer.write(
            rng,
            theme=TEXTS.theme(rng.choice(names)),
            corner=rng.choice(CORNERS[village]),
            village=world().villages[village].name,
            kind=rng.choice(["app", "letter", "social", "office"]),
            report_class=rng.choice(["complaint", "complaint", "suggestion", "information"]),
        )
        written.add(words.text)
        assert not re.search(r"[{}]|di di ", words.title + words.text + words.closing)
        assert 10 <= len(words.text) <= 600
        assert 5 <= len(words.title) <= 140
    assert len(written) > 2_500  # the shortest sentences name no place


def test_points_lie_inside_the_circles_of_their_village() -> None:
    rng = Random(2)
    for village, found in zip(world().villages, CORNERS, strict=True):
        for corner in found:
            lat, lng = corners.point(corner, rng)
            spots = world().spots[village.code]
            assert any(_metres(lat, lng, s.lat, s.lng) <= s.radius + 3 for s in spots)


def _metres(lat: float, lng: float, lat2: float, lng2: float) -> float:
    east = (lng2 - lng) * math.cos(math.radians(lat))
    return math.hypot(lat2 - lat, east) * corners.METRES_PER_DEGREE


@pytest.mark.parametrize("scene", ["road", "lamp", "document"])
def test_a_scene_is_drawn_the_same_twice_and_changes_with_the_work(scene: str) -> None:
    before = drawing.draw(scene, variant=0, is_after=False)
    assert before == drawing.draw(scene, variant=0, is_after=False)
    after = drawing.draw(scene, variant=0, is_after=True)
    assert after != before
    picture = Image.open(io.BytesIO(after))
    assert picture.size == (960, 720)
    assert len(after) < 160_000


def test_every_scene_can_be_drawn_in_all_its_variants() -> None:
    pictures = {
        drawing.draw(scene, variant=variant, is_after=False)
        for scene in drawing.SCENES
        for variant in range(1)
    }
    assert len(pictures) == len(drawing.SCENES)
