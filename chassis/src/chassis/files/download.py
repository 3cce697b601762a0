"""Serves a content: streamed, in whole or a range of it, under headers that keep a browser from running it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Protocol
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chassis.errors import Unavailable
from chassis.files.rules import Span, asked_span, disposition
from chassis.files.store import Store

_BYTES: dict[str, Any] = {"application/octet-stream": {}}
# What a route that serves a content can answer, besides its problems.
SERVED: dict[int | str, dict[str, Any]] = {
    200: {"content": _BYTES, "description": "The file, to be saved and not shown."},
    206: {"content": _BYTES, "description": "The bytes that `Range` asks for."},
    304: {"description": "The asker has it."},
    416: {"description": "The range lies outside of it."},
}
_CHUNK_BYTES = 256 * 1024


class Kept(Protocol):
    """What must be known of a content to serve it, as the service's row tells it."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def sha256_hex(self) -> str: ...


async def serve(request: Request, kept: Kept, store: Store) -> Response:
    """200, 206 for one range, 304 where the asker has it, 416; raises Unavailable where the store lacks it."""
    size, etag = kept.size_bytes, f'"{kept.sha256_hex}"'
    headers = _headers(kept) | {"etag": etag}
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    if etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    is_range_meant = request.headers.get("if-range", etag) == etag
    span = asked_span(request.headers.get("range"), size) if is_range_meant else None
    if span is not None and not span.length:
        return Response(status_code=416, headers=headers | {"content-range": f"bytes */{size}"})
    if not await asyncio.to_thread(store.has, kept.id):
        raise Unavailable("the content is not in the store")
    status = 200
    if span is not None:
        status = 206
        headers["content-range"] = f"bytes {span.start}-{span.start + span.length - 1}/{size}"
    span = span or Span(0, size)
    headers["content-length"] = str(span.length)
    return StreamingResponse(_chunks(store, kept.id, span), status, headers, kept.media_type)


def _headers(kept: Kept) -> dict[str, str]:
    return {
        "accept-ranges": "bytes",
        "cache-control": "private, no-cache",
        "content-disposition": disposition(kept.name),
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
    }


async def _chunks(store: Store, content_id: UUID, span: Span) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(store.open, content_id)
    try:
        await asyncio.to_thread(file.seek, span.start)
        left = span.length
        while left:
            chunk = await asyncio.to_thread(file.read, min(_CHUNK_BYTES, left))
            if not chunk:
                raise EOFError("the content is shorter than its row says")
            left -= len(chunk)
            yield chunk
    finally:
        await asyncio.to_thread(file.close)
