"""Marks one client from another, so that services can count what the anonymous ask; no address leaves the gateway."""

import hashlib
import hmac
import secrets
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

_MARK_BYTES = 12
# What a household or an office is given of IPv6, within which anybody takes the address they like.
_HOME_BITS = 64


class ClientMarks:
    """A mark is the client's address under a key of this process: after a restart nobody can tell whose it was."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def of(self, request: Request) -> str | None:
        """The mark of whoever is connected; none where the connection has no address."""
        return None if request.client is None else self.of_address(request.client.host)

    def of_address(self, host: str) -> str:
        return hmac.digest(self._key, _place(host), hashlib.sha256)[:_MARK_BYTES].hex()


def _place(host: str) -> bytes:
    """What counts as one client: an address of IPv4, a network of IPv6."""
    try:
        address = ip_address(host)
    except ValueError:  # a name, as test clients have
        return host.encode()
    if not isinstance(address, IPv6Address):
        return address.packed
    return address.ipv4_mapped.packed if address.ipv4_mapped else address.packed[: _HOME_BITS // 8]
