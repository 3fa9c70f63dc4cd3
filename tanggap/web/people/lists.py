"""Staff by a list: hand it in, look at what it would do, let it be done, see what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from tanggap.lib import phone, sheets
from tanggap.people import access, granting
from tanggap.people.access import Actor
from tanggap.people.lists import actions
from tanggap.people.models import Agency, Role, StaffList, StaffListLine
from tanggap.web.errands.makers import STAFF_LIST
from tanggap.web.people import handed_in, list_words
from tanggap.web.people.guard import appointing, shell
from tanggap.web.staff import roles
from tanggap.workbench import errands

PAGE = 100
LISTS = 20
Kind, State = StaffListLine.Kind, StaffList.State
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListForm(forms.Form):
    """A file, and whether whoever isn't in it leaves."""

    file = forms.FileField(
        label=lazy("Berkas CSV atau XLSX"),
        help_text=lazy("Sampai 10.000 baris. Belum ada yang berubah sebelum kamu setujui."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv"}),
    )
    complete_for = forms.ChoiceField(
        label=lazy("Daftar ini lengkap untuk"),
        required=False,
        help_text=lazy("Kalau dipilih, peran di sana yang tidak ada di daftar akan berakhir."),
    )
    with_below = forms.BooleanField(label=lazy("Termasuk semua di bawahnya"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = access.reach(actor).filter(is_active=True).order_by("name")
        self.offices = {office.code: office for office in rows}
        names = [(code, office.name) for code, office in self.offices.items()]
        chosen = [("", _("Tidak: hanya yang ada di daftar")), *names]
        self.fields["complete_for"].choices = chosen  # type: ignore[attr-defined]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > sheets.MOST_BYTES:
            raise forms.ValidationError(str(list_words.FILES["too_big"]))
        return file


@appointing
def index(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form and earlier lists; POST takes a file and shows what it would do."""
    form = ListForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["file"].size > handed_in.MOST_AT_ONCE:
            data = form.cleaned_data
            return redirect("errands:one", handed_in.ask(data["file"], data, by=actor).pk)
        handed = _handed_in(form, actor)
        if handed is not None:
            return redirect("people:list_one", handed.pk)
    context = {
        **shell(actor),
        "form": form,
        "lists": actions.lists_for(actor).order_by("-pk")[:LISTS],
        "reading": errands.under_way(kind=STAFF_LIST, by=actor),
        "heads": list(list_words.HEADS.values()),
    }
    return render(request, "people/lists.html", context, status=422 if form.errors else 200)


def _handed_in(form: ListForm, actor: Actor) -> StaffList | None:
    data = form.cleaned_data
    try:
        return actions.hand_in(
            data["file"].read(),
            file_name=data["file"].name,
            role_words=list_words.role_words(),
            by=actor,
            at=timezone.now(),
            complete_for=form.offices.get(data["complete_for"]),
            with_below=data["with_below"],
        )
    except sheets.Unreadable as error:
        form.add_error("file", str(list_words.FILES[error.code]))
        return None


@appointing
@require_safe
def template(request: HttpRequest, actor: Actor, form: str) -> HttpResponse:
    """An empty list with the heads; as XLSX with the offices and roles that can be named."""
    heads = [str(word) for word in list_words.HEADS.values()]
    if form == "csv":
        return _file(sheets.as_csv([heads]), "text/csv; charset=utf-8", "staf.csv")
    if form != "xlsx":
        raise Http404
    offices = access.reach(actor).filter(is_active=True).order_by("path")
    given = Role.values if granting.is_operator(actor) else sorted(granting.ADMINS_GIVE)
    book: dict[str, Iterable[Iterable[object]]] = {
        _("Daftar staf"): [heads],
        _("Instansi"): [["Kode", _("Nama")], *offices.values_list("code", "name")],
        _("Peran"): [[roles.word(role)] for role in given],
    }
    return _file(sheets.as_workbook(book), XLSX, "staf.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@appointing
@require_safe
def one(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A list: what it would do, how far it is, or what became of it."""
    staff_list = _found(actor, pk)
    is_part = request.headers.get("HX-Request") == "true"
    context = {**shell(actor), **_progress(staff_list), "list": staff_list}
    if is_part:
        response = render(request, "people/_list_progress.html", context)
        if staff_list.state == State.DONE:
            response.headers["HX-Refresh"] = "true"
        return response
    return render(request, "people/list_one.html", {**context, **_lines(request, staff_list)})


def _progress(staff_list: StaffList) -> dict[str, Any]:
    came_out = actions.outcomes(staff_list)
    total = sum(came_out.values())
    done = total - came_out[StaffListLine.Outcome.WAITING]
    return {
        "total": total,
        "done": done,
        "share": 100 * done / total if total else 100,
        "refused": came_out[StaffListLine.Outcome.REFUSED],
        "newcomers": staff_list.lines.filter(is_newcomer=True).count(),
    }


def _lines(request: HttpRequest, staff_list: StaffList) -> dict[str, Any]:
    counts = actions.counts(staff_list)
    kind = request.GET.get("jenis", "")
    kind = kind if kind in Kind.values or kind == "refused" else ""
    cursor = request.GET.get("sesudah", "")
    rows = staff_list.lines.order_by("pk")
    if kind:
        rows = rows.filter(outcome=kind) if kind == "refused" else rows.filter(kind=kind)
    if cursor.isdecimal() and len(cursor) < 19:
        rows = rows.filter(pk__gt=int(cursor))
    found = list(rows.select_related("person")[: PAGE + 1])
    names = _office_names(found)
    following = urlencode({"jenis": kind, "sesudah": found[PAGE - 1].pk}) if found[PAGE:] else ""
    return {
        "counts": counts,
        "chips": _chips(counts, kind),
        "rows": [_row(line, staff_list, names) for line in found[:PAGE]],
        "older_url": f"?{following}" if following else "",
        "newer_url": f"?{urlencode({'jenis': kind})}" if cursor else "",
    }


def _row(line: StaffListLine, staff_list: StaffList, names: dict[str, str]) -> dict[str, Any]:
    said = line.said
    known = [said["username"], said["email"], phone.pretty(said["phone"]) if said["phone"] else ""]
    return {
        "line": line,
        "name": said["name"] or (line.person.name if line.person else "–"),
        "known": " · ".join(word for word in known if word),
        "office_name": names.get(said["office"], said["office"]),
        "roles": ", ".join(roles.word(role) for role in said["roles"]),
        "kind": list_words.KINDS[line.kind],
        "color": list_words.COLORS[Kind(line.kind)],
        "about": list_words.about(line),
        "outcome": "" if staff_list.state == State.PREVIEW else list_words.outcome(line),
    }


def _office_names(lines: list[StaffListLine]) -> dict[str, str]:
    codes = {line.said["office"] for line in lines}
    return dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))


def _chips(counts: dict[str, int], kind: str) -> list[tuple[str, str, int | None, bool]]:
    everything = ("?", _("Semua"), sum(counts.values()), not kind)
    named = [
        (f"?jenis={name}", str(word), counts[name], kind == name)
        for name, word in list_words.KINDS.items()
        if counts[name]
    ]
    return [everything, *named]


@appointing
@require_POST
def confirm(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Let it be done; that people leave is said yes to on its own."""
    staff_list = _found(actor, pk)
    if actions.counts(staff_list)[Kind.LEAVING] and request.POST.get("leaving") != "1":
        messages.error(request, _("Setujui juga bahwa peran yang tidak ada di daftar berakhir."))
        return redirect("people:list_one", pk)
    try:
        actions.confirm(staff_list, by=actor, at=timezone.now())
    except actions.NotWaiting:
        messages.error(request, _("Daftar ini sudah dijalankan."))
    return redirect("people:list_one", pk)


@appointing
@require_POST
def discard(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """A list that was only looked at goes."""
    try:
        actions.discard(_found(actor, pk))
    except actions.NotWaiting:
        messages.error(request, _("Daftar ini sudah dijalankan."))
        return redirect("people:list_one", pk)
    messages.success(request, _("Daftar dibuang. Tidak ada yang berubah."))
    return redirect("people:lists")


@appointing
@require_safe
def result(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """Every line with what it does or did, as CSV."""
    staff_list = _found(actor, pk)
    heads = [_("Baris"), *map(str, list_words.HEADS.values()), _("Hasil"), _("Keterangan")]
    is_preview = staff_list.state == State.PREVIEW
    lines = (
        [
            line.number,
            *list_words.cells(line.said),
            list_words.KINDS[line.kind] if is_preview else list_words.outcome(line),
            "; ".join(list_words.about(line)),
        ]
        for line in staff_list.lines.order_by("pk").iterator()
    )
    content = sheets.as_csv([heads, *lines])
    return _file(content, "text/csv; charset=utf-8", f"daftar-staf-{pk}.csv")


def _found(actor: Actor, pk: int) -> StaffList:
    try:
        return actions.list_for(actor, pk)
    except access.NotFound:
        raise Http404 from None
