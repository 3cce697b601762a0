"""The forwarding hop's client behind one function: measured 30 times as fast here as the client of our small calls."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, ConnectError, ConnectTimeoutError, RequestError, RequestTimeoutError

from chassis.errors import Malformed, Unavailable
from gateway.forwarding.rules import RESPONSE_HEADERS

TIMEOUT_S = 30
# A service that is being started anew refuses connections for a moment; nothing was sent, so trying again is safe.
_CONNECT_TRIES, _CONNECT_PAUSE_S = 4, 0.25


@dataclass(frozen=True)
class Answer:
    """A service's answer, with the headers that may pass."""

    status: int
    headers: dict[str, str]
    body: bytes


class ForwardingClient:
    """Keeps connections to the services."""

    def __init__(self) -> None:
        self._client: Client | None = None

    async def __aenter__(self) -> Self:
        timeout = timedelta(seconds=TIMEOUT_S)
        builder = ClientBuilder().http1_only().follow_redirects(False).no_proxy().connect_timeout(timedelta(seconds=2))
        builder = builder.gzip(False).brotli(False).zstd(False).deflate(False).timeout(timeout).error_for_status(False)
        self._client = builder.build()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._client is not None:
            await self._client.close()

    async def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """The service's answer; raises Unavailable where it gives none, after which the outcome may be unknown."""
        for tries in range(1, _CONNECT_TRIES + 1):
            try:
                return await self._send(method, url, headers, body)
            except (ConnectError, ConnectTimeoutError):
                if tries == _CONNECT_TRIES:
                    raise Unavailable("the service is not reachable") from None
                await asyncio.sleep(_CONNECT_PAUSE_S)
            except RequestTimeoutError:
                raise Unavailable(f"the service gave no answer within {TIMEOUT_S} s; it may have done the work") from None
            except RequestError:
                raise Unavailable("the service broke off; it may have done the work: ask again with the same key") from None
            except BuilderError:
                raise Malformed("the request cannot be passed on") from None
        raise AssertionError("unreachable")

    async def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        assert self._client is not None, "the client is used within its lifespan"
        request = self._client.request(method, url).headers(dict(headers))
        if body:
            request = request.body_bytes(body)
        response = await request.build().send()
        content = bytes(await response.bytes())
        kept = {name: value for name in RESPONSE_HEADERS if (value := response.get_header(name)) is not None}
        return Answer(response.status, kept, content)
