"""My data: all of it as a file, and leaving for good."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tanggap.citizens import actions, queries
from tanggap.citizens.addresses import Address
from tanggap.identity.sealing import Person
from tanggap.lib.naming import language
from tanggap.people.models import User
from tanggap.web import remembered
from tanggap.web.asked import CHOOSE
from tanggap.web.audience import citizen
from tanggap.web.citizen import door
from tanggap.web.errands.makers import MY_DATA
from tanggap.web.my_data import archive
from tanggap.workbench import errands
from tanggap.workbench.models import Errand

# So long after a login, or a code, one is taken for the same person.
FRESH = timedelta(minutes=15)


def latest(user: User) -> Errand | None:
    """The newest file of hers, or the one being made."""
    return errands.latest(kind=MY_DATA, by=queries.actor(user))


@citizen
@require_POST
def ask(request: HttpRequest, user: User) -> HttpResponse:
    """The worker makes it; one a day is enough."""
    archive.ask(user, language=language(), at=timezone.now())
    messages.success(request, _("Berkasmu sedang disiapkan. Muat ulang halaman ini sebentar lagi."))
    return redirect("citizen:home")


@citizen
@never_cache
@require_safe
def download(request: HttpRequest, user: User, pk: int) -> HttpResponse:
    """Her file; anybody else's isn't there."""
    row = errands.one(pk=pk, by=queries.actor(user))
    if row is None or row.kind != MY_DATA or row.content is None:
        raise Http404
    response = HttpResponse(archive.opened(row), content_type=row.content_type)
    response["Content-Disposition"] = f'attachment; filename="{row.file_name}"'
    return response


@citizen
@never_cache
def erase(request: HttpRequest, user: User) -> HttpResponse:
    """Say what goes and what stays; then forget her."""
    if not is_fresh(request, user):
        return redirect(f"{reverse('citizen:confirm')}?next={request.path}")
    if request.method != "POST" or "sure" not in request.POST:
        context = {"place": "saya", "is_unsure": request.method == "POST"}
        return render(request, "citizen/erase.html", context)
    is_gone = actions.erase_account(user, at=timezone.now())
    if is_gone:
        logout(request)
    messages.success(request, _("Akunmu sudah dihapus. Laporan-laporanmu tetap ada, tanpa kamu."))
    answer = redirect("portal:home")
    remembered.forget(answer)
    return answer


def is_fresh(request: HttpRequest, user: User) -> bool:
    """Whether she came in, or typed a code, a moment ago: a phone may lie around unlocked."""
    since = timezone.now() - FRESH
    confirmed = request.session.get(door.CONFIRMED, 0) > since.timestamp()
    return confirmed or (user.last_login is not None and user.last_login > since)


class WhichForm(forms.Form):
    """To which of one's addresses the code goes."""

    kind = forms.ChoiceField(
        label=lazy("Kirim kode ke"),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {
            kind: Address(kind, getattr(person, kind))
            for kind in ("email", "phone")
            if getattr(person, kind)
        }
        choices = [(kind, address.masked) for kind, address in self.known.items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("kind", next(iter(self.known), ""))


@citizen
@never_cache
def confirm(request: HttpRequest, user: User) -> HttpResponse:
    """Still you? A code to one of the account's own addresses."""
    form = WhichForm(request.POST or None, person=queries.person_of(user))
    after = door.safe_next(request)
    if request.method == "POST" and form.is_valid():
        address = form.known[form.cleaned_data["kind"]]
        sent = door.send(request, address, purpose="confirm", after=after)
        if not isinstance(sent, str):
            return sent
        form.add_error("kind", sent)
    context = {"place": "saya", "form": form, "next": after, "known": form.known}
    return render(request, "citizen/confirm.html", context, status=422 if form.errors else 200)
