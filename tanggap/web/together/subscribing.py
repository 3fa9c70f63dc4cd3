"""Asking for news by e-mail, confirming it from one's mailbox, ending it with one tap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.csrf import csrf_exempt

from tanggap.citizens import queries
from tanggap.intake import limits
from tanggap.lib import naming
from tanggap.lib.editions import kept
from tanggap.places.models import Area
from tanggap.taxonomy.models import Category
from tanggap.together import actions, tokens
from tanggap.together import queries as together
from tanggap.together.actions.backing import public_report
from tanggap.together.models import Subscription
from tanggap.web.asked import ADDRESS, CHOOSE
from tanggap.web.audience import citizen_of, public
from tanggap.web.together import browser
from tanggap.web.together.listening import offer

PER_HOUR = 60  # of one address of the network: a whole street may share one
RHYTHMS = [
    (Subscription.Rhythm.DAILY.value, lazy("Sehari sekali, pukul tujuh pagi")),
    (Subscription.Rhythm.NOW.value, lazy("Segera, kecuali pada jam tidur")),
]


class AskForm(forms.Form):
    """Where to and how often."""

    email = forms.EmailField(
        label=lazy("E-mailmu"),
        max_length=200,
        help_text=lazy(
            "Disimpan tersegel dan hanya dipakai untuk kabar ini. Hilang saat berhenti."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=ADDRESS,
    )
    rhythm = forms.ChoiceField(
        label=lazy("Seberapa sering"),
        choices=RHYTHMS,
        widget=forms.RadioSelect,
        initial=Subscription.Rhythm.DAILY.value,
        error_messages=CHOOSE,
    )


class SubscribeForm(AskForm):
    """The same, and what about: one area or one category."""

    area = forms.ChoiceField(label=lazy("Wilayah"), required=False)
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    field_order = ("area", "category", "email", "rhythm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("Pilih wilayah")), *areas()]  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", _("Pilih kategori")), *categories()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("area")) == bool(data.get("category")):
            raise forms.ValidationError(_("Pilih satu: wilayah atau kategori."))
        return data

    def target(self) -> actions.Target:
        """What was chosen."""
        area = Area.objects.filter(code=self.cleaned_data["area"], valid_to=None).first()
        category = Category.objects.filter(code=self.cleaned_data["category"]).first()
        return actions.Target(
            area=area.pk if area else None, category=category.pk if category else None
        )


@kept(Area, is_spoken=True)
def areas() -> list[tuple[str, list[tuple[str, str]]]]:
    """Cities with their districts and villages, each by code and name, as groups of a choice."""
    rows = Area.objects.filter(valid_to=None, level__in=("city", "district", "village"))
    groups: dict[str, list[tuple[str, str]]] = {}
    city = ""
    for code, name, level in rows.order_by("code").values_list(
        "code", naming.column("name"), "level"
    ):
        city = name if level == "city" else city
        groups.setdefault(city, []).append((code, f"– {name}" if level == "village" else name))
    return list(groups.items())


@kept(Category, is_spoken=True)
def categories() -> list[tuple[str, str]]:
    """Code and name of the city's categories, by name."""
    rows = Category.objects.filter(is_active=True, scheme="crm")
    return sorted(rows.values_list("code", naming.column("name")), key=lambda row: row[1])


@public
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """GET: the form. POST: the mailbox is asked."""
    try:
        report = public_report(number)
    except actions.NotPublic as error:
        raise Http404 from error
    initial = {"rhythm": Subscription.Rhythm.NOW.value, **_own(request)}
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"number": report.number, **offer("laporan", report.number)}
    if not form.is_valid():
        return _form(request, form, **context)
    return _ask(request, form, actions.Target(report=report), **context)


@public
def subscribe(request: HttpRequest) -> HttpResponse:
    """The same for an area or a category, which the address may name already."""
    asked = {name: request.GET.get(name, "") for name in ("area", "category")}
    initial = {**asked, **_own(request)}
    form = SubscribeForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return _form(request, form, **_named(form))
    return _ask(request, form, form.target(), **_named(form))


def _named(form: SubscribeForm) -> dict[str, Any]:
    """A browser can be told too, where one area or one category is named and known."""
    given = form.data if form.is_bound else form.initial
    area, category = given.get("area", ""), given.get("category", "")
    if area and not category and any(code == area for _n, rows in areas() for code, _w in rows):
        return offer("wilayah", area)
    if category and not area and category in dict(categories()):
        return offer("kategori", category)
    return {}


def _own(request: HttpRequest) -> dict[str, str]:
    """The address of whoever is logged in, so that she needn't type it."""
    user = citizen_of(request)
    known = queries.email_of(user) or (user.email if user else "")
    return {"email": known} if known else {}


def _is_proved(request: HttpRequest, email: str) -> bool:
    """Whether the account has said yes from this mailbox already: a code that went there came back.

    An address of the staff's list proves nothing.
    """
    proved = queries.email_of(citizen_of(request))
    return bool(proved) and proved.lower() == email.strip().lower()


def _ask(
    request: HttpRequest, form: AskForm, target: actions.Target, **context: Any
) -> HttpResponse:
    """Whoever asks is told the same, whether the address was known or not."""
    at = timezone.now()
    if not limits.allow(f"subscribe:{browser.sender(request)}", at, limit=PER_HOUR):
        form.add_error(None, _("Terlalu banyak permintaan. Coba lagi satu jam lagi."))
        return _form(request, form, status=429, **context)
    email = form.cleaned_data["email"]
    is_proved = _is_proved(request, email)
    actions.ask(
        target,
        email=email,
        rhythm=form.cleaned_data["rhythm"],
        language=get_language() or "id",
        is_proved=is_proved,
        at=at,
    )
    context = {"place": "sekitar", "is_proved": is_proved, **context}
    return render(request, "together/asked.html", context)


def _form(
    request: HttpRequest, form: AskForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    status = 422 if form.is_bound and status == 200 else status
    context = {"place": "sekitar", "form": form, **context}
    return render(request, "together/subscribe.html", context, status=status)


@public
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks, for programs that look at links; POST says yes."""
    subscription = tokens.confirms(token)
    what = together.said(subscription) if subscription is not None else ""
    is_done = False
    if request.method == "POST" and what:
        is_done = actions.confirm(token, at=timezone.now()) is not None
    context = {"place": "sekitar", "what": what, "is_done": is_done}
    return render(request, "together/confirm.html", context, status=200 if what else 404)


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the token is the permission
@public
def end(request: HttpRequest, token: str) -> HttpResponse:
    """GET only asks; POST ends it, with one tap or by the mail program."""
    if tokens.ends(token) is None:
        raise Http404
    is_done = request.method == "POST" and actions.end(token)
    return render(request, "together/end.html", {"place": "sekitar", "is_done": is_done})
