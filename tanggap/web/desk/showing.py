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
from tanggap.reports.workflow import Code, Visibility
from tanggap.web import display
from tanggap.web.staff import words

if TYPE_CHECKING:
    from tanggap.reports.models import Report, ReportPhoto


def field(report: Report, actor: Actor) -> forms.Field | None:
    """The reporter's photographs that aren't public yet; None where there are none to choose.

    All are ticked where she let everybody read her report, none where she did not. A
    confidential report shows nothing, so nothing is asked; nor is whoever sees them blurred.
    """
    rows = [photo for photo in _seen_sharp(report, actor) if not photo.is_public]
    ticked = rows if report.visibility == Visibility.PUBLIC else []
    return _boxes(rows, ticked) if rows else None


def chosen(report: Report, actor: Actor) -> forms.Field | None:
    """All the reporter's photographs of a public report, those that everybody sees ticked."""
    rows = _seen_sharp(report, actor)
    return _boxes(rows, [photo for photo in rows if photo.is_public]) if rows else None


def why_not(report: Report, actor: Actor) -> str:
    """Why the reporter's photographs can't be chosen here; empty where they can, or are none."""
    is_blurred = access.seen(report, actor).photos == "blurred" and not report.is_confidential
    if is_blurred and any(map(access.is_picture, access.photos_of(report, actor))):
        return words.refusal_of(Code.NOT_SEEN.value)
    return ""


def _seen_sharp(report: Report, actor: Actor) -> list[ReportPhoto]:
    if report.is_confidential or access.seen(report, actor).photos != "all":
        return []
    return [photo for photo in access.photos_of(report, actor) if access.is_picture(photo)]


def _boxes(rows: list[ReportPhoto], ticked: list[ReportPhoto]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Foto warga yang boleh dilihat umum"),
        required=False,
        choices=[(str(photo.pk), _shown(photo, False)) for photo in rows],
        initial=[str(photo.pk) for photo in ticked],
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Menjadi foto “sebelum” di halaman umum. Jangan pilih foto yang memperlihatkan wajah,"
            " pelat nomor, atau isi rumah."
        ),
    )


def choice(report: Report, actor: Actor, *, label: str) -> forms.Field | None:
    """Which of the reporter's photographs belong to something; None where she sent none."""
    rows = [photo for photo in access.photos_of(report, actor) if access.is_picture(photo)]
    if not rows:
        return None
    is_blurred = access.seen(report, actor).photos == "blurred"
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[
            (str(photo.pk), _shown(photo, is_blurred and access.is_kept_back(report, photo)))
            for photo in rows
        ],
        widget=forms.CheckboxSelectMultiple,
    )


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
