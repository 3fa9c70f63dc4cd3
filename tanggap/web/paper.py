"""What our printed pages share: letters, colours, the mark, and a number on every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import reportlab
import segno
from reportlab.lib import colors
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph

PRIMARY, ACCENT = colors.HexColor("#0B5A65"), colors.HexColor("#FF9C4E")
WARNING, MUTED = colors.HexColor("#B3261E"), colors.HexColor("#55666A")
LINE = colors.HexColor("#C9D3D5")
MARGIN, HEAD, FOOT = 18 * mm, 26 * mm, 18 * mm
# Vera comes with the library: a page looks the same on every machine, dashes and signs included.
_FONTS = Path(reportlab.__file__).parent / "fonts"
for _name, _file in (("Text", "Vera.ttf"), ("Bold", "VeraBd.ttf")):
    pdfmetrics.registerFont(TTFont(_name, str(_FONTS / _file)))


def style(size: float, **how: Any) -> ParagraphStyle:
    """A paragraph in letters of `size` points."""
    return ParagraphStyle(
        f"s{size}{how}", **{"fontName": "Text"} | how, fontSize=size, leading=size * 1.4
    )


TEXT, SMALL = style(9), style(7, textColor=MUTED)
H1, H2 = style(15, textColor=PRIMARY), style(11, textColor=PRIMARY, spaceBefore=8)


def plain(text: str) -> str:
    """One line of it."""
    return " ".join(text.split())


def paragraph(text: str, how: ParagraphStyle = TEXT) -> Paragraph:
    """Text as text: nothing in it is markup. Its lines stay lines."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return Paragraph(escaped.replace("\n", "<br/>"), how)


class Code(Flowable):  # type: ignore[misc]
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


def numbered(frame: Callable[[Canvas, int, int], None]) -> type[Canvas]:
    """A canvas that draws `frame(canvas, page, pages)` on every page, once all are known."""

    class Numbered(Canvas):  # type: ignore[misc]
        def __init__(self, *given: Any, **how: Any) -> None:
            super().__init__(*given, **how)
            self._waiting: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self._waiting.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._waiting, 1):
                self.__dict__.update(page)
                frame(self, number, len(self._waiting))
                super().showPage()
            super().save()

    return Numbered


def mark(canvas: Canvas, x: float, y: float) -> None:
    """The mark of `static/mark.svg`, in its own 32 units."""
    canvas.saveState()
    canvas.translate(x, y + 9 * mm)
    scale = 9 * mm / 32
    canvas.scale(scale, -scale)
    canvas.setFillColor(PRIMARY)
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
    canvas.setFillColor(ACCENT)
    canvas.circle(24, 8, 3, stroke=0, fill=1)
    canvas.restoreState()
