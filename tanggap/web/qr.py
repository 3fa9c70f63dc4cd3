"""QR codes drawn as SVG, for receipts."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """A QR code of `text` as inline SVG, dark on light in both themes: scanners need it so."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(scale=4, border=2, omitsize=True, light="#fff", svgclass=None)
    return mark_safe(svg)  # noqa: S308
