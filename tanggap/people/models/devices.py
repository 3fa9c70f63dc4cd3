"""Phones that officers of one office share, and the numbers by which they say who holds one."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tanggap.people.models.institution import Agency, User


class Device(models.Model):
    """A phone of an office. First a code that works once; then the phone holds a token.

    Only hashes are stored. Revoked devices stay in the list: the log names them.
    """

    office = models.ForeignKey(Agency, models.PROTECT, related_name="devices")
    name = models.CharField(max_length=60)
    code_hash = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()
    registered_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="device_by_token"
            ),
            models.UniqueConstraint(
                fields=["code_hash"], condition=~Q(code_hash=""), name="device_by_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Pin(models.Model):
    """Somebody's PIN for the phones of her offices, and how often it was guessed wrong.

    `failures` counts those since the last right one. A PIN that was revoked, or guessed at too
    often, has no hash any more: she sets a new one after logging in with her password.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="pin")
    hash = models.CharField(max_length=128, blank=True)
    set_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"PIN of {self.user}"

    def is_locked(self, *, at: datetime) -> bool:
        return self.locked_until is not None and self.locked_until > at
