"""A picture of a public report for messages and networks: title, place, state, and a QR code.

Everything on it comes from the public row. The address holds a digest of what is drawn, so that a
copy may be kept for good and a changed report has another picture.
"""

from __future__ import annotations

import hashlib
import io
import textwrap
from functools import lru_cache

import segno
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image, ImageDraw, ImageFont

from tanggap.publication import queries
from tanggap.publication.models import PublicReport
from tanggap.web.audience import public
from tanggap.web.cards import label

WIDTH, HEIGHT = 1200, 630
EDGE = 64
QR = 300
PAPER, INK, GREY, BRAND = "#ffffff", "#04171a", "#4a5f63", "#0b5a65"
COLORS = {"red": "#b3261e", "yellow": "#8a5a00", "green": "#1d6b3a", "blue": "#1f5fae"}
FOR_GOOD = 365 * 86400

Words = tuple[str, str, str, str, str]  # number, title, place, state, the state's colour


def digest(row: PublicReport) -> str:
    """By what the picture is kept: 12 hex digits of all that is drawn."""
    return hashlib.sha256(repr(_words(row)).encode()).hexdigest()[:12]


def image_url(row: PublicReport) -> str:
    """Where the picture of the report is, with the host."""
    path = reverse("public:share_image", args=[row.number, digest(row)])
    return f"{settings.SITE_URL}{path}"


@public
@require_safe
def image(request: HttpRequest, number: str, content: str) -> HttpResponse:
    """The picture, 1200 by 630. An old digest shows the picture of now, and isn't kept."""
    row = queries.report(number.upper())
    if row is None:
        raise Http404
    response = HttpResponse(_png(_words(row)), content_type="image/png")
    is_now = content == digest(row)
    response.headers["Cache-Control"] = f"public, max-age={FOR_GOOD if is_now else 60}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _words(row: PublicReport) -> Words:
    shown = label(row)
    place = row.area.local_name if row.area else ""
    return row.number, row.title, place, str(shown.word), shown.color


@lru_cache(maxsize=64)
def _png(words: Words) -> bytes:
    number, title, place, state, color = words
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 20), fill=BRAND)
    draw.text((EDGE, 56), "Tanggap", font=ImageFont.load_default(44), fill=BRAND)
    draw.text((EDGE, 130), number, font=ImageFont.load_default(30), fill=GREY)
    lines = textwrap.wrap(title, 26)
    if len(lines) > 4:
        lines = [*lines[:3], f"{lines[3].rstrip('.')}…"]
    title_font = ImageFont.load_default(52)
    draw.multiline_text((EDGE, 190), "\n".join(lines), font=title_font, fill=INK, spacing=14)
    draw.text((EDGE, 480), place, font=ImageFont.load_default(34), fill=GREY)
    draw.ellipse((EDGE, 546, EDGE + 28, 574), fill=COLORS.get(color, GREY))
    draw.text((EDGE + 44, 540), state, font=ImageFont.load_default(34), fill=INK)
    _paste_code(picture, f"{settings.SITE_URL}{reverse('public:report', args=[number])}")
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _paste_code(picture: Image.Image, text: str) -> None:
    """The QR code of an address, at the right; whole pixels, so that it stays sharp."""
    code = segno.make(text, error="m", micro=False)
    size = max(1, QR // code.symbol_size(border=2)[0])
    drawn = io.BytesIO()
    code.save(drawn, kind="png", scale=size, border=2)
    square = Image.open(drawn).convert("RGB")
    picture.paste(square, (WIDTH - EDGE - square.width, (HEIGHT - square.height) // 2))
