"""Google, Facebook and X for a demonstration: they speak the real protocol and believe everybody.

Mounted in a demonstration only (project/urls.py), and its views refuse to work in any other
instance. The providers' own classes of django-allauth talk to it: only the addresses differ.
"""

from __future__ import annotations

from typing import Any

Place = tuple[Any, str, str]


def endpoints(site: str, server: str) -> list[Place]:
    """What to set where: `site` is where a browser finds the simulator, `server` where we do."""
    from allauth.socialaccount.providers.facebook import flows
    from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter as Facebook
    from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter as Google
    from allauth.socialaccount.providers.twitter_oauth2.views import TwitterOAuth2Adapter as X

    return [
        (Google, "authorize_url", f"{site}/google/authorize/"),
        (Google, "access_token_url", f"{server}/google/token/"),
        (Facebook, "authorize_url", f"{site}/facebook/authorize/"),
        (Facebook, "access_token_url", f"{server}/facebook/token/"),
        (flows, "GRAPH_API_URL", f"{server}/facebook"),
        (X, "authorize_url", f"{site}/twitter_oauth2/authorize/"),
        (X, "access_token_url", f"{server}/twitter_oauth2/token/"),
        (X, "profile_url", f"{server}/twitter_oauth2/me"),
    ]


def connect(site: str, server: str) -> None:
    """From now on this process asks the simulator."""
    for owner, name, value in endpoints(site, server):
        setattr(owner, name, value)
