"""QR codes drawn as SVG, for receipts."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """A QR code of `text` as inline SVG without a style, so that the page's policy shows it.

    Dark on light in both themes: scanners need it so.
    """
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, light="#fff", svgclass=None, lineclass=None)
    return mark_safe(svg)  # noqa: S308 - made by segno from modules, not from text
