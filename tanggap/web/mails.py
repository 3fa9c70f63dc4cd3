"""The mail that brings somebody new her one-time link."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.messaging.failing import SendFailed
from tanggap.messaging.ways import email
from tanggap.people import actions
from tanggap.people.access import actor_for
from tanggap.people.models import User


def send_link(user_id: int, *, by: int, at: datetime) -> None:
    """Make a link and send it. The link stands nowhere else: a second try makes another.

    Raises SendFailed where trying again may help.
    """
    user = User.objects.get(pk=user_id)
    sender = actor_for(User.objects.get(pk=by), at=at).own()
    if user.has_usable_password() or not user.email:
        return
    try:
        token = actions.link_for(user, by=sender, at=at)
    except actions.Forbidden:
        return
    try:
        email.post(lambda: _letter(user, token), address=user.email, language=user.language)
    except SendFailed as error:
        if not error.permanent:
            raise


def _letter(user: User, token: str) -> tuple[str, str]:
    said = {
        "name": user.name,
        "username": user.username,
        "url": f"{settings.SITE_URL}{reverse('invitation', args=[token])}",
    }
    body = _(
        "Halo %(name)s,\n\n"
        "akunmu di Tanggap sudah siap. Nama penggunamu: %(username)s\n\n"
        "Buat kata sandimu di sini. Tautan ini berlaku tujuh hari dan hanya satu kali:\n"
        "%(url)s\n\n"
        "Kalau kamu tidak merasa bekerja di sini, abaikan saja e-mail ini.\n"
    )
    return _("Akunmu di Tanggap"), body % said
