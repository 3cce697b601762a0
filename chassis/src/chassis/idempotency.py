"""Idempotency keys: the same request sent twice is done once and answered twice with the same answer.

An answer can hold what is kept nowhere else in clear: a caller's query code, a new key. So it is stored sealed under its
idempotency key, of which only a hash is stored: whoever has the database and not the key reads nothing.
"""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable
from tempfile import SpooledTemporaryFile
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Text, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from chassis import tables
from chassis.auth import Principal
from chassis.db import Database
from chassis.errors import IdempotencyKeyReused, Malformed, RequestInFlight

HEADER = "idempotency-key"
_KEPT_HEADERS = ("content-type", "location", "etag", "link")
_LONGEST_KEY = 200
_NONCE_BYTES = 12
# A body longer than this waits in a file, so that uploads do not fill the memory.
_MOST_IN_MEMORY, _CHUNK_BYTES = 256 * 1024, 64 * 1024

Answer = Callable[[Request], Awaitable[Response]]

_principal, _key = bindparam("principal", type_=Text), bindparam("key", type_=Text)
_lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(_principal + "\n" + _key, 1)).label("is_ours")).subquery()
_keys = tables.idempotency_keys
_LOCK_AND_FIND = select(_lock.c.is_ours, _keys.c.fingerprint, _keys.c.status, _keys.c.headers, _keys.c.body).select_from(
    _lock.outerjoin(_keys, and_(_keys.c.principal == _principal, _keys.c.key == _key))
)


async def answer_once(database: Database, request: Request, principal: Principal, answer: Answer) -> Response:
    """Give the stored answer of this key, or make and store it in one unit of work; no refusal and no `no-store` is kept.

    Raises IdempotencyKeyReused for another request under the same key, RequestInFlight while the first still runs.
    """
    key = request.headers[HEADER]
    _check(key, principal)
    place = {"principal": principal.subject, "key": hashlib.sha256(key.encode()).hexdigest()}
    with SpooledTemporaryFile(max_size=_MOST_IN_MEMORY) as body:
        fingerprint = await _take_in(request, body)
        try:
            async with database.unit_of_work() as db:
                if (earlier := await _earlier(db, key, place, fingerprint)) is not None:
                    return earlier
                request.state.db = db
                response = await answer(Request(request.scope, _reader(request, body)))
                if response.headers.get("cache-control") != "no-store":
                    await _store(db, key, place, fingerprint, response)
                return response
        except Exception:
            # The first may have been committed between our look and our lock; ours then failed on what that one made.
            async with database.unit_of_work() as db:
                if (earlier := await _earlier(db, key, place, fingerprint)) is not None:
                    return earlier
            raise


async def _store(db: AsyncSession, key: str, place: dict[str, str], fingerprint: bytes, response: Response) -> None:
    """Raises RequestInFlight where another has stored its answer meanwhile."""
    kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    row = place | {"fingerprint": fingerprint, "status": response.status_code, "headers": kept}
    entered = insert(_keys).values(row | {"body": _seal(key, bytes(response.body))}).on_conflict_do_nothing()
    if (await db.execute(entered.returning(_keys.c.key))).first() is None:
        raise RequestInFlight()


async def _earlier(db: AsyncSession, key: str, place: dict[str, str], fingerprint: bytes) -> Response | None:
    """The stored answer of this key, which is locked from here on; raises IdempotencyKeyReused, RequestInFlight."""
    stored = (await db.execute(_LOCK_AND_FIND, place)).one()
    if not stored.is_ours:
        raise RequestInFlight()
    if stored.status is None:
        return None
    if stored.fingerprint != fingerprint:
        raise IdempotencyKeyReused()
    return Response(_open(key, stored.body), stored.status, stored.headers | {"idempotent-replayed": "true"})


def _check(key: str, principal: Principal) -> None:
    """Raises Malformed. All the anonymous share one name, so that their keys must differ by themselves."""
    if not key.isascii() or not key.isprintable() or not 1 <= len(key) <= _LONGEST_KEY:
        raise Malformed(f"Idempotency-Key: 1 to {_LONGEST_KEY} printable ASCII characters")
    if principal.kind == "public":
        try:
            UUID(key)
        except ValueError:
            raise Malformed("Idempotency-Key: without a key or token of your own, a UUID drawn for this request") from None


def _cipher(key: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"gov171|idempotency").derive(key.encode()))


def _seal(key: str, body: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return nonce + _cipher(key).encrypt(nonce, body, None)


def _open(key: str, sealed: bytes) -> bytes:
    return _cipher(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)


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
