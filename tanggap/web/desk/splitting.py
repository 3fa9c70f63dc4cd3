"""Taking a report apart: the words of each part, a look at what comes of it, then the step."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.casework.queries import choices
from tanggap.people.access import Actor
from tanggap.places.models import Area
from tanggap.reports import access, actions
from tanggap.reports.workflow import Refused, Verb
from tanggap.taxonomy.models import Category
from tanggap.triage import route
from tanggap.web.audience import roles
from tanggap.web.desk import showing
from tanggap.web.desk.addresses import back_of, version_of
from tanggap.web.desk.fields import MAX_NOTE, Moment, Named
from tanggap.web.desk.shell import shell
from tanggap.web.staff import words
from tanggap.web.staff.finding import found
from tanggap.web.staff.place import AreaField

if TYPE_CHECKING:
    from tanggap.reports.models import Report

MOST = 5


class PartForm(forms.Form):
    """One problem that gets a report of its own; left empty it is as in the report."""

    def __init__(self, *args: Any, report: Report, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.report = report
        code = report.area.code if report.area else ""
        self.fields["text"] = forms.CharField(
            label=_("Isi bagian ini"),
            max_length=MAX_NOTE,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("Salin kata-kata pelapor tentang masalah yang satu ini."),
        )
        self.fields["category"] = Named(
            Category.objects.filter(is_active=True),
            label=_("Kategori"),
            choices=[("", _("Belum dipilih")), *choices.category_options()],
            required=False,
        )
        self.fields["address"] = forms.CharField(
            label=_("Tempat"), max_length=240, required=False, initial=report.address
        )
        self.fields["area"] = AreaField(code=code)
        if photos := showing.choice(report, actor, label=_("Foto yang menunjukkannya")):
            self.fields["photos"] = photos

    def part(self) -> actions.Part:
        """What was filled in, as the action wants it."""
        data = self.cleaned_data
        photos = [int(pk) for pk in data.get("photos", ())]
        return actions.Part(
            text=data["text"],
            category=data["category"],
            address=data["address"],
            area=Area.objects.filter(code=data["area"], valid_to=None).first(),
            photos=photos,
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What one part would become."""

    title: str
    category: str
    place: str
    office: str
    photos: int


@roles()
def split(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """GET: one empty part. POST: one more part, a look at all of them, or the step itself."""
    report = found(actor, number)
    posted = request.POST if request.method == "POST" else QueryDict()
    wants = posted.get("do", "")
    parts = [_form(report, actor, posted, n) for n in range(_how_many(posted))]
    if wants in ("", "more"):
        return _page(request, actor, report, parts)
    if not _are_valid(parts):
        return _page(request, actor, report, parts, status=422)
    tried = _digest(posted)
    if wants != "run" or posted.get("tried") != tried:
        return _page(request, actor, report, parts, previews=_previews(parts), tried=tried)
    return _run(request, actor, report, parts)


def _form(report: Report, actor: Actor, posted: QueryDict, n: int) -> PartForm:
    """The form of part `n`. While another part is asked for, nothing is held against this one."""
    prefix = f"part{n}"
    if posted.get("do") != "more":
        return PartForm(posted or None, prefix=prefix, report=report, actor=actor)
    begin = f"{prefix}-"
    typed: dict[str, Any] = {
        k.removeprefix(begin): v for k, v in posted.items() if k.startswith(begin)
    }
    typed["photos"] = posted.getlist(f"{begin}photos")
    return PartForm(prefix=prefix, initial=typed, report=report, actor=actor)


def _are_valid(parts: list[PartForm]) -> bool:
    """Each is looked at, so that all of what is missing is said at once."""
    return not [part for part in parts if not part.is_valid()]


def _how_many(posted: QueryDict) -> int:
    text = posted.get("parts", "1")
    count = int(text) if text.isdecimal() and len(text) < 3 else 1
    return min(MOST, max(1, count + (posted.get("do") == "more")))


def _digest(posted: QueryDict) -> str:
    """A mark of what was filled in, so that what runs is what was looked at."""
    values = sorted((k, values) for k, values in posted.lists() if k.startswith("part"))
    return sha256(repr(values).encode()).hexdigest()[:16]


def _previews(parts: list[PartForm]) -> list[Preview]:
    return [_preview(one.part(), one.report) for one in parts]


def _preview(part: actions.Part, report: Report) -> Preview:
    area = part.area or report.area
    office = route.propose(part.category, area, text=part.text)
    return Preview(
        title=part.text[:140],
        category=part.category.local_name if part.category else _("belum dipilih"),
        place=", ".join(text for text in (part.address, area.local_name if area else "") if text),
        office=office.agency.name if office else _("meja disposisi"),
        photos=len(part.photos),
    )


def _run(request: HttpRequest, actor: Actor, report: Report, parts: list[PartForm]) -> HttpResponse:
    made = [one.part() for one in parts]
    how: dict[str, Any] = {"by": actor, "at": timezone.now(), "version": version_of(request)}
    try:
        new = actions.split(report, parts=made, **how)
    except actions.Conflict as conflict:
        report.refresh_from_db()
        first = {"sentence": words.sentence(conflict.event), "actor": words.actor(conflict.event)}
        return _page(request, actor, report, parts, status=409, conflict=first)
    except Refused as refused:
        said = words.refusal(refused)
        return _page(request, actor, report, parts, status=422, refusal=said)
    numbers = ", ".join(one.number for one in new)
    done = _("%(number)s dipecah. Laporan barunya menunggu verifikasi: %(numbers)s.")
    draft = Moment(Verb.SPLIT, report, actor).draft
    said = done % {"number": report.number, "numbers": numbers}
    messages.success(request, said, extra_tags=f"draft:{draft}")
    return redirect(
        back_of(request) or "desk:report", *([] if back_of(request) else [report.number])
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    report: Report,
    parts: list[PartForm],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    facts = access.facts(report, actor, at=timezone.now())
    context = {
        **shell(actor, "antrean"),
        "report": report,
        "parts": parts,
        "has_room": len(parts) < MOST,
        "draft": Moment(Verb.SPLIT, report, actor).draft,
        "back": back_of(request),
        "refusal": words.refusal_now(Verb.SPLIT, facts),
        **more,
    }
    return render(request, "desk/split.html", context, status=status)
