"""What the door knows of keys and clocks: a snapshot in memory, so that no request waits for the database."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.auth import Principal
from chassis.db import Database
from chassis.error_handlers import is_database_away
from chassis.errors import Unavailable
from gateway.applications.models import Application, ApplicationKey, ReplayClock
from gateway.applications.rules import fits

_log = structlog.get_logger(__name__)

REFRESH_S = 2.0
_MISS_REFRESH_S = 0.05


@dataclass(frozen=True)
class _Entry:
    principal: Principal
    secret_hash: bytes
    expires_at: datetime | None
    clocks: list[tuple[datetime, datetime]] = field(default_factory=list)


class Registry:
    """Live keys by their id; refreshed every two seconds, and at once for a key not seen yet."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] | None = None
        self._loaded_at = float("-inf")
        self._lock = asyncio.Lock()

    async def keep_fresh(self, chassis: Chassis) -> None:
        """Runs beside the service; while the database is away the last snapshot stands."""
        while True:
            try:
                await self._refresh(chassis.database)
            except Exception as error:
                if not is_database_away(error):
                    raise
                _log.warning("keys not refreshed", error=type(error).__name__)
            await asyncio.sleep(REFRESH_S)

    async def find(self, database: Database, key_id: str, secret: str) -> Principal | None:
        """The application that shows this key, if the key is live; raises Unavailable where that cannot be known."""
        entry = (self._entries or {}).get(key_id)
        if entry is None:
            await self._refresh_on_miss(database)
            entry = (self._entries or {}).get(key_id)
        if entry is None or not fits(secret, entry.secret_hash):
            return None
        if entry.expires_at is not None and entry.expires_at <= clock.system_now():
            return None
        return entry.principal

    def may_declare(self, key_id: str, at: datetime) -> bool:
        """Whether an administrator declared a clock for this key's application that `at` lies in."""
        entry = (self._entries or {}).get(key_id)
        return entry is not None and any(start <= at <= end for start, end in entry.clocks)

    async def refresh(self, database: Database) -> None:
        """See at once what has just been declared."""
        async with self._lock:
            await self._refresh(database)

    async def _refresh_on_miss(self, database: Database) -> None:
        asked_at = time.monotonic()
        async with self._lock:
            if self._loaded_at > asked_at:
                return  # who held the lock has looked since
            # Wrong keys must not make a flood of queries: one look in fifty milliseconds serves all who wait.
            await asyncio.sleep(max(0.0, self._loaded_at + _MISS_REFRESH_S - asked_at))
            try:
                await self._refresh(database)
            except Exception as error:
                if not is_database_away(error):
                    raise
                raise Unavailable("keys cannot be checked") from None

    async def _refresh(self, database: Database) -> None:
        began_at = time.monotonic()
        async with database.sessions() as db:
            entries = await _load(db)
        self._entries, self._loaded_at = entries, began_at


async def _load(db: AsyncSession) -> dict[str, _Entry]:
    clocks: dict[object, list[tuple[datetime, datetime]]] = {}
    for each in (await db.execute(select(ReplayClock))).scalars():
        clocks.setdefault(each.application_id, []).append((each.starts_at, each.ends_at))
    chosen = (
        select(Application, ApplicationKey)
        .join(ApplicationKey, ApplicationKey.application_id == Application.id)
        .where(Application.revoked_at.is_(None), ApplicationKey.revoked_at.is_(None))
    )
    entries = {}
    for application, key in await db.execute(chosen):
        principal = Principal(
            subject=f"application:{application.id}", kind="application", roles=frozenset(application.roles),
            unit_code=application.unit_code, territory_code=application.territory_code,
        )  # fmt: skip
        entries[key.id] = _Entry(principal, key.secret_hash, key.expires_at, clocks.get(application.id, []))
    return entries
