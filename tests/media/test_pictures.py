"""One path for all pictures: nothing but pixels gets through, and nothing gets through unread."""

from __future__ import annotations

import io
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tanggap.media import paths, pictures, queries
from tanggap.media.refusals import Refused
from tests.media import samples


@pytest.mark.parametrize("kind", samples.FORMATS)
def test_no_metadata_survives(kind: str) -> None:
    data = samples.with_secrets(kind)
    assert b"SECRET" in data
    picture = pictures.clean(data)
    for size, file in picture.files.items():
        image = Image.open(io.BytesIO(file))
        assert b"SECRET" not in file
        assert b"Exif" not in file and b"http" not in file
        assert not len(image.getexif())
        assert not {"xmp", "comment", "exif", "icc_profile"} & set(image.info)
        assert max(image.size) <= size


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_camera_facts_are_read_before_they_are_dropped(kind: str) -> None:
    facts = pictures.clean(samples.with_secrets(kind)).facts
    assert facts.lat == pytest.approx(samples.LAT, abs=1e-6)
    assert facts.lng == pytest.approx(samples.LNG, abs=1e-6)
    assert facts.taken_at == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_a_picture_is_turned_upright() -> None:
    picture = pictures.clean(samples.with_secrets("JPEG"))
    assert (picture.width, picture.height) == (480, 640)


def test_a_camera_without_zone_runs_on_ours() -> None:
    facts = pictures.facts({"taken": "2026:11:23 10:00:00", "offset": ""})
    assert facts.taken_at is not None
    assert facts.taken_at.utcoffset() == timedelta(hours=7)


@given(st.text(max_size=24), st.text(max_size=8))
def test_nonsense_of_a_camera_is_left_out(taken: str, offset: str) -> None:
    facts = pictures.facts({"taken": taken, "offset": offset})
    assert facts.taken_at is None or facts.taken_at.tzinfo is not None


@pytest.mark.parametrize(("lat", "lng"), [((91.0, 0, 0), (1.0, 0, 0)), ((0, 0, 0), (0, 0, 0))])
def test_impossible_positions_are_no_position(lat: object, lng: object) -> None:
    notes = Image.Exif()
    place = notes.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", lat, "E", lng
    data = samples.encoded(samples.scene(), "JPEG", exif=notes.tobytes())
    assert pictures.clean(data).facts.lat is None


def test_three_sizes_and_never_larger_than_the_original() -> None:
    large = pictures.clean(samples.encoded(samples.scene(3000, 1500), "JPEG"))
    widths = [Image.open(io.BytesIO(file)).width for file in large.files.values()]
    assert list(large.files) == list(paths.SIZES)
    assert widths == [2048, 960, 320]
    small = pictures.clean(samples.encoded(samples.scene(400, 300)))
    assert [Image.open(io.BytesIO(f)).width for f in small.files.values()] == [400, 400, 320]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_every_colour_mode_becomes_a_photo(mode: str) -> None:
    kind = "TIFF" if mode in ("CMYK", "I;16") else "PNG"
    source = samples.scene().convert("L").convert("I") if mode == "I;16" else samples.scene()
    picture = pictures.clean(samples.encoded(source.convert(mode), kind))
    assert Image.open(io.BytesIO(picture.files[paths.FULL])).mode == "RGB"


def test_transparent_parts_are_white_not_black() -> None:
    picture = pictures.clean(samples.encoded(Image.new("RGBA", (50, 50), (0, 0, 0, 0))))
    assert Image.open(io.BytesIO(picture.files[paths.FULL])).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("side", [9000, 30000])
def test_a_decompression_bomb_is_refused_in_a_moment(side: int) -> None:
    bomb, started = samples.png_bomb(side), time.monotonic()
    assert len(bomb) < 200_000
    assert _code(bomb) == "too_many_pixels"
    assert time.monotonic() - started < 5


def test_a_gif_of_thousands_of_frames_gives_its_first() -> None:
    picture = pictures.clean(samples.gif_bomb(3000))
    assert (picture.width, picture.height) == (64, 64)


def test_a_huge_jpeg_of_a_phone_is_read_scaled_down() -> None:
    data = samples.encoded(Image.new("RGB", (14000, 9000), "grey"), "JPEG")
    assert pictures.clean(data).width == 2048


