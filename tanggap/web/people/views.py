"""The list of people, one person, and what may be changed of her."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.people import access, actions, granting, periods, phones, roster
from tanggap.people.access import Actor
from tanggap.people.models import Membership, Role, StandIn, User
from tanggap.web.people.forms import InviteForm, PersonForm, SeatForm, StandInForm, WhyForm
from tanggap.web.people.guard import appointing, shell
from tanggap.web.qr import qr_svg
from tanggap.web.staff import changes, roles

_MAX_TEXT = 80


@appointing
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everybody the actor administers, by name."""
    at, given = timezone.now(), request.GET
    role, state = given.get("peran", ""), given.get("keadaan", "")
    filters = roster.Filters(
        text=given.get("q", "").replace("\0", "").strip()[:_MAX_TEXT],
        role=role if role in Role.values else "",
        state=state if state in ("shut", "new") else "",
    )
    people, after = roster.page(actor, filters, at=at, after=given.get("sesudah", "")[:_MAX_TEXT])
    kept = {"q": filters.text, "peran": filters.role, "keadaan": filters.state}
    context = {
        **shell(actor),
        "rows": [_row(person, at) for person in people],
        "filters": filters,
        "roles": [(value, roles.word(value)) for value in Role.values],
        "invitations": [] if given else roster.open_invitations(actor, at=at),
        "older_url": f"?{urlencode({**kept, 'sesudah': after})}" if after else "",
        "newer_url": f"?{urlencode(kept)}" if given.get("sesudah") else "",
    }
    return render(request, "people/list.html", context)


def _row(person: User, at: Any) -> dict[str, Any]:
    held: list[Membership] = person.held  # type: ignore[attr-defined]
    return {
        "person": person,
        "seats": [roles.seat(row, at=at) for row in held],
        "is_new": not person.has_usable_password(),
    }


