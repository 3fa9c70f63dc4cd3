"""What a browser keeps for us and can't change: cookies that no script reads, signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase


@dataclass(frozen=True, slots=True)
class Cookie:
    """One such cookie, of what JSON can say, and for how many seconds it counts."""

    name: str
    salt: str
    seconds: int

    def read(self, request: HttpRequest) -> Any | None:
        """What it says; None when it isn't there, is too old, or was changed."""
        try:
            kept = request.COOKIES[self.name]
            return signing.loads(kept, salt=self.salt, max_age=self.seconds)
        except (KeyError, signing.BadSignature):
            return None

    def write(self, response: HttpResponseBase, value: Any) -> None:
        """Let the browser keep `value`, in place of what it kept."""
        response.set_cookie(
            self.name,
            signing.dumps(value, salt=self.salt, compress=True),
            max_age=self.seconds,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )

    def forget(self, response: HttpResponseBase) -> None:
        """The browser keeps it no longer."""
        response.delete_cookie(self.name)
