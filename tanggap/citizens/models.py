"""Accounts of citizens and the one-time codes that open them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Account(models.Model):
    """What a citizen told us about herself, sealed; the keyed hashes find her when she comes in.

    Only addresses that she has proved to be hers stand here.
    """

    user = models.OneToOneField(
        "people.User", models.CASCADE, primary_key=True, related_name="account"
    )
    sealed = models.BinaryField()
    key_version = models.PositiveSmallIntegerField(default=1)
    email_index = models.BinaryField(max_length=32, null=True, unique=True)
    phone_index = models.BinaryField(max_length=32, null=True, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"account {self.pk}"


class Dossier(models.Model):
    """A copy of signed pages about a report that its reporter asked us to keep, sealed.

    Never one with her name: that stands only in the file that she takes along.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, db_index=False, related_name="dossiers"
    )
    sealed = models.BinaryField()
    file_name = models.CharField(max_length=80)
    size = models.PositiveIntegerField()  # of the file, in bytes
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["report", "-id"], name="dossier_of_report"),
            models.Index(fields=["made_at"], name="dossier_made"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.made_at}"


class OneTimeCode(models.Model):
    """A code on its way to an address. The browser that asked keeps the ticket; nobody else can
    try, and neither address, ticket nor code can be read here.
    """

    ticket_hash = models.BinaryField(max_length=32, primary_key=True)
    code_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="one_time_code_expires")]

    def __str__(self) -> str:
        return f"until {self.expires_at}"
