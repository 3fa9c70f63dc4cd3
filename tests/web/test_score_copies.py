"""Score cards as files: the same bytes for the same closed figures, and a page that checks them."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.figures import NAMES
from tanggap.performance.models import Version
from tanggap.publication.copies import reading
from tanggap.publication.copies.columns import COLUMNS, FIGURES
from tanggap.web.score.copies.table import harmless
from tests import builders
from tests.builders import Cast, Story, agency
from tests.markup import compact

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)
CARD = f"/kinerja/2026-11/{builders.VILLAGE}/unduh"
BOARD = "/kinerja/2026-11/unduh"
KINDS = ("xlsx", "pdf", "csv")
ADDRESSES = ((CARD, ""), (BOARD, ""))


@pytest.fixture
def cast() -> Cast:
    """Two reports of the village, one secret, not closed."""
    cast = Cast()
    for state in ("closed", "in_progress"):
        Story(cast=cast).to(state)
    secret = builders.category("pungutan-liar")
    Story(cast=cast).verify(to=agency("inspektorat"), category=secret)
    actions.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=3))
    return cast


@pytest.fixture
def closed(cast: Cast) -> Cast:
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    return cast


def correct(cast: Cast) -> None:
    Story(cast=cast).verify()
    actions.recount(
        month=NOVEMBER,
        office=agency(builders.VILLAGE),
        reason="Terlambat tercatat.",
        by=cast.operator,
        at=DUE + timedelta(days=1),
    )


def login(client: Client, actor: Actor) -> None:
    client.force_login(User.objects.get(pk=actor.user_id))


def get(client: Client, url: str) -> bytes:
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return page.content


def check(client: Client, content: bytes, *, status: int = 200) -> str:
    page = client.post("/verify/", {"file": SimpleUploadedFile("rapor", content)})
    assert page.status_code == status
    return page.content.decode()


def edited(content: bytes, **cells: Any) -> bytes:
    """A spreadsheet as another program saves it, some cells of the first row of figures changed."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book["Data"].cell(2, COLUMNS.index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_the_columns_are_the_figures() -> None:
    assert FIGURES == NAMES


