"""Which addresses a browser may give us: a stranger tells a server of ours where to connect.

So only https, only public addresses, no redirects; the address is looked at when it is given and
again on the open connection, for a name may point elsewhere by then.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import socket
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from requests import Session
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

SCHEME = "https"
LONGEST = 1000
POINT_BYTES, AUTH_BYTES = 65, 16


class BadEndpoint(ValueError):
    """No push service that we would speak to, or keys that open nothing."""


def check(endpoint: str, p256dh: str, auth: str) -> None:
    """Raise BadEndpoint unless a browser may have said this. Asks nobody but the name service."""
    _check_keys(p256dh, auth)
    where = urlsplit(endpoint) if len(endpoint) <= LONGEST and endpoint.isascii() else None
    if where is None or where.scheme != SCHEME or not where.hostname or where.username:
        raise BadEndpoint("no https address")
    try:
        found = socket.getaddrinfo(where.hostname, where.port or 443, type=socket.SOCK_STREAM)
    except (OSError, ValueError) as error:
        raise BadEndpoint("unknown host") from error
    if not all(is_public(str(place[0])) for *_, place in found):
        raise BadEndpoint("not a public address")


def is_public(address: str) -> bool:
    """Whether this is an address of the internet, and no inside way to one of ours."""
    found = ipaddress.ip_address(address.split("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    return inner.is_global and not inner.is_multicast


def _check_keys(p256dh: str, auth: str) -> None:
    point, secret = _bytes(p256dh), _bytes(auth)
    if len(point) != POINT_BYTES or len(secret) != AUTH_BYTES:
        raise BadEndpoint("bad keys")
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise BadEndpoint("bad keys") from error


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text[:200] + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise BadEndpoint("bad keys") from error


class _PublicConnection(HTTPSConnection):
    """Leaves before the first byte where the name has come to point inside."""

    def _new_conn(self) -> socket.socket:
        opened = super()._new_conn()
        if not is_public(str(opened.getpeername()[0])):
            opened.close()
            raise NewConnectionError(self, "not a public address")
        return opened


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: object, **kwargs: object) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[arg-type]
        self.poolmanager.pool_classes_by_scheme = {SCHEME: _PublicPool}


def session() -> Session:
    """Connections to public hosts, straight: a proxy would hide where they end."""
    made = Session()
    made.trust_env = False
    made.mount(f"{SCHEME}://", _PublicOnly())
    return made
