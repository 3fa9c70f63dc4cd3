"""The pages to print: A4, the city's mark, heads repeated, and a code that confirms the figures."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import reportlab
import segno
from django.utils.translation import gettext as _
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
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
from tanggap.web import display
from tanggap.web.score.copies.copy import Copy, Tell, institution, name_of, untold

TYPE = "application/pdf"
_PRIMARY, _ACCENT = colors.HexColor("#0B5A65"), colors.HexColor("#FF9C4E")
_WARNING, _MUTED = colors.HexColor("#B3261E"), colors.HexColor("#55666A")
_LINE = colors.HexColor("#C9D3D5")
_MARGIN, _HEAD, _FOOT = 18 * mm, 26 * mm, 18 * mm
_PLACES = {"percent": 1, "hours": 1, "stars": 2}
# What fits beside the names of the offices.
LISTED = (
    *(Figure.RECEIVED, Figure.FOLLOWED_UP, Figure.ON_TIME, Figure.ON_TIME_SHARE, Figure.LATE),
    *(Figure.HOURS_MEDIAN, Figure.STARS_MEAN, Figure.REJECTED, Figure.REOPENED, Figure.RETURNED),
)
# Vera comes with the library: a page looks the same on every machine, dashes and signs included.
_FONTS = Path(reportlab.__file__).parent / "fonts"
for _name, _file in (("Text", "Vera.ttf"), ("Bold", "VeraBd.ttf")):
    pdfmetrics.registerFont(TTFont(_name, str(_FONTS / _file)))


def _style(size: float, **how: Any) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}{how}", fontName="Text", **how, fontSize=size, leading=size * 1.4
    )


_TEXT, _SMALL = _style(9), _style(7, textColor=_MUTED)
_H1, _H2 = _style(15, textColor=_PRIMARY), _style(11, textColor=_PRIMARY, spaceBefore=8)


def write(copy: Copy, tell: Tell = untold) -> bytes:
    """The file; the same copy is the same bytes."""
    content = io.BytesIO()
    is_card = bool(copy.office)
    page = SimpleDocTemplate(
        content,
        pagesize=A4 if is_card else landscape(A4),
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_HEAD,
        bottomMargin=_FOOT,
        title=_plain(f"{copy.title}, {copy.office or copy.months}"),
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


def _plain(text: str) -> str:
    return " ".join(text.split())


def _paragraph(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    """Text as text: nothing in it is markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Paragraph(escaped, style)


def _opening(copy: Copy) -> list[Flowable]:
    title = copy.office or copy.title
    state = _style(9, textColor=_WARNING) if copy.is_provisional else _TEXT
    lines = [_paragraph(title, _H1), _paragraph(copy.months, _H2), _paragraph(copy.state, state)]
    if copy.is_open:
        lines.append(_paragraph(copy.openness, _SMALL))
    return [*lines, Spacer(0, 5 * mm)]


def _card(copy: Copy) -> list[Flowable]:
    """One office: every figure, and what it counts."""
    by_scope = {line.scope: line for line in copy.lines}
    shown = [by_scope[scope] for scope in SCOPES if scope in by_scope]
    head = [_("Angka"), *(str(SCOPES[line.scope]) for line in shown)]
    rows = [[name_of(one), *(_number(line, one) for line in shown)] for one in FIGURES]
    widths = [80 * mm, *[42 * mm] * len(shown)]
    parts: list[Flowable] = [_table([head, *rows], widths, texts=1)]
    parts.append(_paragraph(_("Cara menghitung"), _H2))
    words = (f"<font name='Bold'>{one.name}</font> – {one.words}" for one in DEFINITIONS)
    return [*parts, *(Paragraph(text, _SMALL) for text in words)]


