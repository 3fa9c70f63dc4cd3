"""A long list of staff is read and looked through by the worker; the page then shows the lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from tanggap.lib import sheets
from tanggap.lib.naming import language
from tanggap.people.access import Actor, actor_for
from tanggap.people.granting import Forbidden
from tanggap.people.lists import actions
from tanggap.people.models import Agency
from tanggap.web.errands.makers import STAFF_LIST
from tanggap.web.people import list_words
from tanggap.workbench import errands
from tanggap.workbench.errands import Made, Refused, Tell
from tanggap.workbench.models import Errand

# A few hundred lines, read and looked through within a second or so.
MOST_AT_ONCE = 40_000  # bytes


def ask(file: UploadedFile[Any], data: Mapping[str, Any], *, by: Actor) -> Errand:
    """Let the worker read it. Each upload is an errand of its own: people may have changed."""
    said = {
        "file_name": file.name or "",
        "complete_for": data["complete_for"],
        "with_below": data["with_below"],
        "language": language(),
        "title": _("Daftar staf"),
        "back": reverse("people:lists"),
    }
    return errands.ask(
        kind=STAFF_LIST,
        key=get_random_string(32),
        asked=said,
        given=file.read(),
        by=by,
        at=timezone.now(),
    )


def make(row: Errand, tell: Tell) -> Made:
    """The list with what each line would do, kept together with the errand's end."""
    at, said = timezone.now(), row.asked
    try:
        staff_list, lines = actions.read(
            bytes(row.given or b""),
            file_name=said["file_name"],
            role_words=list_words.role_words(),
            by=actor_for(row.user, at=at).own(),
            at=at,
            complete_for=Agency.objects.filter(code=said["complete_for"]).first(),
            with_below=said["with_below"],
            tell=tell,
        )
    except sheets.Unreadable as error:
        raise Refused(str(list_words.FILES[error.code])) from error
    except Forbidden as error:
        raise Refused(_("Kamu tidak boleh mengatur staf di sana.")) from error
    return Made(keep=lambda: reverse("people:list_one", args=[actions.keep(staff_list, lines).pk]))
