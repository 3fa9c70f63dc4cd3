"""One's own account: who stands in for oneself, and the PIN for shared phones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from tanggap.identity import queries as identity
from tanggap.messaging.push import keys
from tanggap.people import actions, periods, phones, roster
from tanggap.people.access import Actor
from tanggap.people.actions.devices import PIN_ROLES
from tanggap.people.models import StandIn, User
from tanggap.web import display, phone_session
from tanggap.web.account.phone import PIN
from tanggap.web.audience import roles
from tanggap.web.staff import roles as role_words

DAY = {"type": "date"}


class OwnStandInForm(forms.Form):
    """Who stands in for me, and for which days."""

    person = forms.CharField(
        label=lazy("Nama pengguna pengganti"),
        max_length=60,
        help_text=lazy("Rekan di instansi yang sama, atau di atas dan di bawahnya."),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    since = forms.DateField(label=lazy("Hari pertama"), widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(label=lazy("Hari terakhir"), widget=forms.DateInput(attrs=DAY))

    def clean_person(self) -> User:
        typed = self.cleaned_data["person"].strip().lower()
        found = User.objects.filter(username=typed, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Tidak ada yang memakai nama pengguna ini."))
        return found


class PinForm(forms.Form):
    """A new PIN, twice."""

    pin = forms.CharField(
        label=lazy("PIN baru"),
        max_length=12,
        widget=forms.PasswordInput(attrs=PIN),
        help_text=lazy("Enam angka atau lebih, jangan berurutan. Jangan pakai tanggal lahir."),
    )
    again = forms.CharField(
        label=lazy("Sekali lagi"), max_length=12, widget=forms.PasswordInput(attrs=PIN)
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("pin") and data.get("again") and data["pin"] != data["again"]:
            self.add_error("again", _("Kedua PIN tidak sama."))
        return data


def _herself(request: HttpRequest) -> User:
    """Somebody who logged in with her password: a PIN changes nothing of an account."""
    if phone_session.is_one(request):
        raise PermissionDenied
    assert isinstance(request.user, User)
    return request.user


@roles()
@require_safe
def page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Roles, stand-ins, PIN."""
    return _page(request, actor)


def _page(request: HttpRequest, actor: Actor, **forms_given: forms.Form) -> HttpResponse:
    user, at = _herself(request), timezone.now()
    held = [row for row in roster.seats_of(user) if row.ends_at is None or row.ends_at > at]
    context: dict[str, Any] = {
        "seats": [role_words.seat(row, at=at) for row in held],
        "stand_ins": [(row, _period(row)) for row in roster.stand_ins_of(user, at=at)],
        "stand_in_form": OwnStandInForm(),
        "has_pin_roles": any(row.role in PIN_ROLES for row in held),
        "pin": phones.pin_of(user),
        "pin_form": PinForm(),
        "push_key": keys.public_key(),
        "push_browsers": identity.browsers_of(user.pk),
        **forms_given,
    }
    return render(request, "account/own.html", context, status=422 if forms_given else 200)


def _period(row: StandIn) -> str:
    return _("%(person)s untuk %(absent)s, %(since)s sampai %(until)s") % {
        "person": row.person.name,
        "absent": row.absent.name,
        "since": display.day(row.starts_at),
        "until": display.day(periods.last_day(row.ends_at)),
    }


@roles()
@require_POST
def stand_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody stands in for me: the same verb as the admin's, in my own name."""
    user, form = _herself(request), OwnStandInForm(request.POST)
    if not form.is_valid() or not _begun(form, user, actor):
        return _page(request, actor, stand_in_form=form)
    messages.success(request, _("Penggantimu tercatat."))
    return redirect("account")


def _begun(form: OwnStandInForm, user: User, actor: Actor) -> bool:
    data = form.cleaned_data
    try:
        actions.stand_in(
            user,
            data["person"],
            starts_at=periods.first_moment(data["since"]),
            ends_at=periods.after(data["until"]),
            by=actor.own(),
            at=timezone.now(),
        )
    except actions.TooLong:
        form.add_error("until", _("Masanya paling lama 92 hari, dan berakhir sesudah mulai."))
    except actions.NotNear:
        form.add_error("person", _("Pengganti harus bekerja di cabang instansi yang sama."))
    except actions.Forbidden:
        form.add_error("person", _("Pilih rekan lain, bukan dirimu sendiri."))
    return not form.errors


@roles()
@require_POST
def end_stand_in(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """It ends before its time; either of the two may say so."""
    user = _herself(request)
    row = StandIn.objects.filter(Q(absent=user) | Q(person=user), pk=pk).first()
    if row is None:
        raise Http404
    actions.end_stand_in(row, by=actor.own(), at=timezone.now())
    messages.success(request, _("Perubahan tersimpan."))
    return redirect("account")


@roles()
@require_POST
def pin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new PIN; the one before stops at once."""
    user, form = _herself(request), PinForm(request.POST)
    if form.is_valid():
        try:
            actions.set_pin(user, form.cleaned_data["pin"], at=timezone.now())
        except actions.WeakPin:
            form.add_error("pin", _("PIN ini terlalu mudah ditebak. Enam angka yang acak."))
    if form.errors:
        return _page(request, actor, pin_form=form)
    messages.success(request, _("PIN tersimpan."))
    return redirect("account")


@roles()
@require_POST
def pin_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    """No PIN any more."""
    actions.revoke_pin(_herself(request), by=actor.own(), at=timezone.now())
    messages.success(request, _("PIN dicabut."))
    return redirect("account")
