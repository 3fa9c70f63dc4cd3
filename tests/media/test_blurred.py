"""The blurred copy keeps a street's colours and nobody's face or number."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from tanggap.media import pictures
from tanggap.media.decoder import SQUARES
from tests.media import samples

LONGEST = 320


def blurred(image: Image.Image) -> Image.Image:
    data = pictures.clean(samples.encoded(image, "JPEG", quality=92)).blurred
    return Image.open(io.BytesIO(data)).convert("RGB")


def plate(text: str, *, width: int) -> Image.Image:
    """A motorcycle's back with its plate, `width` of 1200 pixels wide."""
    image = samples.scene(1200, 900)
    height = width // 3
    sign = Image.new("RGB", (width, height), (20, 20, 20))
    font = ImageFont.load_default(size=height * 0.55)
    ImageDraw.Draw(sign).text((width // 20, height // 6), text, fill="white", font=font)
    image.paste(sign, (520, 400))
    return image


def face(*, smile: bool, glasses: bool) -> Image.Image:
    """A face that takes half of the picture's height."""
    image = samples.scene(1200, 900)
    draw = ImageDraw.Draw(image)
    draw.ellipse((420, 200, 780, 660), fill=(196, 140, 104))
    for x in (510, 650):
        draw.ellipse((x, 350, x + 50, 380), fill=(30, 20, 20))
        if glasses:
            draw.ellipse((x - 18, 325, x + 70, 405), outline=(20, 20, 20), width=8)
    start, end = (20, 160) if smile else (200, 340)
    draw.arc((520, 470, 680, 580), start, end, fill=(120, 40, 40), width=10)
    return image


def apart(a: Image.Image, b: Image.Image) -> int:
    """The largest difference of any pixel's colour, 0 to 255."""
    return max(high for _low, high in ImageStat.Stat(ImageChops.difference(a, b)).extrema)


@pytest.mark.parametrize("width", [150, 300])
def test_two_plates_look_the_same(width: int) -> None:
    first, second = plate("B 1234 XYZ", width=width), plate("B 9876 QWE", width=width)
    assert apart(first, second) > 200
    assert apart(blurred(first), blurred(second)) < 16


def test_two_faces_look_the_same() -> None:
    first, second = face(smile=True, glasses=False), face(smile=False, glasses=True)
    assert apart(first, second) > 100
    assert apart(blurred(first), blurred(second)) < 40


def test_nothing_finer_than_a_square_is_left() -> None:
    picture = blurred(plate("B 1234 XYZ", width=600))
    assert max(picture.size) == LONGEST
    coarse = picture.resize((SQUARES * 2, round(SQUARES * 2 * 0.75)), Image.Resampling.BOX)
    again = coarse.resize(picture.size, Image.Resampling.BICUBIC)
    assert max(ImageStat.Stat(ImageChops.difference(picture, again)).mean) < 4


def test_the_place_is_still_known_by_its_colours() -> None:
    """Seen from afar both are the same: enough to compare two photographs of a place."""
    street = samples.scene(1200, 900)
    afar = (4, 3)
    shown = [image.resize(afar, Image.Resampling.BOX) for image in (street, blurred(street))]
    assert apart(*shown) < 32
    assert apart(shown[0], Image.new("RGB", afar, "gray")) > 90, "there is something to see"


@pytest.mark.parametrize("size", [(3000, 4), (4, 3000), (1, 1)])
def test_odd_shapes_are_blurred_too(size: tuple[int, int]) -> None:
    assert max(blurred(Image.new("RGB", size, "teal")).size) == LONGEST
