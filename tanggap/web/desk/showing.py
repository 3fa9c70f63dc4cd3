"""Which of the reporter's own photographs everybody may see: chosen one by one, by looking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tanggap.media import paths
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.workflow import Visibility
from tanggap.web import display

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportPhoto


def field(report: Report, actor: Actor) -> forms.Field | None:
    """The reporter's photographs that aren't public yet; None where there are none to choose.

    All are ticked where she let everybody read her report, none where she did not. A
    confidential report shows nothing, so nothing is asked.
    """
    if report.is_confidential:
        return None
    rows = [photo for photo in access.photos_of(report, actor) if _is_offered(photo)]
    if not rows:
        return None
    is_blurred = access.seen(report, actor).photos == "blurred"
    return forms.MultipleChoiceField(
        label=_("Foto warga yang boleh dilihat umum"),
        required=False,
        choices=[(str(photo.pk), _shown(photo, is_blurred)) for photo in rows],
        initial=[str(photo.pk) for photo in rows] if _is_open(report) else [],
        widget=forms.CheckboxSelectMultiple,
        help_text=_help(is_blurred),
    )


def choice(report: Report, actor: Actor, *, label: str) -> forms.Field | None:
    """Which of the reporter's photographs belong to something; None where she sent none."""
    rows = [photo for photo in access.photos_of(report, actor) if access.is_reporters(photo)]
    if not rows:
        return None
    is_blurred = access.seen(report, actor).photos == "blurred"
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(str(photo.pk), _shown(photo, is_blurred)) for photo in rows],
        widget=forms.CheckboxSelectMultiple,
    )


def _is_offered(photo: ReportPhoto) -> bool:
    return access.is_reporters(photo) and not photo.is_public


def _is_open(report: Report) -> bool:
    return report.visibility == Visibility.PUBLIC


def _help(is_blurred: bool) -> str:
    said = _(
        "Menjadi foto “sebelum” di halaman umum. Jangan pilih foto yang memperlihatkan wajah,"
        " pelat nomor, atau isi rumah."
    )
    blurred = _("Laporannya privat, jadi kamu melihatnya disamarkan; umum akan melihat aslinya.")
    return f"{said} {blurred}" if is_blurred else said


def _shown(photo: ReportPhoto, is_blurred: bool) -> SafeString:
    """The photograph as the actor may see it, with when it came."""
    attachment = photo.attachment
    small = attachment.blurred_url() if is_blurred else attachment.url(paths.SMALL)
    return format_html(
        '<img class="thumb thumb-lg" src="{}" alt="{}" loading="lazy"><span>{}</span>',
        small,
        _("Foto warga"),
        display.moment(photo.taken_at or photo.created_at),
    )
