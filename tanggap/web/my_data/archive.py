"""The ZIP itself: of an account by the worker, of one report at once."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils import timezone

from tanggap.casework.queries import tracking as reading
from tanggap.citizens import queries
from tanggap.identity.sealing import seal_bytes, unseal_bytes
from tanggap.media import serve
from tanggap.people.models import User
from tanggap.web.my_data import compose
from tanggap.workbench import errands
from tanggap.workbench.errands import Made, Tell
from tanggap.workbench.models import Errand

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportPhoto

ZIP = "application/zip"
LARGEST = 2048  # pixels
# More photographs than this are named in data.json, and seen on their reports' pages.
MOST_BYTES = 150 * 1024 * 1024


def of_report(row: Report) -> bytes:
    """One report for whoever has its code."""
    file = _Zip()
    told = file.report(row, shown=compose.by_its_ends)
    return file.closed({"reports": [told]}, at=timezone.now())


def make(row: Errand, tell: Tell) -> Made:
    """The worker's part. What lies in the database until it is fetched is sealed."""
    user = User.objects.get(pk=row.user_id)
    file, told = _Zip(), []
    after, done = "", 0
    while True:
        page = queries.reports_of(user, after=after)
        for report in page.rows:
            told.append(file.report(report, shown=compose.in_full))
            done += 1
            tell(done, done)
        after = page.after
        if not after:
            break
    about = {"account": compose.account(user), **compose.together_with_others(user)}
    content = file.closed({**about, "reports": told}, at=timezone.now())
    return Made(content=seal_bytes(content), file_name="dataku.zip", content_type=ZIP)


def opened(row: Errand) -> bytes:
    """The ZIP that the worker sealed."""
    assert row.content is not None
    return unseal_bytes(bytes(row.content))


def ask(user: User, *, language: str, at: datetime) -> Errand:
    """Everything of the account, once a day."""
    asked = {"language": language, "title": "", "back": ""}
    key = timezone.localtime(at).strftime("%Y-%m-%d")
    return errands.ask(kind="my_data", key=key, asked=asked, by=queries.actor(user), at=at)


class _Zip:
    """A ZIP in memory, with room for so many photographs."""

    def __init__(self) -> None:
        self.content, self.room = io.BytesIO(), MOST_BYTES
        self.zip = zipfile.ZipFile(self.content, "w", zipfile.ZIP_STORED)

    def report(self, row: Report, *, shown: compose.Shown) -> compose.Facts:
        """Put its photographs in, and tell what to say of it."""
        photos = reading.photos(row)
        for photo in photos:
            self._put(row, photo)
        for one in queries.dossiers_of(row):
            self._put_dossier(row, one.pk)
        return compose.report(row, photos, shown=shown)

    def _put(self, row: Report, photo: ReportPhoto) -> None:
        path = _path(photo)
        if path is None or path.stat().st_size > self.room:
            return
        self.room -= path.stat().st_size
        self.zip.write(path, f"{row.number}/{compose.file_name(photo)}")

    def _put_dossier(self, row: Report, pk: int) -> None:
        found = queries.dossier(row, pk)
        if found is not None and len(found[1]) <= self.room:
            self.room -= len(found[1])
            self.zip.writestr(f"{row.number}/{pk}-{found[0]}", found[1])

    def closed(self, data: compose.Facts, *, at: datetime) -> bytes:
        """The whole file."""
        told = json.dumps({"made_at": at.isoformat(), **data}, ensure_ascii=False, indent=1)
        self.zip.writestr("data.json", told)
        self.zip.close()
        return self.content.getvalue()


def _path(photo: ReportPhoto) -> Path | None:
    sha256 = photo.attachment.sha256
    is_photo = photo.attachment.kind == "photo"
    found = (
        serve.photo(sha256=sha256, size=LARGEST, public=False)
        if is_photo
        else serve.document(sha256=sha256)
    )
    return found.path if found else None
