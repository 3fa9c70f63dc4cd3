"""An office's objection to its closed card, the queue of those who decide, and the decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.lib import codes
from tanggap.media import serve
from tanggap.media.models import Attachment
from tanggap.media.paths import FULL, SMALL
from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role
from tanggap.performance import access, actions, rules
from tanggap.performance.access import READERS, SEES_ALL
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.labels import REFUSALS, REMEDIES
from tanggap.performance.queries import boards, objections
from tanggap.performance.rules import Code, Refused
from tanggap.performance.vocabulary import Remedy
from tanggap.reports import access as reports
from tanggap.web.audience import roles
from tanggap.web.files import answer
from tanggap.web.score import attached, objected, writing
from tanggap.web.score.attached import Kept
from tanggap.web.score.cards import found
from tanggap.web.staff.shell import shell
from tanggap.web.uploads import ManyFiles, Photos

_FIELDS = {Code.NOT_COUNTED: "numbers", Code.TOO_MANY: "numbers", Code.TOO_MANY_FILES: "attached"}


class ObjectionForm(forms.Form):
    """What is wrong, where, and why."""

    figure = forms.ChoiceField(label=lazy("Angka yang keliru"))
    numbers = forms.CharField(
        label=lazy("Nomor laporan"),
        help_text=lazy(
            "Laporan yang dihitung keliru dalam angka itu, satu nomor per baris. Daftarnya ada di"
            " balik angka di rapor."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autocapitalize": "characters"}),
    )
    reason = forms.CharField(
        label=lazy("Alasan"),
        help_text=lazy("Tampil di rapor. Jangan tulis nama atau nomor telepon pelapor."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    attached = Photos(
        label=lazy("Foto atau dokumen"),
        help_text=lazy(
            "Sampai 5 berkas, foto atau PDF. Hanya dilihat kantor ini dan yang memutuskan."
        ),
        required=False,
        widget=ManyFiles(attrs={"accept": "image/*,application/pdf"}),
    )

    def __init__(self, *given: Any, figure: str = "", **how: Any) -> None:
        super().__init__(*given, **how)
        choices = [(code, str(BY_FIGURE[code].name)) for code in rules.OBJECTABLE]
        field = self.fields["figure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        self.initial["figure"] = figure or "late"

    @property
    def wanted(self) -> list[str]:
        """The numbers as they are stored, each once."""
        words = self.cleaned_data["numbers"].replace(",", " ").replace(";", " ").split()
        return list(dict.fromkeys(codes.plain(word) for word in words))


class DecisionForm(forms.Form):
    """What is done about it, and why."""

    remedy = forms.ChoiceField(label=lazy("Putusan"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=lazy("Alasan"),
        help_text=lazy("Tampil di rapor dan dibaca kantor yang berkeberatan."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *given: Any, remedies: tuple[Remedy, ...], **how: Any) -> None:
        super().__init__(*given, **how)
        field = self.fields["remedy"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, str(REMEDIES[one])) for one in remedies]


@roles(Role.AGENCY_ADMIN)
@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, actor: Actor, month: str, office: str) -> HttpResponse:
    """The form of the office."""
    one, row = found(actor, month, office)
    close = boards.close_of(one)
    if close is None or not rules.may_object(actor, row):
        raise Http404
    asked = request.GET.get("figure", "")[:20]
    form = ObjectionForm(request.POST or None, request.FILES or None, figure=asked)
    kept = _kept(request, form)
    if request.method == "POST" and form.is_valid() and _file(form, kept, actor, one, row):
        messages.success(request, _("Keberatan terkirim. Putusannya tampil di rapor ini."))
        return redirect("score:card", month, office)
    context = {
        **shell(actor, "rapor"),
        "form": form,
        "office": row,
        "month": month,
        "month_name": writing.month_name(one),
        "until": (until := rules.objectable_until(close)),
        "is_over": timezone.now() > until,
        "kept": attached.pack(kept),
        "kept_names": list(kept.values()),
    }
    return render(request, "score/object.html", context)


def _kept(request: HttpRequest, form: ObjectionForm) -> Kept:
    """The files of this and of earlier tries; what can't be taken is said in the form."""
    if request.method != "POST":
        return {}
    form.is_valid()
    files = form.cleaned_data.get("attached") or []
    new, refused = attached.store(files, at=timezone.now())
    for why in refused:
        form.add_error("attached", why)
    return attached.unpack(request.POST.get("kept", "")) | new


