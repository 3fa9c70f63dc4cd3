"""What everybody reads of a report, beside what was written: a person masks more, or less."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.people.access import Actor
from tanggap.publishing import wording
from tanggap.publishing.redaction import Span, found, masked
from tanggap.reports import access, actions
from tanggap.reports.workflow import Refused, Verb
from tanggap.web.audience import roles
from tanggap.web.desk import undo
from tanggap.web.desk.addresses import back_of, version_of
from tanggap.web.desk.shell import shell
from tanggap.web.staff import words
from tanggap.web.staff.finding import found as found_report

if TYPE_CHECKING:
    from tanggap.reports.models import Report

MAX_REASON = 400
NAMES: dict[str, str | Promise] = {
    "title": lazy("Judul"),
    "text": lazy("Isi laporan"),
    "address": lazy("Tempat"),
}
KINDS: dict[str, str | Promise] = {
    "phone": lazy("nomor telepon"),
    "email": lazy("e-mail"),
    "id": lazy("nomor identitas atau rekening"),
    "plate": lazy("pelat nomor"),
    "house": lazy("nomor rumah"),
    "name": lazy("nama orang"),
    "handle": lazy("akun media sosial"),
    "born": lazy("tanggal lahir atau umur"),
    "link": lazy("tautan pribadi"),
    "place": lazy("titik koordinat"),
    "other": lazy("dipilih petugas"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One span that may be masked: its field's value, its words, what the rules take it for."""

    value: str
    words: str
    kind: str | Promise
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: the original in pieces with the masked ones marked, and the choices."""

    part: str
    name: str | Promise
    pieces: list[tuple[str, bool]]
    public: str
    choices: list[Choice]
    more: str
    is_decided: bool


def words_of(report: Report) -> list[Part]:
    """What everybody reads of the report, or would: none of a confidential one."""
    if report.is_confidential:
        return []
    return [_part(one, one.spans) for one in wording.wordings(report)]


@roles()
def mask(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """GET: the original beside the public words. POST: a look at a choice, or the choice."""
    report = found_report(actor, number)
    now = wording.wordings(report)
    if request.method != "POST":
        return _page(request, actor, report, [_part(one, one.spans) for one in now])
    posted = request.POST
    chosen = {one.part: _chosen(one, posted) for one in now}
    parts = [_part(one, chosen[one.part], posted) for one in now]
    if posted.get("do") == "try":
        return _page(request, actor, report, parts, is_tried=True)
    back_to_rules = posted.get("do") == "rules"
    decided = {
        one.part: None if back_to_rules else [tuple(span) for span in chosen[one.part]]
        for one in now
        if (one.is_decided if back_to_rules else chosen[one.part] != one.spans)
    }
    return _decide(request, actor, report, parts, decided)


def _decide(
    request: HttpRequest, actor: Actor, report: Report, parts: list[Part], decided: dict[str, Any]
) -> HttpResponse:
    if not decided:
        return _page(request, actor, report, parts, is_same=True)
    how: dict[str, Any] = {"by": actor, "at": timezone.now(), "version": version_of(request)}
    reason = request.POST.get("reason", "").strip()[:MAX_REASON]
    try:
        actions.mask(report, parts=decided, reason=reason, **how)
    except actions.Conflict as conflict:
        report.refresh_from_db()
        first = {"sentence": words.sentence(conflict.event), "actor": words.actor(conflict.event)}
        return _page(request, actor, report, parts, status=409, conflict=first)
    except Refused as refused:
        said = words.refusal(refused)
        return _page(request, actor, report, parts, status=422, refusal=said)
    back = back_of(request)
    messages.success(request, _("%(number)s: teks untuk umum diganti.") % {"number": report.number})
    undo.offer(request, actor, report, Verb.MASK, back=back)
    return redirect(back) if back else redirect("desk:report", report.number)


def _chosen(one: wording.Wording, posted: QueryDict) -> list[Span]:
    """The spans ticked in the form and every place of the words to mask beside them."""
    ticked = set(posted.getlist("masked"))
    kept = [span for span in _candidates(one) if _value(one.part, span) in ticked]
    typed = posted.get(f"more-{one.part}", "").splitlines()
    return _apart([*kept, *_places(one.original, typed)])


def _candidates(one: wording.Wording) -> list[Span]:
    """What is masked now, and what else the rules find: all that can be ticked."""
    return _apart([*one.spans, *found(one.original)])


def _places(text: str, typed: Sequence[str]) -> Iterator[Span]:
    """Wherever one of these words stands, in capitals or not."""
    said = (line.strip() for line in typed)
    matches = (re.finditer(re.escape(line), text, re.IGNORECASE) for line in said if line)
    for match in chain.from_iterable(matches):
        yield Span(*match.span(), "other")


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans in order; one that overlaps those before is joined to them."""
    joined: list[Span] = []
    for span in sorted(set(spans)):
        if joined and span.start < joined[-1].end:
            joined[-1] = joined[-1]._replace(end=max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def _part(one: wording.Wording, spans: Sequence[Span], posted: QueryDict | None = None) -> Part:
    return Part(
        part=one.part,
        name=NAMES.get(one.part) or _("Catatan untuk umum"),
        pieces=list(_pieces(one.original, spans)),
        public=masked(one.original, spans),
        choices=[_choice(one, span, spans) for span in _candidates(one)],
        more=posted.get(f"more-{one.part}", "") if posted else "",
        is_decided=one.is_decided,
    )


def _choice(one: wording.Wording, span: Span, spans: Sequence[Span]) -> Choice:
    is_masked = any(other.start <= span.start and span.end <= other.end for other in spans)
    shown = one.original[span.start : span.end]
    return Choice(_value(one.part, span), shown, KINDS.get(span.kind, span.kind), is_masked)


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    last = 0
    for start, end, _kind in spans:
        yield text[last:start], False
        yield text[start:end], True
        last = end
    yield text[last:], False


def _value(part: str, span: Span) -> str:
    return f"{part}.{span.start}.{span.end}"


def _page(
    request: HttpRequest,
    actor: Actor,
    report: Report,
    parts: list[Part],
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    facts = access.facts(report, actor, at=timezone.now())
    refusal = words.refusal_now(Verb.MASK, facts)
    context = {
        **shell(actor, "antrean"),
        "report": report,
        "parts": [] if refusal else parts,
        "is_decided": any(part.is_decided for part in parts),
        "reason": request.POST.get("reason", ""),
        "back": back_of(request),
        "refusal": refusal,
        **more,
    }
    return render(request, "desk/mask.html", context, status=status)
