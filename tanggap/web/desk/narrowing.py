"""The long selects of the filters, written once and kept until their directory changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tanggap.casework.queries import choices
from tanggap.lib.editions import kept
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.taxonomy.models import Category, Channel
from tanggap.web.templatetags.ui import options


@kept(Category, is_spoken=True)
def categories() -> SafeString:
    """The categories by group."""
    return _grouped(choices.categories())


@kept(Area, is_spoken=True)
def areas() -> SafeString:
    """Cities and their districts."""
    return _grouped(choices.areas())


@kept(Channel, is_spoken=True)
def channels() -> SafeString:
    """The doors in use."""
    return options(choices.channels())


@kept(Agency)
def agencies() -> SafeString:
    """Every office that can hold a report."""
    return options(choices.agencies())


def _grouped(groups: Iterable[tuple[str, choices.Pairs]]) -> SafeString:
    return format_html_join("", "{}", ((_group(name, pairs),) for name, pairs in groups))


def _group(name: str, pairs: choices.Pairs) -> SafeString:
    if not name:
        return options(pairs)
    return format_html('<optgroup label="{}">{}</optgroup>', name, options(pairs))
