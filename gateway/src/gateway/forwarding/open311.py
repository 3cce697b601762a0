"""Forwarding for clients of Open311, who send their key as a field `api_key` of the query or of the form."""

from collections.abc import AsyncIterator
from tempfile import SpooledTemporaryFile
from typing import IO
from urllib.parse import unquote_plus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Message, Receive, Send

from chassis.errors import Malformed
from contracts.open311 import KEY_FIELD, PREFIX
from gateway.applications.rules import split_key
from gateway.forwarding.client import ForwardingClient
from gateway.forwarding.forward import Forward, check_declared
from gateway.forwarding.rules import MEGABYTE
from gateway.identity.recognition import Recognition
from gateway.identity.tokens import TokenSigner

_CHUNK_BYTES = 64 * 1024
_MOST_FIELDS, _MOST_FILES = 500, 8


class ForwardOpen311(Forward):
    """As any forwarding, once the key is found: the service learns who asks, and never the key."""

    def __init__(
        self, address: str, client: ForwardingClient, signer: TokenSigner, body_timeout_s: float, recognition: Recognition
    ) -> None:
        super().__init__("hotline", address, client, signer, body_timeout_s)
        self._recognition = recognition

    async def _handle(self, request: Request, receive: Receive, send: Send) -> None:
        keys = {key for key in request.query_params.getlist(KEY_FIELD) if key.strip()}
        if request.method != "POST":
            await self._recognise(request, keys)
            await super()._handle(request, receive, send)
            return
        check_declared(request)
        # The key may stand behind a picture, so the form is there before it is passed on: on disk where it is large.
        with SpooledTemporaryFile(max_size=MEGABYTE) as kept:
            async for piece in self._pieces(request):
                kept.write(piece)
            keys |= await _keys_in_form(request, kept)
            await self._recognise(request, keys)
            await self._pass_through(request, _without(keys, _chunks(kept)), receive, send)

    async def _recognise(self, request: Request, keys: set[str]) -> None:
        """Who shows a key is its application; raises Unauthenticated for a wrong one, Malformed for several."""
        if len(keys) > 1:
            raise Malformed(f"one {KEY_FIELD} is enough")
        for key in keys:
            database = request.app.state.chassis.database
            request.state.principal = await self._recognition.recognise_key(request, key, database)

    def _url(self, request: Request) -> str:
        """The same without the key."""
        address, _, query = super()._url(request).partition("?")
        kept = [part for part in query.split("&") if unquote_plus(part.partition("=")[0]) != KEY_FIELD]
        return f"{address}?{'&'.join(kept)}" if any(kept) else address


async def _keys_in_form(request: Request, kept: IO[bytes]) -> set[str]:
    """The keys in the form; none where the body is no form. Raises Malformed where it cannot be read."""
    chunks = _chunks(kept)

    async def again() -> Message:
        chunk = await anext(chunks, b"")
        return {"type": "http.request", "body": chunk, "more_body": bool(chunk)}

    reader = Request(request.scope, again)
    try:
        async with reader.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_CHUNK_BYTES) as form:
            return {key for key in form.getlist(KEY_FIELD) if isinstance(key, str) and key.strip()}
    except HTTPException as error:
        raise Malformed(error.detail) from None


async def _chunks(kept: IO[bytes]) -> AsyncIterator[bytes]:
    kept.seek(0)
    while chunk := kept.read(_CHUNK_BYTES):
        yield chunk


async def _without(keys: set[str], chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The body with the key's secret blotted out, wherever between two chunks it may stand; its length stays."""
    secret = next((split_key(key)[1].encode() for key in keys), b"")
    held = b""
    async for chunk in chunks:
        held += chunk
        if secret:
            held = held.replace(secret, b"*" * len(secret))
        ready = len(held) - max(len(secret) - 1, 0)
        if ready > 0:
            yield held[:ready]
            held = held[ready:]
    if held:
        yield held


def open311_route(
    address: str, client: ForwardingClient, signer: TokenSigner, body_timeout_s: float, recognition: Recognition
) -> Route:
    """All of Open311 is the hotline's."""
    return Route(f"{PREFIX}{{rest:path}}", ForwardOpen311(address, client, signer, body_timeout_s, recognition))
