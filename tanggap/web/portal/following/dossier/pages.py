"""The dossier on paper: A4, the city's mark, and how anybody checks it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

from tanggap.lib import seal
from tanggap.lib.naming import language
from tanggap.web import display, paper
from tanggap.web.instance import city_name
from tanggap.web.portal.following.dossier.contents import Dossier, Pair, Picture, Step

TYPE = "application/pdf"
_WIDTH = A4[0] - 2 * paper.MARGIN
_PICTURE = (82 * mm, 62 * mm)  # the room of one
_INDENTED = paper.style(9, leftIndent=4 * mm)
_BOLD = paper.style(9, fontName="Bold", spaceBefore=4)


def write(dossier: Dossier) -> bytes:
    """The signed file."""
    content = io.BytesIO()
    page = SimpleDocTemplate(
        content,
        pagesize=A4,
        leftMargin=paper.MARGIN,
        rightMargin=paper.MARGIN,
        topMargin=paper.HEAD,
        bottomMargin=paper.FOOT,
        title=_title(dossier),
        author=city_name(),
        lang=language(),
        displayDocTitle=1,
        invariant=1,
    )
    frame = paper.numbered(lambda canvas, number, count: _frame(canvas, dossier, number, count))
    page.build(list(_parts(dossier)), canvasmaker=frame)
    return seal.close(content.getvalue(), dossier.reference, secret=settings.SIGNING_KEY)


def _title(dossier: Dossier) -> str:
    return _("Berkas laporan %(number)s") % {"number": dossier.number}


def _parts(dossier: Dossier) -> Iterator[Flowable]:
    yield paper.paragraph(_title(dossier), paper.H1)
    yield paper.paragraph(dossier.title, paper.H2)
    made = _("Keadaan pada %(at)s. Dibuat untuk pelapor, atas permintaannya.")
    yield paper.paragraph(made % {"at": display.moment(dossier.at)}, paper.SMALL)
    if dossier.name:
        said = _("Pelapor, seperti ditulisnya sendiri: %(name)s") % {"name": dossier.name}
        yield paper.paragraph(said)
    yield Spacer(0, 3 * mm)
    yield _table(dossier.facts)
    yield paper.paragraph(_("Laporannya"), paper.H2)
    yield paper.paragraph(dossier.text)
    yield from _pictures(dossier.pictures)
    for word, lines in dossier.clocks:
        yield paper.paragraph(f"{_('Kenapa tanggal ini?')} {word}", paper.H2)
        yield _table(lines)
    yield from _steps(_("Jalannya laporan, dengan keputusan dan dasarnya"), dossier.story)
    yield from _steps(_("Pesan"), dossier.messages)
    yield _closing(dossier)


def _table(pairs: Sequence[Pair]) -> Flowable:
    rows = [[paper.paragraph(term), paper.paragraph(value or "–")] for term, value in pairs]
    table = Table(rows, colWidths=[_WIDTH * 0.42, _WIDTH * 0.58], hAlign="LEFT")
    lines = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, paper.LINE),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ]
    table.setStyle(TableStyle(lines))
    return table


def _pictures(pictures: Sequence[Picture]) -> Iterator[Flowable]:
    """Two beside each other."""
    cells = [_picture(one) for one in pictures]
    for place in range(0, len(cells), 2):
        pair = [*cells[place : place + 2], ""][:2]
        row = Table([pair], colWidths=[_WIDTH / 2] * 2, hAlign="LEFT")
        row.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))
        yield row


def _picture(one: Picture) -> list[Flowable]:
    image = Image(str(one.path))
    scale = min(_PICTURE[0] / image.imageWidth, _PICTURE[1] / image.imageHeight)
    image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
    image.hAlign = "LEFT"
    return [image, paper.paragraph(one.caption, paper.SMALL)]


def _steps(title: str, steps: Sequence[Step]) -> Iterator[Flowable]:
    if not steps:
        return
    yield paper.paragraph(title, paper.H2)
    for step in steps:
        yield paper.paragraph(f"{step.when} · {step.title}", _BOLD)
        for text in filter(None, (step.quote, step.basis)):
            yield paper.paragraph(text, _INDENTED)


def _closing(dossier: Dossier) -> Flowable:
    """How the paper is checked, and what it leaves out."""
    address = f"{settings.SITE_URL}{reverse('public:verify_ask')}"
    parts = [
        paper.paragraph(_("Periksa berkas ini"), paper.H2),
        paper.paragraph(
            _(
                "Berkas ini ditandatangani (Ed25519). Kirim berkas PDF-nya ke alamat di bawah:"
                " halaman itu menjawab apakah setiap bitanya seperti saat kami buat."
            )
        ),
        paper.paragraph(address, paper.SMALL),
        paper.paragraph(f"{_('Rantai catatan laporan:')} {dossier.chain}", paper.SMALL),
        paper.paragraph(
            _(
                "Nama petugas, catatan di dalam kantor, dan data orang lain tidak ada di sini."
                " Salinannya kami simpan hanya kalau pelapor memintanya, tersegel dan tanpa nama."
            ),
            paper.SMALL,
        ),
        Spacer(0, 2 * mm),
        paper.Code(address),
    ]
    return KeepTogether([Spacer(0, 4 * mm), *parts])


def _frame(canvas: Canvas, dossier: Dossier, number: int, count: int) -> None:
    width, height = canvas._pagesize
    paper.mark(canvas, paper.MARGIN, height - 17 * mm)
    canvas.setFillColor(paper.PRIMARY)
    canvas.setFont("Bold", 9)
    canvas.drawString(paper.MARGIN + 12 * mm, height - 13 * mm, city_name())
    canvas.setFillColor(paper.MUTED)
    canvas.setFont("Text", 7)
    canvas.drawString(paper.MARGIN, 10 * mm, _title(dossier))
    said = _("Halaman %(page)s dari %(pages)s") % {"page": number, "pages": count}
    canvas.drawRightString(width - paper.MARGIN, 10 * mm, said)
