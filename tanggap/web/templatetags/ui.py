"""Tags for the small parts that lists repeat many times, where an include would cost too much.

{% load ui %} gives: asset, icon, shape, state, clock, meter, field, options, chosen, route, here,
way.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.forms import BoundField, CheckboxInput, RadioSelect, Select
from django.forms.widgets import CheckboxSelectMultiple, ChoiceWidget
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.web import assets
from tanggap.web.directions import directions

register = template.Library()

STATES = ("grey", "red", "yellow", "green", "blue", "dark")
TONES = ("", "soon", "late", "paused")


@register.simple_tag
def asset(name: str) -> str:
    """The address of a built file: {% asset "app.css" %}."""
    return assets.url(name)


@register.simple_tag
def zone() -> str:
    """The city's time zone, by which scripts say a time whatever the device is set to."""
    return settings.TIME_ZONE


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """One icon of icons.svg: {% icon "pin" "sm" %}; with `label` it is read out."""
    css = f"icon icon-{size}" if size else "icon"
    return _use(css, f"i-{name}", label)


@register.simple_tag
def shape(color: str) -> SafeString:
    """The shape of a state's colour; a word must stand beside it."""
    return _use(f"shape is-{_known(color)}", f"s-{color}", "")


@register.simple_tag
def training() -> bool:
    """Whether this is the training instance; the setting itself, for pages without a request."""
    return bool(settings.TRAINING)


@register.simple_tag
def brand() -> SafeString:
    """The mark."""
    return _use("", "brand", "")


@register.simple_tag
def state(color: str, word: str) -> SafeString:
    """The state pill, shape and word together: {% state "yellow" "Proses" %}."""
    return format_html(
        '<span class="state is-{}">{}{}</span>',
        _known(color),
        _use("shape", f"s-{color}", ""),
        word,
    )


@register.simple_tag
def clock(gone: float, text: str, left: str, tone: str = "", size: str = "") -> SafeString:
    """The clock bar. `gone` is the part used up, 0 to 100; the two sentences carry the meaning."""
    if tone not in TONES:
        raise ValueError(f"a clock is one of {TONES}, not {tone!r}")
    css = f"{tone} clock-lg" if size == "lg" else tone
    bar = meter(100 if tone in ("late", "paused") else gone, "gone")
    return SafeString(
        f'<div class="clock {css}"><div class="row spread"><span>{conditional_escape(text)}</span>'
        f'<span class="left">{conditional_escape(left)}</span></div>{bar}</div>'
    )


@register.simple_tag
def meter(share: float, css: str = "") -> SafeString:
    """A bar of `share` percent, drawn as SVG because a page may carry no style attribute."""
    return _bar(f"{min(max(float(share), 0), 100):.4g}", css)


@lru_cache(maxsize=1024)
def _bar(width: str, css: str) -> SafeString:
    return format_html(
        '<svg class="{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        css,
        width,
    )


@register.simple_tag
def options(pairs: Iterable[tuple[Any, Any]], chosen: Any = "") -> SafeString:
    """The options of a long select, (value, word) each, in one go.

    A loop of the template language costs five times as much, and a filter offers hundreds.
    """
    rows = (
        (value, SafeString(" selected") if value == chosen else "", word) for value, word in pairs
    )
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


@register.simple_tag
def chosen(written: SafeString, value: str) -> SafeString:
    """Options that were written before, with that of `value` marked."""
    one = format_html('<option value="{}"', value)
    return SafeString(written.replace(f"{one}>", f"{one} selected>", 1)) if value else written


@register.simple_tag
def route(name: str, *args: Any, **kwargs: Any) -> str:
    """Like `url`, but empty when nobody serves the name, so that a layout can leave it out."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def here(context: Context, place: str) -> SafeString | str:
    """Mark the place in a menu that the page belongs to; pages say so with `place`."""
    return format_html('aria-current="{}"', "page") if context.get("place") == place else ""


@register.simple_tag(takes_context=True)
def way(context: Context, lat: float, lng: float) -> str:
    """The address that opens the device's own maps: {% way report.lat report.lng %}."""
    request = context.get("request")
    agent = request.headers.get("User-Agent", "") if request else ""
    return directions(lat=lat, lng=lng, agent=agent)


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, kind: str = "", **attrs: Any) -> dict[str, Any]:
    """Any form field in our markup: label, help, control, error, tied together for a reader.

    `kind` is worked out from the widget ("control", "select", "check", "choice", "checks",
    "file"); say "seg" for two to four short answers. Other names become attributes of the
    control, with _ for -: {% field form.what rows=3 data_private="1" %}. `is_needed`: not called
    optional, though something else may answer it.
    """
    kind = kind or _kind(bound)
    is_needed = bool(attrs.pop("is_needed", False))
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=_attributes(bound, kind, attrs))
        if kind not in ("choice", "seg", "checks")
        else "",
        "help_id": f"{bound.auto_id}_help",
        "error_id": f"{bound.auto_id}_error",
        "is_required": bound.field.required or is_needed,
    }


def _kind(bound: BoundField) -> str:
    widget = bound.field.widget
    if getattr(widget, "input_type", "") == "file":
        return "file"
    kinds: tuple[tuple[type, str], ...] = (
        (CheckboxSelectMultiple, "checks"),
        (RadioSelect, "choice"),
        (CheckboxInput, "check"),
        (Select, "select"),
        (ChoiceWidget, "select"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "control")


_CSS = {"select": "form-select", "check": "form-check-input"}


def _attributes(bound: BoundField, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    described = [f"{bound.auto_id}_error"] * bool(bound.errors)
    described += [f"{bound.auto_id}_help"] * bool(bound.help_text)
    given = {name.replace("_", "-"): value for name, value in given.items()}
    if described_elsewhere := given.pop("aria-describedby", ""):
        described.append(str(described_elsewhere))
    attributes = {"class": _CSS.get(kind, "form-control"), **given}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _known(color: str) -> str:
    if color not in STATES:
        raise ValueError(f"a state is one of {STATES}, not {color!r}")
    return color


def _use(css: str, symbol: str, label: str) -> SafeString:
    return _drawn(css, symbol, str(label), assets.url("icons.svg"))


@lru_cache(maxsize=1024)
def _drawn(css: str, symbol: str, label: str, sheet: str) -> SafeString:
    read_out = format_html('aria-hidden="{}"', "true")
    if label:
        read_out = format_html('role="img" aria-label="{}"', label)
    return format_html(
        '<svg class="{}" {}><use href="{}#{}"></use></svg>', css, read_out, sheet, symbol
    )


@register.filter
def two_lines(label: object) -> tuple[str, str]:
    """The two lines of a choice: "Boleh, disegel|Petugas tidak melihat namamu."."""
    first, second = str(label).partition("|")[::2]
    return first.strip(), second.strip()


@register.filter
def beside(cells: list[Any], columns: list[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column; a row of another length is an error."""
    return list(zip(cells, columns, strict=True))


@register.simple_tag
def star_words() -> list[tuple[int, str]]:
    """The five values of a rating and the word of each."""
    words = _("buruk"), _("kurang"), _("cukup"), _("baik"), _("baik sekali")
    return list(enumerate(words, start=1))


@register.filter
def plain(value: object) -> str:
    """A number as a machine reads it, whatever the language: -6.2, not -6,2."""
    return str(value)


@register.filter
def undo_url(message: Message) -> str:
    """Where what a message tells of is taken back: the address in its tag "undo:"."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")