def test_memory_is_limited_in_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = pictures.DECODER.read_text().replace("PIXELS = 64_000_000", "PIXELS = 10**12")
    source = source.replace("JPEG_PIXELS = 210_000_000", "JPEG_PIXELS = 10**12")
    unlimited = tmp_path / "decoder.py"
    unlimited.write_text(source)
    monkeypatch.setattr(pictures, "DECODER", unlimited)
    grey = samples.png_bomb(40000)
    assert _code(grey) in ("too_many_pixels", "broken")


def test_a_decoder_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "decoder.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(pictures, "DECODER", slow)
    monkeypatch.setattr(pictures, "SECONDS", 0.3)
    assert _code(samples.encoded(samples.scene())) == "too_slow"


def test_a_decoder_that_dies_or_lies_refuses(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake = tmp_path / "decoder.py"
    monkeypatch.setattr(pictures, "DECODER", fake)
    lie = '{"lengths":[9,9,9],"width":1,"height":1,"phash":null}'
    for source in ("raise SystemExit(3)", f"print('{lie}'); print('<script>' * 9)", "print('x')"):
        fake.write_text(source)
        assert _code(samples.encoded(samples.scene())) == "broken"


def test_the_child_gets_no_secrets_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = tmp_path / "decoder.py"
    told.write_text(
        "import os, json\n"
        "print(json.dumps({'refused': 'busy' if os.environ.get('KEY') else 'empty'}))"
    )
    monkeypatch.setattr(pictures, "DECODER", told)
    monkeypatch.setitem(os.environ, "KEY", "secret")
    assert _code(b"x") == "empty"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "HEIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_off_picture_is_refused(kind: str, share: float) -> None:
    data = samples.with_secrets(kind).removesuffix(b"SECRETTRAILER")
    with pytest.raises(Refused):
        pictures.clean(data[: int(len(data) * share)])


@pytest.mark.parametrize(
    "tail", [b"<?php system($_GET[0]);", b"PK\x03\x04evil", b"<script>alert(1)</script>"]
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_a_file_that_is_two_things_leaves_one_behind(kind: str, tail: bytes) -> None:
    picture = pictures.clean(samples.encoded(samples.scene(), kind) + tail)
    assert all(tail[:5] not in file for file in picture.files.values())


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.data())
def test_damaged_pictures_are_cleaned_or_refused_never_an_error(data: st.DataObject) -> None:
    whole = bytearray(samples.with_secrets(data.draw(st.sampled_from(samples.FORMATS))))
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        picture = pictures.clean(bytes(whole))
    except Refused as refusal:
        assert refusal.message
    else:
        assert all(b"SECRET" not in file for file in picture.files.values())


def test_alike_pictures_have_alike_hashes() -> None:
    one = pictures.clean(samples.encoded(samples.scene(1200, 900), "JPEG", quality=95))
    same = pictures.clean(samples.encoded(samples.scene(600, 450), "WEBP", quality=40))
    other = pictures.clean(samples.encoded(samples.scene().rotate(90), "JPEG"))
    assert queries.likeness(one.phash, same.phash) > 0.9
    assert queries.likeness(one.phash, other.phash) < 0.8


def test_a_blank_picture_is_like_nothing() -> None:
    blank = pictures.clean(samples.encoded(Image.new("RGB", (90, 90), "white")))
    assert blank.phash is None
    assert queries.likeness(blank.phash, blank.phash) == 0.0


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_likeness_is_symmetric_and_one_only_for_the_same(a: int, b: int) -> None:
    assert queries.likeness(a, b) == queries.likeness(b, a)
    assert (queries.likeness(a, b) == 1.0) == (a == b)
    assert 0.0 <= queries.likeness(a, b) <= 1.0


def test_only_so_many_decoders_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "WAIT_SECONDS", 0.05)
    for _ in range(pictures.AT_ONCE):
        assert pictures._turns.acquire(timeout=1)
    try:
        assert _code(samples.encoded(samples.scene())) == "busy"
    finally:
        for _ in range(pictures.AT_ONCE):
            pictures._turns.release()


def _code(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        pictures.clean(data)
    return refused.value.code