def test_a_closed_copy_is_the_same_bytes_and_is_confirmed_until_a_byte_changes(
    client: Client, closed: Cast
) -> None:
    login(client, closed.operator)
    urls = [f"{url}.{kind}{query}" for url, query in ADDRESSES for kind in KINDS]
    before = {url: get(client, url) for url in urls}
    Story(cast=closed).to("resolved")  # life goes on
    login(client, closed.validator)
    before[f"{BOARD}.xlsx?year=1"] = get(client, f"{BOARD}.xlsx?year=1")
    for url, content in before.items():
        assert get(client, url) == content, url
        assert "Persis angka resmi" in check(Client(), content), url
        for place in (len(content) // 3, len(content) // 2, len(content) - 600):
            spoilt = bytearray(content)
            spoilt[place] ^= 1
            page = client.post("/verify/", {"file": SimpleUploadedFile("x", bytes(spoilt))})
            assert page.status_code in (200, 400)
            assert "Persis" not in page.content.decode(), (url, place)


def test_an_altered_number_is_shown_beside_the_frozen_one(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    content = get(client, f"{CARD}.xlsx")
    same = check(client, edited(content))
    assert "disimpan ulang" in same and "1 baris sama" in same
    page = check(client, edited(content, on_time=99))
    assert "Berkas ini diubah" in page and "99" in page and "Tepat waktu" in page
    text = get(client, f"{CARD}.csv").decode("utf-8-sig")
    line = next(csv.reader(io.StringIO(text.split("\r\n")[1])))
    forged = text.replace(f"official,1,{line[6]},", "official,1,77,")
    page = check(client, forged.encode())
    assert "Berkas ini diubah" in page and ">77<" in compact(page)
    other = check(client, edited(content, office="kel-cideng"))
    assert "Berkas ini diubah" in other and "kel-cideng" in other


def test_a_printed_page_that_was_altered_shows_the_frozen_card(
    client: Client, closed: Cast
) -> None:
    login(client, closed.operator)
    content = get(client, f"{CARD}.pdf").replace(b"/Creator", b"/Creatos", 1)
    page = check(client, content)
    assert "Berkas ini diubah" in page and "Angka resmi untuk dibandingkan" in page


def test_an_older_version_says_what_changed_since(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    before = {
        f"{url}.{kind}": get(client, f"{url}.{kind}") for url in (CARD, BOARD) for kind in KINDS
    }
    correct(closed)
    for url, content in before.items():
        page = check(client, content)
        assert "Angka resmi versi lama" in page and "Diterima" in page, url
        assert agency(builders.VILLAGE).name in page
        now = get(client, url)
        assert now != content and "Persis angka resmi" in check(client, now)
    for kind in KINDS:
        assert get(client, f"{CARD}.{kind}?version=1") == before[f"{CARD}.{kind}"]


def test_what_is_not_closed_is_marked_provisional(client: Client, cast: Cast) -> None:
    login(client, cast.operator)
    for url in (CARD, BOARD):
        content = get(client, f"{url}.xlsx")
        front = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        assert "SEMENTARA" in str(front["A4"].value)
        pages = pypdf.PdfReader(io.BytesIO(get(client, f"{url}.pdf"))).pages
        assert all("SEMENTARA" in page.extract_text() for page in pages)
        assert "provisional" in get(client, f"{url}.csv").decode()
        assert "angkanya sementara" in check(client, content)
    assert "Berkasnya bertanda sementara" in get(client, "/kinerja/?month=2026-11").decode()
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    assert "sudah ditutup" in check(client, content)


def test_the_spreadsheet_holds_numbers_dates_and_a_fixed_head(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    book = openpyxl.load_workbook(io.BytesIO(get(client, f"{BOARD}.xlsx")))
    sheet = book["Data"]
    assert sheet.freeze_panes == "D2" and sheet.print_title_rows == "$1:$1"
    assert str(sheet.page_setup.paperSize) == "9" and sheet.page_setup.orientation == "landscape"
    rows = [
        dict(zip(COLUMNS, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)
    ]
    village = next(row for row in rows if row["office"] == builders.VILLAGE)
    assert village["month"] == datetime(2026, 11, 1) and village["received"] == 2
    assert village["on_time_share"] == 50 and village["stars_mean"] == 5
    assert next(row for row in rows if row["office"] == "inspektorat")["stars_mean"] is None
    version = Version.objects.get(agency__code=builders.VILLAGE)
    assert village["checksum"] == version.checksum
    english = Client(headers={"accept-language": "en"})
    login(english, closed.operator)
    book = openpyxl.load_workbook(io.BytesIO(get(english, f"{BOARD}.xlsx")))
    assert book["Data"]["G1"].value == "Received"


def test_the_pages_say_the_figures_and_the_code(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    reader = pypdf.PdfReader(io.BytesIO(get(client, f"{CARD}.pdf")))
    text = "".join(page.extract_text() for page in reader.pages)
    version = Version.objects.get(agency__code=builders.VILLAGE)
    assert version.checksum in text and f"/verify/{version.checksum}/" in text
    assert "50,0" in text and f"Halaman 1 dari {len(reader.pages)}" in text
    assert reader.metadata and agency(builders.VILLAGE).name in str(reader.metadata.title)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id"  # a screen reader says the title, in the right language
    assert str(root["/ViewerPreferences"]["/DisplayDocTitle"]).lower() == "true"


def test_confidential_reports_stay_out_of_the_files_of_others(client: Client, closed: Cast) -> None:
    login(client, closed.governor)
    url = "/kinerja/2026-11/inspektorat/unduh.csv"
    shown = get(client, url)
    assert b",open,1,0," in shown
    page = check(client, shown)
    assert "Persis angka resmi" in page and "tanpa laporan rahasia" in page
    login(client, builders.staff("agency_admin", agency("inspektorat")))
    own = get(client, url)
    assert b",official,1,1," in own
    page = check(client, own.replace(b",official,1,1,", b",official,1,8,"))
    assert ">1<" not in page, "nothing of a secret is told to whoever forges a file"


def test_files_are_for_those_who_may_open_the_card(client: Client, closed: Cast) -> None:
    assert client.get(f"{CARD}.xlsx")["Location"].startswith("/masuk/")
    login(client, closed.officer)
    assert client.get(f"{CARD}.xlsx").status_code == 403
    login(client, closed.lurah)
    assert client.get(f"/kinerja/2026-11/{builders.DISTRICT}/unduh.csv").status_code == 404
    rows = get(client, f"{BOARD}.csv").decode().splitlines()
    assert {row.split(",")[1] for row in rows[1:-1]} == {builders.VILLAGE}
    for url in (
        f"{CARD}.exe",
        f"{CARD}.xlsx?version=9",
        f"{BOARD}.pdf?year=1",
        "/kinerja/2020-01/unduh.pdf",
    ):
        assert client.get(url).status_code == 404


def test_no_name_becomes_a_formula() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\tx"):
        assert harmless(text) == f"'{text}"
    assert harmless("Kelurahan Gambir") == "Kelurahan Gambir"


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (reading.MAX_UNPACKED + 1))
    return out.getvalue()


def with_entity(content: bytes) -> bytes:
    """A spreadsheet whose table reads a file of the server."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as archive:
        for part in source.infolist():
            text = source.read(part)
            if part.filename == "xl/sharedStrings.xml":
                evil = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
                text = text.replace(b"<sst", evil + b"<sst", 1).replace(b"<t>", b"<t>&e;", 1)
            archive.writestr(part.filename, text)
    return out.getvalue()


def test_hostile_files_are_refused_kindly(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    sheet = get(client, f"{CARD}.xlsx")
    row = ",".join(["2026-11", *["x"] * (len(COLUMNS) - 1)])
    for content, words in (
        (b"", "kosong"),
        (b"x" * (reading.MAX_BYTES + 1), "terlalu besar"),
        (bomb(), "mengembang"),
        (with_entity(sheet), "tidak bisa dibaca"),
        (b"PK\x03\x04halo", "tidak bisa dibaca"),
        (sheet[: len(sheet) // 2], "tidak bisa dibaca"),
        (b"\xff\xfe\x00", "tidak bisa dibaca"),
        ("\n".join([row] * (reading.MAX_ROWS + 2)).encode(), "terlalu panjang"),
    ):
        page = check(client, content, status=400)
        assert words in page and "root:" not in page, content[:20]
    for content in (b"%PDF-1.7 halo", b"a,b,c\n1,2,3", row.encode(), row.encode() + b"\0"):
        assert "Bukan salinan yang kami kenal" in check(client, content)


LONG = "/verify/2000-01/2026-11/" + "a" * 64 + "/"


def test_a_list_of_offices_is_confirmed_by_its_code(client: Client, closed: Cast) -> None:
    login(client, closed.operator)
    text = get(client, f"{BOARD}.pdf")
    reader = pypdf.PdfReader(io.BytesIO(text))
    path = "/verify/" + str(reader.metadata.subject).split("/verify/")[1]  # type: ignore[union-attr]
    assert "Persis angka resmi" in get(client, path).decode()
    correct(closed)
    assert "versi lama" in get(client, path).decode()
    wrong = path[:-5] + ("0000/" if path[-5:] != "0000/" else "1111/")
    assert client.get(wrong).status_code == 404
    for spoilt in ("/verify/2026-11/2026-13/" + "a" * 64 + "/", "/verify/a/b/c/", LONG):
        assert client.get(spoilt).status_code == 404
