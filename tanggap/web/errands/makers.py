"""Which function does which errand. Only the worker loads them, and only when one is asked for."""

from __future__ import annotations

from datetime import datetime

from django.utils import translation
from django.utils.module_loading import import_string

from tanggap.workbench import errands
from tanggap.workbench.errands import Made, Maker, Tell
from tanggap.workbench.models import Errand

SCORE_COPY, STAFF_LIST, MY_DATA = "score_copy", "staff_list", "my_data"
_MAKERS = {
    SCORE_COPY: "tanggap.web.score.copies.made.make",
    STAFF_LIST: "tanggap.web.people.handed_in.make",
    MY_DATA: "tanggap.web.my_data.archive.make",
}


def do(pk: int, *, at: datetime) -> None:
    """Do one errand, in the language of whoever asked for it."""
    errands.do(pk, _maker, at=at)


def _maker(kind: str) -> Maker:
    make: Maker = import_string(_MAKERS[kind])

    def speaking(row: Errand, tell: Tell) -> Made:
        with translation.override(row.asked["language"]):
            return make(row, tell)

    return speaking
