"""The tree of offices as nested lists that open and close without a script.

Written in Python: a template that includes itself seven hundred times takes half a second.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.setup.queries import Branch
from tanggap.web import display
from tanggap.web.templatetags.ui import icon

OPEN_DEPTH = 1  # how deep the tree stands open at first


def drawn(branches: Iterable[Branch]) -> SafeString:
    """The branches and all below them."""
    return _list(branches, reverse("operator:office", args=["-"]), depth=0)


def _list(branches: Iterable[Branch], url: str, *, depth: int) -> SafeString:
    items = format_html_join("", "<li>{}</li>", ((_item(b, url, depth),) for b in branches))
    return format_html('<ul class="branches">{}</ul>', items)


def _item(branch: Branch, url: str, depth: int) -> SafeString:
    name = _name(branch)
    here = url.replace("-", branch.code, 1)
    if not branch.below:
        return format_html('<a class="leaf" href="{}">{}</a>', here, name)
    return format_html(
        '<details{}><summary>{}<span>{} <span class="muted small num">{}</span></span></summary>'
        '<a class="leaf self" href="{}">{}<span class="visually-hidden"> {}</span></a>{}</details>',
        SafeString(" open") if depth < OPEN_DEPTH else "",
        icon("down", "sm"),
        name,
        display.number(branch.count),
        here,
        _("Buka instansi ini"),
        branch.name,
        _list(branch.below, url, depth=depth + 1),
    )


def _name(branch: Branch) -> SafeString | str:
    if branch.is_active:
        return branch.name
    closed = '{} <span class="muted small">{}</span>'
    return format_html(closed, branch.name, _("ditutup"))
