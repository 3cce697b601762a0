"""The forwarding endpoint: reads the request within its limits, mints the token, passes on, answers."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from chassis import telemetry
from chassis.auth import Principal
from chassis.errors import Malformed, Problem, TooLarge, render
from contracts.clients import CLIENT_HEADER
from gateway.forwarding.client import ForwardingClient
from gateway.forwarding.clients import ClientMarks
from gateway.forwarding.rules import PREFIXES, REQUEST_HEADERS, is_streamed, is_too_deep, largest_body
from gateway.identity.tokens import TokenSigner


class Forward:
    """An ASGI endpoint that stands for one service."""

    def __init__(
        self, service: str, address: str, client: ForwardingClient, signer: TokenSigner, body_timeout_s: float,
        marks: ClientMarks | None = None,
    ) -> None:  # fmt: skip
        self._service, self._address, self._client, self._signer = service, address, client, signer
        self._body_timeout_s, self._marks = body_timeout_s, marks or ClientMarks()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            await self._handle(request, receive, send)
        except ClientDisconnect:
            return  # there is nobody to answer
        except Problem as problem:
            await render(request, problem)(scope, receive, send)

    async def _handle(self, request: Request, receive: Receive, send: Send) -> None:
        if is_streamed(request.method, request.url.path):
            body = self._pieces(request) if request.method == "POST" else None
            await self._pass_through(request, body, receive, send)
        else:
            await (await self._answer(request))(request.scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        body = await self._read(request)
        if "json" in request.headers.get("content-type", "json") and is_too_deep(body):
            raise Malformed("the JSON nests too deep")
        answer = await self._client.send(request.method, self._url(request), self._headers(request), body)
        return Response(answer.body, answer.status, answer.headers)

    async def _pass_through(self, request: Request, body: AsyncIterator[bytes] | None, receive: Receive, send: Send) -> None:
        """Pass a file on as it comes. A caller who breaks off breaks off the service's request too."""
        check_declared(request)
        async with self._client.stream(request.method, self._url(request), self._headers(request), body) as answer:
            await StreamingResponse(answer.pieces(), answer.status, answer.headers)(request.scope, receive, send)

    def _url(self, request: Request) -> str:
        path = request.scope["raw_path"].partition(b"?")[0].decode("ascii", "strict")
        query = request.scope["query_string"].decode("latin-1")
        return f"{self._address}{path}?{query}" if query else f"{self._address}{path}"

    def _headers(self, request: Request) -> dict[str, str]:
        principal: Principal = request.state.principal
        passed = {name: value for name, value in request.headers.items() if name in REQUEST_HEADERS}
        token = self._signer.for_service(principal, self._service)
        mark = self._marks.of(request)
        marked = {} if mark is None else {CLIENT_HEADER: mark}
        return passed | telemetry.inject() | marked | {"authorization": f"Bearer {token}"}

    async def _read(self, request: Request) -> bytes:
        """The whole body; raises TooLarge, and Malformed where it does not come in time."""
        check_declared(request)
        try:
            async with asyncio.timeout(self._body_timeout_s):
                return b"".join([chunk async for chunk in _within(request.stream(), _most(request))])
        except TimeoutError:
            raise Malformed(f"the body did not come within {self._body_timeout_s:g} s") from None

    async def _pieces(self, request: Request) -> AsyncIterator[bytes]:
        """The body as it comes; raises TooLarge, and Malformed where the next piece does not come in time."""
        coming = _within(request.stream(), _most(request))
        while True:
            try:
                async with asyncio.timeout(self._body_timeout_s):
                    piece = await anext(coming, None)
            except TimeoutError:
                raise Malformed(f"the body stood still for {self._body_timeout_s:g} s") from None
            if piece is None:
                return
            if piece:
                yield piece


def check_declared(request: Request) -> None:
    """Raises Malformed, and TooLarge before anything is read."""
    most = _most(request)
    try:
        declared = int(request.headers.get("content-length", "0"))
    except ValueError:
        raise Malformed("Content-Length is not a number") from None
    if declared > most:
        raise TooLarge(f"at most {most} bytes", limit_bytes=most)


def _most(request: Request) -> int:
    return largest_body(request.url.path, request.headers.get("content-type", ""))


async def _within(chunks: AsyncIterator[bytes], most: int) -> AsyncIterator[bytes]:
    """The chunks, up to `most` bytes; raises TooLarge at the first beyond."""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > most:
            raise TooLarge(f"at most {most} bytes", limit_bytes=most)
        yield chunk


def forwarding_routes(
    addresses: dict[str, str], client: ForwardingClient, signer: TokenSigner, body_timeout_s: float
) -> list[Route]:
    """A route for each path prefix of each service; what none of them takes is nobody's, and 404."""
    routes, marks = [], ClientMarks()
    for service, prefixes in PREFIXES.items():
        forward = Forward(service, addresses[service], client, signer, body_timeout_s, marks)
        for prefix in prefixes:
            routes += [Route(f"/v1/{prefix}", forward), Route(f"/v1/{prefix}/{{rest:path}}", forward)]
    return routes
