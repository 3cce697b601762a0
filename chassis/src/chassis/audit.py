"""The audit log: who did what to what, each row bound to the one before by a hash, so that no row changes unseen."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import BigInteger, Column, DateTime, LargeBinary, Table, Text, func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.db import Base

_LOCK_KEY = "gov171.audit"
_GENESIS = bytes(32)

audit_log = Table(
    "audit_log",
    Base.metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("previous_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)


def create_audit_log(op: Any) -> None:
    """Create the table, for a migration; its owner takes from itself the right to change rows."""
    op.execute(
        """CREATE TABLE audit_log (
            seq bigint CONSTRAINT pk_audit_log PRIMARY KEY, at timestamptz NOT NULL,
            actor text NOT NULL, action text NOT NULL, target text NOT NULL, details jsonb NOT NULL,
            previous_hash bytea NOT NULL, hash bytea NOT NULL)"""
    )
    op.execute("CREATE INDEX ix_audit_log_target ON audit_log (target, seq)")
    op.execute("REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM CURRENT_USER")


async def record(db: AsyncSession, actor: Principal, action: str, target: str, **details: Any) -> None:
    """Add a row in the caller's transaction. Call it last: until the commit, other audited transactions wait.

    `details` is JSON without floats (their text is not stable) and never holds a name, a telephone or an address.
    """
    await db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_LOCK_KEY, 0))))
    # A statement of its own, so that it sees what the lock's last holder committed.
    seq, previous = await head(db)
    # The real time, also in a replay: the log tells when the machine was asked.
    row = {"seq": seq + 1, "at": clock.system_now(), "actor": actor.subject, "action": action, "target": target}
    row |= {"details": _jsonable(details), "previous_hash": previous}
    await db.execute(insert(audit_log).values(row | {"hash": _hash(row)}))


async def head(db: AsyncSession) -> tuple[int, bytes]:
    """The last row's number and hash; kept elsewhere, it also shows whether rows were cut off the end."""
    last = select(audit_log.c.seq, audit_log.c.hash).order_by(audit_log.c.seq.desc()).limit(1)
    found = (await db.execute(last)).one_or_none()
    return (found.seq, found.hash) if found else (0, _GENESIS)


async def verify_chain(db: AsyncSession) -> bool:
    """Whether no row was changed, removed from between or put between."""
    return await first_broken(db) is None


async def first_broken(db: AsyncSession) -> int | None:
    """The number of the first row that does not fit the one before, or None where all do."""
    seq, previous = 0, _GENESIS
    rows = await db.stream(select(audit_log).order_by(audit_log.c.seq).execution_options(yield_per=1000))
    async for row in rows.mappings():
        seq += 1
        if row["seq"] != seq or row["previous_hash"] != previous or row["hash"] != _hash(row):
            return seq
        previous = row["hash"]
    return None


def _jsonable(details: dict[str, Any]) -> Any:
    def refuse(value: Any) -> None:
        if isinstance(value, float):
            raise TypeError("audit details hold no floats; write them as text")
        for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            refuse(item)

    plain = to_jsonable_python(details)
    refuse(plain)
    return plain


def _hash(row: Any) -> bytes:
    at: datetime = row["at"]
    told = [row["seq"], at.astimezone(UTC).isoformat(), row["actor"], row["action"], row["target"], row["details"]]
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(row["previous_hash"] + canonical.encode()).digest()
