"""Which providers citizens may come in by: those whose id and secret the operator has set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The variables' middle word, allauth's name, and what is asked for: as little as there is.
_KNOWN: dict[str, dict[str, Any]] = {
    "google": {"SCOPE": ["openid", "profile", "email"], "OAUTH_PKCE_ENABLED": True},
    "facebook": {"SCOPE": ["public_profile"], "FIELDS": ["id", "name"]},
    "twitter_oauth2": {"SCOPE": ["users.read", "tweet.read"], "FIELDS": ["id", "name"]},
}


def providers(
    environ: Mapping[str, str], *, is_demo: bool, is_training: bool
) -> dict[str, dict[str, Any]]:
    """SOCIALACCOUNT_PROVIDERS. A demonstration asks its own simulator, a training nobody."""
    keys = _simulated() if is_demo else _set(environ)
    if is_training:
        return {}
    return {
        name: {**_KNOWN[name], "APPS": [{"client_id": key, "secret": secret}]}
        for name, (key, secret) in keys.items()
        if key and secret
    }


def _set(environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    get = environ.get
    return {
        "google": (get("TANGGAP_GOOGLE_ID", ""), get("TANGGAP_GOOGLE_SECRET", "")),
        "facebook": (get("TANGGAP_FACEBOOK_ID", ""), get("TANGGAP_FACEBOOK_SECRET", "")),
        "twitter_oauth2": (get("TANGGAP_X_ID", ""), get("TANGGAP_X_SECRET", "")),
    }


def _simulated() -> dict[str, tuple[str, str]]:
    """What the simulator knows; it is mounted in a demonstration only."""
    return {name: (f"demo-{name}", "not-a-secret") for name in _KNOWN}
