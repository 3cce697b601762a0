"""Idempotency keys: the same request sent twice is done once and answered twice with the same answer."""

import hashlib
from collections.abc import Awaitable, Callable

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from chassis import tables
from chassis.auth import Principal
from chassis.errors import IdempotencyKeyReused, Malformed, RequestInFlight

HEADER = "idempotency-key"
_KEPT_HEADERS = ("content-type", "location", "etag", "link")
_LONGEST_KEY = 200

Answer = Callable[[Request], Awaitable[Response]]


async def answer_once(db: AsyncSession, request: Request, principal: Principal, answer: Answer) -> Response:
    """Give the stored answer of this key, or make the answer and store it in the request's own transaction.

    Raises IdempotencyKeyReused for another request under the same key, RequestInFlight while the first still runs.
    A refused request stores nothing: the key may be used again.
    """
    key = request.headers[HEADER]
    if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= _LONGEST_KEY:
        raise Malformed(f"Idempotency-Key: 1 to {_LONGEST_KEY} printable ASCII characters")
    fingerprint = await _fingerprint(request)
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"{principal.subject}\n{key}", 1))
    if not (await db.execute(select(lock))).scalar_one():
        raise RequestInFlight()
    table = tables.idempotency_keys
    found = select(table).where(table.c.principal == principal.subject, table.c.key == key)
    stored = (await db.execute(found)).one_or_none()
    if stored is not None:
        if stored.fingerprint != fingerprint:
            raise IdempotencyKeyReused()
        return Response(stored.body, stored.status, stored.headers | {"idempotent-replayed": "true"})
    response = await answer(request)
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    row = {"principal": principal.subject, "key": key, "fingerprint": fingerprint, "status": response.status_code}
    await db.execute(insert(table).values(**row, headers=kept, body=bytes(response.body)))
    return response


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.digest()
