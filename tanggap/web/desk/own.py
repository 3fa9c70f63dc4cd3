"""What staff keep for their own work: filters, ready texts, the mark that a report is open."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports.workflow import Verb
from tanggap.taxonomy.models import Category
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.desk import lists as desk_lists
from tanggap.web.desk.fields import Named
from tanggap.web.desk.shell import shell
from tanggap.web.staff.finding import found
from tanggap.web.staff.shell import WRITERS
from tanggap.web.staff.verbs import BUTTONS
from tanggap.workbench import actions, queries
from tanggap.workbench.fill import FACTS, unknown
from tanggap.workbench.models import ReplyTemplate

SEARCH = "search"
# Verbs whose words an office writes again and again, and the field they go into.
TEXT_FIELDS = {
    Verb.ANSWER: "text",
    Verb.PROGRESS: "text",
    Verb.HOLD: "question",
    Verb.RESOLVE: "note",
    Verb.GIVE_BACK: "reason",
    Verb.COORDINATE: "reason",
    Verb.REJECT_FOLLOWUP: "reason",
}
_KEPT = ("state", "category", "area", "channel", "agency", "year", "late", "returned", "q")


@roles()
def save_filter(request: HttpRequest, actor: Actor, place: str) -> HttpResponse:
    """Keep the filters of a list under a name."""
    if request.method != "POST" or place not in (*desk_lists.READERS, SEARCH):
        raise Http404
    given = {name: request.POST.get(name, "")[:120] for name in _KEPT}
    query = urlencode({name: value for name, value in given.items() if value})
    name = " ".join(request.POST.get("name", "").split())[:40]
    if name and query:
        _save_filter(request, actor, place, name, query)
    else:
        messages.error(request, _("Beri nama, dan pilih satu saringan atau lebih."))
    return redirect(f"{_list_url(place)}?{query}")


def _save_filter(request: HttpRequest, actor: Actor, place: str, name: str, query: str) -> None:
    try:
        actions.save_filter(place=place, name=name, query=query, by=actor, at=timezone.now())
    except actions.TooMany:
        messages.error(request, _("Sudah terlalu banyak saringan tersimpan. Hapus satu dulu."))
    else:
        messages.success(request, _("Saringan “%(name)s” tersimpan.") % {"name": name})


@roles()
def drop_filter(request: HttpRequest, actor: Actor, place: str, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    if request.method != "POST" or place not in (*desk_lists.READERS, SEARCH):
        raise Http404
    if actions.drop_filter(pk=pk, by=actor):
        messages.success(request, _("Saringan dihapus."))
    return redirect(_list_url(place))


def _list_url(place: str) -> str:
    return reverse("desk:search") if place == SEARCH else reverse("desk:queue", args=[place])


@roles()
def present(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The page says every half minute that it is open, and learns who else has it open."""
    if request.method != "POST":
        raise Http404
    report, at = found(actor, number), timezone.now()
    actions.be_present(report_id=report.pk, by=actor, at=at)
    lines = [
        _("%(name)s juga membuka laporan ini sejak %(when)s.")
        % {"name": one.name, "when": display.ago(one.since, at=at)}
        for one in queries.beside(actor, report.pk, at=at)
    ]
    return render(request, "desk/_present.html", {"lines": lines})


class TemplateForm(forms.Form):
    """A ready text of one office."""

    agency = forms.ChoiceField(label=lazy("Kantor"))
    verb = forms.ChoiceField(
        label=lazy("Dipakai untuk"),
        choices=[(verb.value, BUTTONS[verb].word) for verb in TEXT_FIELDS],
    )
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    name = forms.CharField(label=lazy("Nama"), max_length=80)
    text = forms.CharField(
        label=lazy("Tulisan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=lazy(
            "Bisa memuat {nomor}, {judul}, {tempat}, {kategori}, {instansi}, dan {tanggal}."
        ),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Agency.objects.filter(pk__in=actor.agency_ids(*WRITERS), is_active=True)
        names = list(offices.order_by("name").values_list("code", "name"))
        self.fields["agency"] = Named(offices, label=_("Kantor"), choices=names)
        groups: list[Any] = [("", _("Semua kategori"))]
        for group, pairs in choices.categories():
            groups += [(group, pairs)] if group else pairs
        rows = Category.objects.filter(is_active=True)
        self.fields["category"] = Named(rows, label=_("Kategori"), choices=groups, required=False)
        self.order_fields(["agency", "verb", "category", "name", "text"])

    def clean_text(self) -> str:
        """Names in braces that are no facts would stay in the letter as they are."""
        text = str(self.cleaned_data["text"])
        if strange := unknown(text):
            known = ", ".join(f"{{{name}}}" for name in FACTS)
            raise forms.ValidationError(
                _("{%(name)s} tidak dikenal. Yang bisa: %(known)s.")
                % {"name": strange[0], "known": known}
            )
        return text


@roles(*WRITERS)
def templates(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The ready texts of one's offices, and a form for a new one."""
    return _edit(request, actor, None)


@roles(*WRITERS)
def template(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One ready text, to be replaced by a better one."""
    rows = ReplyTemplate.objects.filter(agency__in=actor.agency_ids(*WRITERS), is_active=True)
    row = rows.select_related("agency", "category").filter(pk=pk).first()
    if row is None:
        raise Http404
    if request.method == "POST" and request.POST.get("end") == "1":
        actions.end_template(row, by=actor, at=timezone.now())
        messages.success(request, _("Templat tidak ditawarkan lagi."))
        return redirect("desk:templates")
    return _edit(request, actor, row)


def _edit(request: HttpRequest, actor: Actor, row: ReplyTemplate | None) -> HttpResponse:
    initial = (
        {
            "agency": row.agency.code,
            "verb": row.verb,
            "category": row.category.code if row.category else "",
            "name": row.name,
            "text": row.text,
        }
        if row
        else {}
    )
    form = TemplateForm(request.POST or None, actor=actor, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_template(**form.cleaned_data, by=actor, at=timezone.now(), replaces=row)
        messages.success(request, _("Templat tersimpan."))
        return redirect("desk:templates")
    context = {
        **shell(actor, "templat"),
        "form": form,
        "row": row,
        "rows": [(one, _verb_word(one.verb)) for one in queries.offices_templates(actor)],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/templates.html", context, status=status)


def _verb_word(name: str) -> object:
    return BUTTONS[Verb(name)].word if name in set(Verb) else name
