"""Idempotency keys: the same request sent twice is done once and answered twice with the same answer."""

import hashlib
from collections.abc import Awaitable, Callable

from sqlalchemy import Text, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
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
    fingerprint = await _fingerprint(request)
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


async def _fingerprint(request: Request) -> bytes:
    digest = hashlib.sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.digest()
