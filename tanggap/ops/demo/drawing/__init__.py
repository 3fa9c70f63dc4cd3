"""Photographs of the demonstration, drawn by the program: flat scenes before and after the work.

They must look drawn, so that nobody takes them for real, and the pair must show one place.
"""

from __future__ import annotations

import io
from random import Random

from tanggap.ops.demo.drawing import scenes_city, scenes_people, scenes_street
from tanggap.ops.demo.drawing.stage import Painter, Stage

SCENES: dict[str, Painter] = scenes_street.SCENES | scenes_city.SCENES | scenes_people.SCENES
QUALITY = 82
_COMMON = frozenset({"road", "lamp", "tree", "parking", "rubbish", "night"})


def variants(scene: str) -> int:
    """How many pairs of a scene there are; the common problems have more."""
    return 3 if scene in _COMMON else 2


def draw(scene: str, *, variant: int, is_after: bool) -> bytes:
    """One picture as JPEG bytes; the same arguments draw the same picture."""
    stage = Stage(Random(f"{scene}:{variant}"), variant=variant, is_dark=scene in _NIGHT)
    SCENES[scene](stage, is_after)
    file = io.BytesIO()
    stage.picture(seed=variant).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


_NIGHT = frozenset({"lamp", "night"})
