"""Files of one report: each is judged alone."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tanggap.intake.inbound import MAX_PHOTOS
from tanggap.intake.photos import prepare
from tanggap.media.models import Attachment

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)


def picture(name: str) -> io.BytesIO:
    file = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    file.seek(0)
    file.name = name
    return file


def text(name: str) -> io.BytesIO:
    file = io.BytesIO(b"bukan foto")
    file.name = name
    return file


def test_one_bad_file_leaves_the_others() -> None:
    taken, refused = prepare([picture("a.jpg"), text("b.jpg"), picture("c.jpg")], NOW)
    assert len(taken) == 2
    assert [(file.filename, file.code) for file in refused] == [("b.jpg", "not_a_photo")]
    assert {photo.sha256 for photo in taken} == set(
        Attachment.objects.values_list("sha256", flat=True)
    )


def test_the_same_photo_twice_is_one() -> None:
    first = picture("a.jpg")
    again = io.BytesIO(first.getvalue())
    again.name = "b.jpg"
    assert len(prepare([first, again], NOW)[0]) == 1


def test_there_is_an_end_to_it() -> None:
    taken, refused = prepare([picture(f"{n}.jpg") for n in range(MAX_PHOTOS + 2)], NOW)
    assert len(taken) == MAX_PHOTOS
    assert {file.code for file in refused} == {"too_many"}
