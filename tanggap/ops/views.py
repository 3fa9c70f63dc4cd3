"""What a load balancer asks."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

UNAVAILABLE = 503


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when this process reaches the database, else 503. Says nothing about anybody."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"database": "unreachable"}, status=UNAVAILABLE)
    return JsonResponse({"database": "ok"})


health.audience = "public"  # type: ignore[attr-defined]