@appointing
def person(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """One person: her seats, who stands in for her, and what was changed."""
    at, user = timezone.now(), _found(actor, username)
    seats = roster.seats_of(user)
    held = [row for row in seats if row.ends_at is None or row.ends_at > at]
    context = {
        **shell(actor),
        "person": user,
        "may_manage": granting.may_manage(actor, user, held),
        "is_self": user.pk == actor.user_id,
        "seats": [(row, roles.seat(row, at=at), granting.may_take(actor, row)) for row in held],
        "past": [roles.seat(row, at=at) for row in seats if row not in held],
        "stand_ins": [(row, _stand_in(row)) for row in roster.stand_ins_of(user, at=at)],
        "steps": changes.steps(roster.history_of(user)),
        "is_new": not user.has_usable_password(),
        "has_pin": phones.pin_of(user) is not None,
    }
    return render(request, "people/person.html", context)


def _stand_in(row: StandIn) -> str:
    return _("%(person)s untuk %(absent)s, %(since)s sampai %(until)s") % {
        "person": row.person.name,
        "absent": row.absent.name,
        "since": changes.day(periods.last_day(row.starts_at)),
        "until": changes.day(periods.last_day(row.ends_at)),
    }


@appointing
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody new: the answer is a link that works once."""
    form = InviteForm(request.POST or None, actor=actor)
    if request.method != "POST" or not form.is_valid():
        return _form(request, actor, form, title=_("Undang orang"), action=_("Buat undangan"))
    data = form.cleaned_data
    newcomer = actions.Newcomer(
        role=data["role"],
        office=form.offices[data["office"]],
        ends_at=form.ends_at,
        name=data["name"],
        email=data["email"],
    )
    token = actions.invite(newcomer, by=actor, at=timezone.now())
    return _link(request, actor, token, data["name"])


@appointing
@require_POST
def withdraw(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """An invitation that nobody has used stops working."""
    found = [row for row in roster.open_invitations(actor, at=timezone.now()) if row.pk == pk]
    if not found:
        raise Http404
    return _use(request, lambda: actions.withdraw(found[0], by=actor, at=timezone.now()))


@appointing
@require_POST
def password(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """A link by which she sets a new password."""
    user = _found(actor, username)
    try:
        token = actions.link_for(user, by=actor, at=timezone.now())
    except actions.Forbidden:
        return _refused(request, user)
    return _link(request, actor, token, user.name)


@appointing
def give(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A role for somebody who has an account."""
    who = request.GET.get("orang", "")[:_MAX_TEXT]
    form = SeatForm(request.POST or None, actor=actor, initial={"username": who})
    if request.method == "POST" and form.is_valid():
        data, user = form.cleaned_data, form.cleaned_data["username"]
        since = periods.first_moment(data["since"]) if data["since"] else None

        def act() -> object:
            return actions.give_seat(
                user,
                data["role"],
                form.offices[data["office"]],
                by=actor,
                at=timezone.now(),
                starts_at=since,
                ends_at=form.ends_at,
                reason=data["reason"],
            )

        return _use(request, act, user)
    return _form(request, actor, form, title=_("Beri peran"), action=_("Beri peran"))


@appointing
def end(request: HttpRequest, actor: Actor, username: str, pk: int) -> HttpResponse:
    """A seat ends now."""
    user = _found(actor, username)
    seat = get_object_or_404(Membership.objects.select_related("agency"), pk=pk, user=user)
    form, at = WhyForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _use(request, lambda: actions.end_seat(seat, by=actor, at=at, reason=reason), user)
    said = f"{user.name}: {roles.seat(seat, at=at)}"
    return _form(request, actor, form, title=_("Akhiri peran"), action=_("Akhiri"), about=said)


@appointing
def edit(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Her name and e-mail."""
    user = _found(actor, username)
    said = {"name": user.name, "email": user.email, "phone": user.phone}
    form = PersonForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        return _use(
            request,
            lambda: actions.change_person(user, by=actor, at=timezone.now(), **data),
            user,
        )
    return _form(request, actor, form, title=_("Ubah data orang"), action=_("Simpan"))


@appointing
def account(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Shut an account, or open it again."""
    user = _found(actor, username)
    form = WhyForm(request.POST or None)
    verb = actions.deactivate if user.is_active else actions.reactivate
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _use(request, lambda: verb(user, by=actor, at=timezone.now(), reason=reason), user)
    title = _("Nonaktifkan akun") if user.is_active else _("Aktifkan akun")
    return _form(request, actor, form, title=title, action=title, about=user.name)


@appointing
def stand_in(request: HttpRequest, actor: Actor, username: str) -> HttpResponse:
    """Somebody stands in for her."""
    user = _found(actor, username)
    form = StandInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def act() -> object:
            return actions.stand_in(
                user,
                data["person"],
                starts_at=periods.first_moment(data["since"]),
                ends_at=periods.after(data["until"]),
                by=actor,
                at=timezone.now(),
            )

        return _use(request, act, user)
    return _form(request, actor, form, title=_("Pengganti"), action=_("Simpan"), about=user.name)


@appointing
@require_POST
def end_stand_in(request: HttpRequest, actor: Actor, username: str, pk: int) -> HttpResponse:
    """It ends before its time."""
    user = _found(actor, username)
    row = next((r for r in roster.stand_ins_of(user, at=timezone.now()) if r.pk == pk), None)
    if row is None:
        raise Http404
    found = row
    return _use(request, lambda: actions.end_stand_in(found, by=actor, at=timezone.now()), user)


def _found(actor: Actor, username: str) -> User:
    try:
        return access.person_for(actor, username)
    except access.NotFound:
        raise Http404 from None


def _use(request: HttpRequest, act: Callable[[], object], user: User | None = None) -> HttpResponse:
    """Use a verb and say how it went."""
    try:
        act()
    except actions.LastOperator:
        messages.error(request, _("Harus selalu ada satu pengelola yang bisa masuk."))
    except actions.Forbidden:
        return _refused(request, user)
    except actions.TooLong:
        messages.error(request, _("Masanya paling lama 92 hari, dan berakhir sesudah mulai."))
    except actions.NotNear:
        messages.error(request, _("Pengganti harus bekerja di cabang instansi yang sama."))
    else:
        messages.success(request, _("Perubahan tersimpan."))
    return _to(user)


def _refused(request: HttpRequest, user: User | None) -> HttpResponse:
    messages.error(request, _("Itu bukan wewenangmu, atau tentang dirimu sendiri."))
    return _to(user)


def _to(user: User | None) -> HttpResponse:
    return redirect("people:person", user.username) if user else redirect("people:list")


def _link(request: HttpRequest, actor: Actor, token: str, name: str) -> HttpResponse:
    """The link, shown this once."""
    url = request.build_absolute_uri(reverse("invitation", args=[token]))
    context = {**shell(actor), "url": url, "qr": qr_svg(url), "name": name}
    response = render(request, "people/link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form(
    request: HttpRequest,
    actor: Actor,
    form: forms.Form,
    *,
    title: str,
    action: str,
    about: str = "",
) -> HttpResponse:
    context = {**shell(actor), "form": form, "title": title, "action": action, "about": about}
    return render(request, "people/form.html", context, status=422 if form.errors else 200)
