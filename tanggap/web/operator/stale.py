"""What somebody else changed while a form was open is shown before anything is saved."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tanggap.people.models import Change
from tanggap.setup import queries
from tanggap.web.operator.forms import ReasonForm
from tanggap.web.staff import changes


def version(kind: Change.Kind, subject: str) -> int:
    """What a form about `subject` remembers: the newest line of its history."""
    return changes.latest(queries.history(kind, subject))


def is_stale(form: ReasonForm, kind: Change.Kind, subject: str) -> bool:
    """Whether `subject` was changed since the valid `form` was opened; then the form says so."""
    newer = queries.newer(kind, subject, than=form.cleaned_data["version"] or 0)
    if newer is None:
        return False
    form.data = {**form.data.dict(), "version": str(newer.pk)}  # type: ignore[attr-defined]
    step = changes.steps([newer])[0]
    form.add_error(
        None,
        _("Sementara itu: %(title)s. %(text)s. Periksa, lalu simpan lagi kalau masih perlu.")
        % {"title": step.title, "text": step.text},
    )
    return True
