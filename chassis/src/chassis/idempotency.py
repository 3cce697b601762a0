"""Idempotency keys: the same request sent twice is done once and answered twice with the same answer."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile

from sqlalchemy import Text, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from chassis import tables
from chassis.auth import Principal
from chassis.errors import IdempotencyKeyReused, Malformed, RequestInFlight

HEADER = "idempotency-key"
_KEPT_HEADERS = ("content-type", "location", "etag", "link")
_LONGEST_KEY = 200
# A body longer than this waits in a file, so that uploads do not fill the memory.
_MOST_IN_MEMORY, _CHUNK_BYTES = 256 * 1024, 64 * 1024

Answer = Callable[[Request], Awaitable[Response]]

_principal, _key = bindparam("principal", type_=Text), bindparam("key", type_=Text)
_lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(_principal + "\n" + _key, 1)).label("is_ours")).subquery()
_keys = tables.idempotency_keys
_LOCK_AND_FIND = select(_lock.c.is_ours, _keys.c.fingerprint, _keys.c.status, _keys.c.headers, _keys.c.body).select_from(
    _lock.outerjoin(_keys, and_(_keys.c.principal == _principal, _keys.c.key == _key))
)


async def answer_once(db: AsyncSession, request: Request, principal: Principal, answer: Answer) -> Response:
    """Give the stored answer of this key, or make the answer and store it in the request's own transaction.

    Raises IdempotencyKeyReused for another request under the same key, RequestInFlight while the first still runs.
    A refused request stores nothing: the key may be used again.
    """
    key = request.headers[HEADER]
    if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= _LONGEST_KEY:
        raise Malformed(f"Idempotency-Key: 1 to {_LONGEST_KEY} printable ASCII characters")
    with SpooledTemporaryFile(max_size=_MOST_IN_MEMORY) as body:
        fingerprint = await _take_in(request, body)
        return await _answer_once(db, Request(request.scope, _reader(request, body)), principal, answer, fingerprint)


async def _answer_once(db: AsyncSession, request: Request, principal: Principal, answer: Answer, fingerprint: bytes) -> Response:
    key = request.headers[HEADER]
    stored = (await db.execute(_LOCK_AND_FIND, {"principal": principal.subject, "key": key})).one()
    if not stored.is_ours:
        raise RequestInFlight()
    if stored.status is not None:
        if stored.fingerprint != fingerprint:
            raise IdempotencyKeyReused()
        return Response(stored.body, stored.status, stored.headers | {"idempotent-replayed": "true"})
    response = await answer(request)
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    row = {"principal": principal.subject, "key": key, "fingerprint": fingerprint, "status": response.status_code}
    row |= {"headers": kept, "body": bytes(response.body)}
    entered = insert(tables.idempotency_keys).on_conflict_do_nothing().returning(tables.idempotency_keys.c.key)
    if (await db.execute(entered, row)).first() is None:
        raise RequestInFlight()  # the first was committed between our look and our lock; asked again, it will be found
    return response


async def _take_in(request: Request, body: SpooledTemporaryFile[bytes]) -> bytes:
    """Read the request to its end, before any connection to the database is held; returns its fingerprint."""
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    async for chunk in request.stream():
        digest.update(chunk)
        if body.tell() + len(chunk) > _MOST_IN_MEMORY:
            await asyncio.to_thread(body.write, chunk)
        else:
            body.write(chunk)
    body.seek(0)
    return digest.digest()


def _reader(request: Request, body: SpooledTemporaryFile[bytes]) -> Callable[[], Awaitable[Message]]:
    """What gives the body once more, chunk by chunk, and then whatever else comes from the client."""
    is_read = False

    async def receive() -> Message:
        nonlocal is_read
        if is_read:
            return await request.receive()
        chunk = body.read(_CHUNK_BYTES)
        is_read = len(chunk) < _CHUNK_BYTES
        return {"type": "http.request", "body": chunk, "more_body": not is_read}

    return receive