def _file(form: ObjectionForm, kept: Kept, actor: Actor, month: Month, office: Agency) -> bool:
    """File it; False with the reason in the form, and everything that was typed."""
    data, at = form.cleaned_data, timezone.now()
    try:
        seen = reports.reports_for(actor, form.wanted)
        if len(seen) != len(form.wanted):
            raise Refused(Code.NOT_COUNTED)
        actions.object_to(
            month=month,
            office=office,
            figure=data["figure"],
            reports=[report.pk for report in seen],
            reason=data["reason"],
            by=actor,
            at=at,
            files=kept,
        )
    except Refused as refused:
        form.add_error(_FIELDS.get(refused.code), str(REFUSALS[refused.code]))
        return False
    return True


@roles(*READERS)
@require_safe
def file(request: HttpRequest, actor: Actor, pk: int, number: int) -> HttpResponseBase:
    """One file of an objection; to whoever may not see it, it isn't there. `?kecil=1`: small."""
    try:
        objection = objections.one_for(actor, pk)
    except access.NotFound:
        raise Http404 from None
    row = next((one for one in objections.files(actor, objection) if one.pk == number), None)
    if row is None:
        raise Http404
    sha256, size = row.attachment.sha256, SMALL if request.GET.get("kecil") == "1" else FULL
    if row.attachment.kind == Attachment.Kind.DOCUMENT:
        return answer(request, serve.document(sha256=sha256))
    return answer(request, serve.photo(sha256=sha256, size=size, public=False))


@roles(*SEES_ALL)
@require_safe
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for a decision, or was decided."""
    is_decided = request.GET.get("state") == "decided"
    after = request.GET.get("after", "")
    key = int(after) if after.isdecimal() and len(after) < 18 else 0
    rows = objections.page(actor, is_decided=is_decided, after=key)
    shown = rows[: objections.PAGE]
    kept = "state=decided&" if is_decided else ""
    here = reverse("score:objections")
    context = {
        **shell(actor, "rapor"),
        "rows": [objected.line(row) for row in shown],
        "is_decided": is_decided,
        "tabs": [
            (here, _("Menunggu"), not is_decided),
            (f"{here}?state=decided", _("Diputuskan"), is_decided),
        ],
        "older_url": f"?{kept}after={shown[-1].pk}" if len(rows) > len(shown) else "",
        "newer_url": "",
    }
    return render(request, "score/objections.html", context)


@roles(*READERS)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One objection; for those who may decide, with the form."""
    try:
        objection = objections.one_for(actor, pk)
    except access.NotFound:
        raise Http404 from None
    may = actor.has_role(*rules.deciders()) and not hasattr(objection, "decision")
    is_partial = may and rules.is_partial(actor, objection)
    form = DecisionForm(request.POST or None, remedies=rules.remedies(objection))
    if request.method == "POST" and form.is_valid():
        try:
            remedy = Remedy(form.cleaned_data["remedy"])
            reason, at = form.cleaned_data["reason"], timezone.now()
            actions.decide(objection=objection, remedy=remedy, reason=reason, by=actor, at=at)
        except Refused as refused:
            form.add_error(None, str(REFUSALS[refused.code]))
        else:
            messages.success(request, _("Putusan tersimpan. Kedua pihak diberi tahu."))
            return redirect("score:objection", pk)
    context = {
        **shell(actor, "rapor"),
        "one": objected.line(objection),
        "form": form if may and not is_partial else None,
        "is_partial": is_partial,
        **objected.about(actor, objection),
    }
    return render(request, "score/objection.html", context)
