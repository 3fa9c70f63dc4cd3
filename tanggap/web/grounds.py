"""What a decision stands on, as the reporter and the staff read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tanggap.taxonomy.queries import said


def basis(data: Mapping[str, Any] | None) -> str:
    """The regulation named in the data of an event; empty without one."""
    found = named(data)
    return _("Dasar: %(basis)s") % {"basis": found} if found else ""


def named(data: Mapping[str, Any] | None) -> str:
    """The same where its label stands beside it already."""
    found = str((data or {}).get("basis", ""))
    return said(found) if found else ""
