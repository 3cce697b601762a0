"""The forwarding endpoint: reads the request within its limits, mints the token, passes on, answers."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from chassis import telemetry
from chassis.auth import Principal
from chassis.errors import Malformed, Problem, TooLarge, render
from gateway.forwarding.client import ForwardingClient
from gateway.forwarding.rules import PREFIXES, REQUEST_HEADERS, is_too_deep, largest_body
from gateway.identity.tokens import TokenSigner


class Forward:
    """An ASGI endpoint that stands for one service."""

    def __init__(self, service: str, address: str, client: ForwardingClient, signer: TokenSigner, body_timeout_s: float) -> None:
        self._service, self._address, self._client, self._signer = service, address, client, signer
        self._body_timeout_s = body_timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Problem as problem:
            response = render(request, problem)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        body = await self._read(request)
        if "json" in request.headers.get("content-type", "json") and is_too_deep(body):
            raise Malformed("the JSON nests too deep")
        path = request.scope["raw_path"].partition(b"?")[0].decode("ascii", "strict")
        query = request.scope["query_string"].decode("latin-1")
        url = f"{self._address}{path}?{query}" if query else f"{self._address}{path}"
        answer = await self._client.send(request.method, url, self._headers(request), body)
        return Response(answer.body, answer.status, answer.headers)

    def _headers(self, request: Request) -> dict[str, str]:
        principal: Principal = request.state.principal
        passed = {name: value for name, value in request.headers.items() if name in REQUEST_HEADERS}
        token = self._signer.for_service(principal, self._service)
        return passed | telemetry.inject() | {"authorization": f"Bearer {token}"}

    async def _read(self, request: Request) -> bytes:
        """The whole body; raises TooLarge, and Malformed where it does not come in time."""
        most = largest_body(request.url.path)
        try:
            declared = int(request.headers.get("content-length", "0"))
        except ValueError:
            raise Malformed("Content-Length is not a number") from None
        if declared > most:
            raise TooLarge(f"at most {most} bytes", limit_bytes=most)
        chunks, size = [], 0
        try:
            async with asyncio.timeout(self._body_timeout_s):
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > most:
                        raise TooLarge(f"at most {most} bytes", limit_bytes=most)
                    chunks.append(chunk)
        except TimeoutError:
            raise Malformed(f"the body did not come within {self._body_timeout_s:g} s") from None
        return b"".join(chunks)


def forwarding_routes(
    addresses: dict[str, str], client: ForwardingClient, signer: TokenSigner, body_timeout_s: float
) -> list[Route]:
    """A route for each path prefix of each service; what none of them takes is nobody's, and 404."""
    routes = []
    for service, prefixes in PREFIXES.items():
        forward = Forward(service, addresses[service], client, signer, body_timeout_s)
        for prefix in prefixes:
            routes += [Route(f"/v1/{prefix}", forward), Route(f"/v1/{prefix}/{{rest:path}}", forward)]
    return routes