def _list(copy: Copy) -> list[Flowable]:
    """All offices: the main figures. The rest stands in the spreadsheet."""
    heads = [_paragraph(_("Kantor"), _HEAD_LEFT)]
    heads += [_paragraph(name_of(one), _HEAD_RIGHT) for one in LISTED]
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
                ("BACKGROUND", (0, 0), (-1, 0), _PRIMARY),
                ("TEXTCOLOR", (0, 0), (-1, 0), colors.white),
                ("ALIGN", (texts, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, _LINE),
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
    words = [_paragraph(_("Periksa angka ini"), _H2)]
    if copy.code:
        asked = _("Pindai kodenya, atau buka alamat ini dan bandingkan angkanya. Sidik angka:")
        words += [_paragraph(asked), _paragraph(copy.code, _SMALL)]
    words.append(_paragraph(copy.address, _SMALL))
    return [Spacer(0, 4 * mm), KeepTogether([*words, Spacer(0, 2 * mm), _Code(copy.address)])]


class _Code(Flowable):  # type: ignore[misc]
    """A QR code drawn from its squares."""

    def __init__(self, text: str, *, side: float = 30 * mm) -> None:
        super().__init__()
        self.squares = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
        self.width = self.height = side

    def draw(self) -> None:
        step = self.height / len(self.squares)
        for y, row in enumerate(self.squares):
            for x, is_dark in enumerate(row):
                if is_dark:
                    top = self.height - (y + 1) * step
                    self.canv.rect(x * step, top, step * 1.02, step * 1.02, stroke=0, fill=1)


def _pages(copy: Copy) -> type[Canvas]:
    """A canvas that knows how many pages there are before it draws their heads and feet."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *args: Any, **how: Any) -> None:
            super().__init__(*args, **how)
            self._waiting: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._waiting.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._waiting, 1):
                self.__dict__.update(page)
                _frame(self, copy, number, len(self._waiting))
                super().showPage()
            super().save()

    return Numbered


def _frame(canvas: Canvas, copy: Copy, number: int, count: int) -> None:
    """The head with the mark, and the foot with the page's number."""
    width, height = canvas._pagesize
    _mark(canvas, _MARGIN, height - 17 * mm)
    canvas.setFillColor(_PRIMARY)
    canvas.setFont("Bold", 9)
    canvas.drawString(_MARGIN + 12 * mm, height - 13 * mm, institution())
    canvas.setFillColor(_WARNING if copy.is_provisional else _MUTED)
    canvas.setFont("Text", 7)
    canvas.drawRightString(
        width - _MARGIN, height - 13 * mm, _("SEMENTARA") if copy.is_provisional else copy.title
    )
    canvas.setFillColor(_MUTED)
    canvas.drawString(_MARGIN, 10 * mm, f"{copy.office or copy.title}, {copy.months}")
    values = {"page": number, "pages": count}
    canvas.drawRightString(width - _MARGIN, 10 * mm, _("Halaman %(page)s dari %(pages)s") % values)


def _mark(canvas: Canvas, x: float, y: float) -> None:
    """The mark of `static/mark.svg`, in its own 32 units."""
    canvas.saveState()
    canvas.translate(x, y + 9 * mm)
    scale = 9 * mm / 32
    canvas.scale(scale, -scale)
    canvas.setFillColor(_PRIMARY)
    canvas.roundRect(2, 2, 28, 23, 7, stroke=0, fill=1)
    tail = canvas.beginPath()
    tail.moveTo(17, 24.9)
    tail.lineTo(10, 31)
    tail.lineTo(10, 24.9)
    canvas.drawPath(tail, stroke=0, fill=1)
    canvas.setStrokeColor(colors.white)
    canvas.setLineWidth(3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    tick = canvas.beginPath()
    tick.moveTo(9, 14)
    tick.lineTo(13.5, 18.5)
    tick.lineTo(20, 11)
    canvas.drawPath(tick, stroke=1, fill=0)
    canvas.setFillColor(_ACCENT)
    canvas.circle(24, 8, 3, stroke=0, fill=1)
    canvas.restoreState()
