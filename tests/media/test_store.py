"""Keeping files: once, whole, and only when somebody uses them."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, models, transaction
from django.utils import translation

from tanggap.media import actions, paths, queries, serve, sniff, storage
from tanggap.media.models import Attachment
from tanggap.media.refusals import MESSAGES, Refused
from tests.media import samples

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FILES = 4  # of one photograph: three sizes, and blurred
LATER = AT + timedelta(days=1, minutes=1)
PDF = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def _store(data: bytes, **options: Any) -> Attachment:
    return actions.store(data, filename="IMG_1.jpg", at=options.pop("at", AT), **options)[0]


def _refusal(data: bytes, **options: Any) -> str:
    with pytest.raises(Refused) as refused:
        _store(data, **options)
    return refused.value.code


def _files(folder: Path) -> list[str]:
    return sorted(str(f.relative_to(folder)) for f in folder.rglob("*") if f.is_file())


@pytest.mark.django_db
def test_a_photo_is_kept_in_three_sizes_and_blurred_under_its_hash(folder: Path) -> None:
    photo, facts = actions.store(samples.with_secrets("JPEG"), filename="x.exe", at=AT)
    start = f"{photo.sha256[:2]}/{photo.sha256[2:4]}/{photo.sha256}"
    names = [".320.jpg", ".960.jpg", ".blurred.jpg", ".jpg"]
    assert _files(folder) == [f"{start}{name}" for name in names]
    assert (photo.kind, photo.mime, photo.width, photo.height) == ("photo", "image/jpeg", 480, 640)
    assert photo.size == (folder / f"{start}.jpg").stat().st_size
    assert facts.lat == pytest.approx(samples.LAT)
    assert photo.url(320) == f"/media/{photo.sha256}/320.jpg"


@pytest.mark.django_db
def test_no_stored_byte_holds_a_secret(folder: Path) -> None:
    for kind in samples.FORMATS:
        _store(samples.with_secrets(kind))
    for file in _files(folder):
        assert b"SECRET" not in (folder / file).read_bytes()


@pytest.mark.django_db
def test_the_same_bytes_are_one_row_sent_last_now() -> None:
    data = samples.encoded(samples.scene())
    first, again = _store(data), _store(data, at=LATER)
    assert first.pk == again.pk
    assert Attachment.objects.count() == 1
    assert (again.created_at, again.stored_at) == (AT, LATER)


@pytest.mark.django_db
def test_a_lost_file_comes_back_with_the_next_sending(folder: Path) -> None:
    data = samples.encoded(samples.scene())
    photo = _store(data)
    (folder / paths.photo_key(photo.sha256)).unlink()
    _store(data)
    assert len(_files(folder)) == FILES


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_sent_by_many_at_once_is_one_row(folder: Path) -> None:
    data, keys, errors = samples.encoded(samples.scene()), [], []

    def send() -> None:
        try:
            keys.append(_store(data).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(keys) == 6 and len(set(keys)) == 1
    assert Attachment.objects.count() == 1
    assert len(_files(folder)) == FILES


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff" + b"0" * (60 * 1024 * 1024), "too_big"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "drawing"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "drawing"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "drawing"),
        (b"PK\x03\x04" + b"\0" * 60, "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 60, "archive"),
        (b"MZ\x90\0" + b"\0" * 60, "program"),
        (b"#!/bin/sh\nrm -rf /", "program"),
        (b"\0\0\0\x20ftypmp42" + b"\0" * 60, "video"),
        (b"RIFF\0\0\0\0WAVE", "video"),
        (b"just some words", "not_a_photo"),
        (b"\xff\xd8\xff", "broken"),
        (PDF, "document_here"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_photo_is_refused_with_words(data: bytes, code: str, folder: Path) -> None:
    assert _refusal(data) in (code, "not_a_photo" if code == "broken" else code)
    assert Attachment.objects.count() == 0
    assert not folder.exists() or _files(folder) == []


def test_every_refusal_speaks_and_none_is_forgotten() -> None:
    source = "".join(f.read_text() for f in Path(actions.__file__).parent.glob("*.py"))
    for code in MESSAGES:
        assert source.count(f'"{code}"') >= 2, code
        with translation.override("id"):
            assert Refused(code).message[0].isupper()


@pytest.mark.parametrize("name", ["a.svg", "a.php", "../../etc/passwd", "x" * 5000, ""])
@pytest.mark.django_db
def test_the_name_decides_nothing(name: str) -> None:
    photo, _ = actions.store(samples.encoded(samples.scene()), filename=name, at=AT)
    assert photo.mime == "image/jpeg"


@pytest.mark.django_db
def test_a_document_is_kept_as_it_is_and_only_downloaded(folder: Path) -> None:
    paper = _store(PDF, documents=True)
    assert (paper.kind, paper.width, paper.phash) == ("document", None, None)
    served = serve.document(sha256=paper.sha256)
    assert served is not None
    assert served.path.read_bytes() == PDF
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert paper.url() == f"/media/{paper.sha256}/berkas.pdf"


@pytest.mark.django_db
def test_a_cut_off_document_is_refused() -> None:
    assert _refusal(PDF[:20], documents=True) == "broken_document"


@pytest.mark.django_db
def test_served_files_can_do_nothing() -> None:
    photo = _store(samples.encoded(samples.scene()))
    for public in (True, False):
        served = serve.photo(sha256=photo.sha256, size=960, public=public)
        assert served is not None
        assert served.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in served.headers["Content-Security-Policy"]
        kept = "immutable" if public else "no-cache"
        assert kept in served.headers["Cache-Control"]
        assert served.headers["Cache-Control"].startswith("public" if public else "private")
        assert served.headers["Content-Length"] == str(served.path.stat().st_size)


@pytest.mark.parametrize(
    "sha256", ["", "x" * 64, "../" * 21 + "x", "A" * 64, "0" * 64, "0" * 64 + "\n"]
)
@pytest.mark.parametrize("size", [320, 2048, 1])
def test_addresses_of_nothing_are_nothing(sha256: str, size: int) -> None:
    assert serve.photo(sha256=sha256, size=size, public=True) is None
    assert serve.document(sha256=sha256) is None


@pytest.mark.parametrize("full_at", [1, 2, 3, 4])
@pytest.mark.django_db
def test_a_full_disk_leaves_nothing_half(
    full_at: int, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls, sync = [], os.fsync

    def no_room(handle: int) -> None:
        calls.append(handle)
        if len(calls) == (full_at - 1) * 4 + 1:  # a file, then its three folders
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", no_room)
    assert _refusal(samples.encoded(samples.scene())) == "storage_full"
    assert _files(folder) == []
    assert Attachment.objects.count() == 0
    monkeypatch.undo()


@pytest.mark.django_db
def test_another_fault_of_the_disk_is_an_error_not_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "replace", broken)
    with pytest.raises(OSError, match="Input/output"):
        _store(samples.encoded(samples.scene()))
    assert Attachment.objects.count() == 0


@pytest.mark.django_db
def test_orphans_go_after_a_day(folder: Path) -> None:
    _store(samples.encoded(samples.scene()))
    assert actions.sweep(at=AT + timedelta(hours=23)) == 0
    assert actions.sweep(at=LATER) == 1
    assert _files(folder) == [] and Attachment.objects.count() == 0


@pytest.mark.django_db
def test_a_photo_sent_again_is_young_again() -> None:
    data = samples.encoded(samples.scene())
    _store(data)
    _store(data, at=LATER)
    assert actions.sweep(at=LATER) == 0


@pytest.fixture
def user_of_photos(db: None) -> Iterator[type[models.Model]]:
    """A table of another package that points to attachments, with a hidden reverse name."""
    from django.apps import apps

    class Poster(models.Model):
        attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

        class Meta:
            app_label = "media"

    with connection.schema_editor() as editor:
        editor.create_model(Poster)
    yield Poster  # the table goes with the test's transaction
    del apps.all_models["media"]["poster"]
    apps.clear_cache()


@pytest.mark.django_db
def test_a_photo_in_use_stays_whoever_uses_it(
    user_of_photos: type[models.Model], folder: Path
) -> None:
    photo = _store(samples.encoded(samples.scene()))
    row = user_of_photos._base_manager.create(attachment=photo)
    assert actions.sweep(at=LATER) == 0
    assert len(_files(folder)) == FILES
    row.delete()
    assert actions.sweep(at=LATER) == 1


@pytest.mark.django_db
def test_files_of_a_rolled_back_store_go_after_a_day(folder: Path) -> None:
    kept = _store(samples.encoded(samples.scene()))
    with pytest.raises(RuntimeError), transaction.atomic():
        _store(samples.encoded(samples.scene(500, 300)))
        raise RuntimeError
    (folder / "ab" / "cd").mkdir(parents=True)
    (folder / "ab" / "cd" / f"tmpx{storage.TEMPORARY}").write_bytes(b"half")
    assert len(_files(folder)) == 2 * FILES + 1
    written = max(f.stat().st_mtime for f in folder.rglob("*") if f.is_file())
    now = datetime.fromtimestamp(written, tz=UTC)
    assert actions.sweep_files(at=now + timedelta(hours=23)) == 0
    assert actions.sweep_files(at=now + timedelta(hours=25)) == FILES + 1
    assert all(kept.sha256 in file for file in _files(folder))


@pytest.mark.django_db
def test_by_hash_finds_the_row() -> None:
    photo = _store(samples.encoded(samples.scene()))
    assert queries.by_hash(photo.sha256) == photo
    assert queries.by_hash("0" * 64) is None


def test_sniffing_knows_every_allowed_format() -> None:
    for kind in samples.FORMATS:
        assert sniff.guess(samples.with_secrets(kind)) == "photo", kind


@pytest.mark.django_db
def test_a_photo_kept_without_a_blurred_copy_gets_one_when_it_is_wanted(folder: Path) -> None:
    photo = _store(samples.encoded(samples.scene()))
    made = folder / paths.blurred_key(photo.sha256)
    before = made.read_bytes()
    made.unlink()
    assert serve.blurred(sha256=photo.sha256) is None
    assert actions.blur(photo.sha256)
    found = serve.blurred(sha256=photo.sha256)
    assert found and found.headers["Cache-Control"].startswith("private")
    assert len(before) == pytest.approx(len(made.read_bytes()), rel=0.2)
    assert not actions.blur("0" * 64), "there is no such photograph"


@pytest.mark.django_db
def test_the_blurred_copy_goes_with_its_photo(folder: Path) -> None:
    _store(samples.encoded(samples.scene()))
    assert actions.sweep(at=LATER) == 1
    assert _files(folder) == []
