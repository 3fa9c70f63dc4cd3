"""The pages to print: A4, the city's mark, heads repeated, and a code that confirms the figures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

from tanggap.lib.naming import language
from tanggap.performance.figures import BY_FIGURE, DEFINITIONS
from tanggap.performance.queries.copies import Line
from tanggap.performance.vocabulary import Figure
from tanggap.publication.copies.columns import FIGURES, SCOPES, STATUSES, Status
from tanggap.web import display, paper
from tanggap.web.score.copies.copy import Copy, Tell, institution, name_of, untold

TYPE = "application/pdf"
_PLACES = {"percent": 1, "hours": 1, "stars": 2}
# What fits beside the names of the offices.
LISTED = (
    *(Figure.RECEIVED, Figure.FOLLOWED_UP, Figure.ON_TIME, Figure.ON_TIME_SHARE, Figure.LATE),
    *(Figure.HOURS_MEDIAN, Figure.STARS_MEAN, Figure.REJECTED, Figure.REOPENED, Figure.RETURNED),
)


def write(copy: Copy, tell: Tell = untold) -> bytes:
    """The file; the same copy is the same bytes."""
    content = io.BytesIO()
    is_card = bool(copy.office)
    page = SimpleDocTemplate(
        content,
        pagesize=A4 if is_card else landscape(A4),
        leftMargin=paper.MARGIN,
        rightMargin=paper.MARGIN,
        topMargin=paper.HEAD,
        bottomMargin=paper.FOOT,
        title=paper.plain(f"{copy.title}, {copy.office or copy.months}"),
        author=institution(),
        subject=copy.address,
        lang=language(),
        displayDocTitle=1,
        invariant=1,
    )
    parts = [*_opening(copy), *(_card(copy) if is_card else _list(copy)), *_closing(copy)]
    page.setProgressCallBack(_progress(copy, tell))
    page.build(parts, canvasmaker=_pages(copy))
    return copy.sealed(content.getvalue())


def _progress(copy: Copy, tell: Tell) -> Callable[[str, int], None]:
    """The library counts parts of its own; whoever waits is told rows."""
    most = 1

    def progress(what: str, value: int) -> None:
        nonlocal most
        if what == "SIZE_EST":
            most = max(value, 1)
        elif what == "PROGRESS":
            tell(len(copy.lines) * min(value, most) // most, len(copy.lines))

    return progress


def _opening(copy: Copy) -> list[Flowable]:
    title = copy.office or copy.title
    state = paper.style(9, textColor=paper.WARNING) if copy.is_provisional else paper.TEXT
    lines = [
        paper.paragraph(title, paper.H1),
        paper.paragraph(copy.months, paper.H2),
        paper.paragraph(copy.state, state),
    ]
    if copy.is_open:
        lines.append(paper.paragraph(copy.openness, paper.SMALL))
    return [*lines, Spacer(0, 5 * mm)]


def _card(copy: Copy) -> list[Flowable]:
    """One office: every figure, and what it counts."""
    by_scope = {line.scope: line for line in copy.lines}
    shown = [by_scope[scope] for scope in SCOPES if scope in by_scope]
    head = [_("Angka"), *(str(SCOPES[line.scope]) for line in shown)]
    rows = [[name_of(one), *(_number(line, one) for line in shown)] for one in FIGURES]
    widths = [80 * mm, *[42 * mm] * len(shown)]
    parts: list[Flowable] = [_table([head, *rows], widths, texts=1)]
    parts.append(paper.paragraph(_("Cara menghitung"), paper.H2))
    words = (f"<font name='Bold'>{one.name}</font> – {one.words}" for one in DEFINITIONS)
    return [*parts, *(Paragraph(text, paper.SMALL) for text in words)]


def _list(copy: Copy) -> list[Flowable]:
    """All offices: the main figures. The rest stands in the spreadsheet."""
    heads = [paper.paragraph(_("Kantor"), _HEAD_LEFT)]
    heads += [paper.paragraph(name_of(one), _HEAD_RIGHT) for one in LISTED]
    rows: list[list[Any]] = [heads, *(_row(line) for line in copy.lines)]
    return [_table(rows, [90 * mm, 17 * mm, 21 * mm, *[16.3 * mm] * 7, 18 * mm], texts=1)]


def _head(align: int) -> ParagraphStyle:
    how: dict[str, Any] = {"fontName": "Bold", "fontSize": 5.6, "leading": 7}
    return ParagraphStyle(f"head{align}", alignment=align, textColor=colors.white, **how)


_HEAD_LEFT, _HEAD_RIGHT = _head(0), _head(2)


def _row(line: Line) -> list[str]:
    name = line.name if line.scope == "own" else f"{line.name}, {_('dengan di bawahnya')}"
    if line.status != Status.OFFICIAL:
        name += f" ({STATUSES[line.status.value]})"
    return [_cut(name, 66), *(_number(line, one) for one in LISTED)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _number(line: Line, figure: str) -> str:
    value: int | Decimal | None = line.figures[figure]
    if value is None:
        return "–"
    return display.number(value, places=_PLACES.get(BY_FIGURE[figure].unit, 0))


def _table(rows: Sequence[Sequence[Any]], widths: list[float], *, texts: int) -> LongTable:
    """A table whose head stands on every page; numbers stand right."""
    table = LongTable(rows, colWidths=widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 1), (-1, -1), "Text", 8 if len(widths) < 6 else 6.5),
                ("FONT", (0, 0), (-1, 0), "Bold", 8),
                ("BACKGROUND", (0, 0), (-1, 0), paper.PRIMARY),
                ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
                ("ALIGN", (texts, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, paper.LINE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    return table


def _closing(copy: Copy) -> list[Flowable]:
    """How anybody can check the paper in hand."""
    words = [paper.paragraph(_("Periksa angka ini"), paper.H2)]
    if copy.code:
        asked = _("Pindai kodenya, atau buka alamat ini dan bandingkan angkanya. Sidik angka:")
        words += [paper.paragraph(asked), paper.paragraph(copy.code, paper.SMALL)]
    words.append(paper.paragraph(copy.address, paper.SMALL))
    return [Spacer(0, 4 * mm), KeepTogether([*words, Spacer(0, 2 * mm), paper.Code(copy.address)])]


def _pages(copy: Copy) -> type[Canvas]:
    return paper.numbered(lambda canvas, number, count: _frame(canvas, copy, number, count))


def _frame(canvas: Canvas, copy: Copy, number: int, count: int) -> None:
    """The head with the mark, and the foot with the page's number."""
    width, height = canvas._pagesize
    paper.mark(canvas, paper.MARGIN, height - 17 * mm)
    canvas.setFillColor(paper.PRIMARY)
    canvas.setFont("Bold", 9)
    canvas.drawString(paper.MARGIN + 12 * mm, height - 13 * mm, institution())
    canvas.setFillColor(paper.WARNING if copy.is_provisional else paper.MUTED)
    canvas.setFont("Text", 7)
    canvas.drawRightString(
        width - paper.MARGIN,
        height - 13 * mm,
        _("SEMENTARA") if copy.is_provisional else copy.title,
    )
    canvas.setFillColor(paper.MUTED)
    canvas.drawString(paper.MARGIN, 10 * mm, f"{copy.office or copy.title}, {copy.months}")
    values = {"page": number, "pages": count}
    canvas.drawRightString(
        width - paper.MARGIN, 10 * mm, _("Halaman %(page)s dari %(pages)s") % values
    )
