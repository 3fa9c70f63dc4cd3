"""Who reported: sealed. Nothing below or beside this package can read a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Contact(models.Model):
    """A reporter's name and addresses, encrypted; `*_index` are keyed hashes for finding one.

    `owner_index` is that of the account which the report belongs to: without the identity's key
    nobody can tell whose it is.
    """

    sealed = models.BinaryField()
    key_version = models.PositiveSmallIntegerField(default=1)
    email_index = models.BinaryField(max_length=32, null=True, blank=True)
    phone_index = models.BinaryField(max_length=32, null=True, blank=True)
    owner_index = models.BinaryField(max_length=32, null=True, blank=True)
    language = models.CharField(max_length=5, default="id")
    # Which of her addresses news goes to: "email,sms"; empty: the usual one; NO_WAY: none.
    ways = models.CharField(max_length=20, blank=True, default="", db_default="")
    is_quiet = models.BooleanField(default=True, db_default=True)  # news waits for the morning
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["email_index"],
                name="contact_email",
                condition=models.Q(email_index__isnull=False),
            ),
            models.Index(
                fields=["phone_index"],
                name="contact_phone",
                condition=models.Q(phone_index__isnull=False),
            ),
            models.Index(
                fields=["owner_index", "id"],
                name="contact_owner",
                condition=models.Q(owner_index__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class PushAddress(models.Model):
    """A browser that wants news: whoever has its address knows one device of one person, so it is
    sealed like a name. It belongs to a reporter, or to somebody who works here."""

    contact = models.ForeignKey(Contact, models.CASCADE, null=True, blank=True, related_name="+")
    user = models.ForeignKey("people.User", models.CASCADE, null=True, blank=True, related_name="+")
    sealed = models.BinaryField()
    endpoint_index = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["contact", "endpoint_index"], name="push_of_contact"),
            models.UniqueConstraint(fields=["user", "endpoint_index"], name="push_of_user"),
            models.CheckConstraint(
                condition=models.Q(contact__isnull=False) ^ models.Q(user__isnull=False),
                name="push_of_one",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["endpoint_index"], name="push_endpoint")]

    def __str__(self) -> str:
        return f"browser {self.pk}"


class IdentityAccess(models.Model):
    """Every opening of a sealed contact by a person: who, why, when. Append-only by trigger."""

    contact = models.ForeignKey(Contact, models.PROTECT)
    user = models.ForeignKey("people.User", models.PROTECT)
    # The office that the reporter agreed with, and the one field it read; empty: the glass was
    # broken, and everything read.
    agency = models.ForeignKey("people.Agency", models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=10, blank=True)
    report_number = models.CharField(max_length=24, db_index=True)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_number} {self.at}"
