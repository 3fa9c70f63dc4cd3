"""What has to be counted again."""

from __future__ import annotations

from django.db import models


class DirtyDay(models.Model):
    """A day received whose reports changed since its facts were computed."""

    day = models.DateField(primary_key=True)

    def __str__(self) -> str:
        return f"{self.day}"
