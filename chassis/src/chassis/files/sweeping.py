"""Deletes what lies in the store and belongs to no row: what a crash left between the store and the commit."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.db import Sessions
from chassis.error_handlers import is_database_away
from chassis.files.rules import FilePolicy
from chassis.files.store import Store, is_incoming, made_at

_log = structlog.get_logger(__name__)
_EVERY_S = 3600
_BATCH = 500


# Tells which of these ids belong to a row that still has its content.
Owned = Callable[[AsyncSession, Sequence[UUID]], Awaitable[set[UUID]]]


async def keep_tidy(sessions: Sessions, address: str | None, owned: Owned, policy: FilePolicy) -> None:
    """Run for as long as the service does; without a store there is nothing to do."""
    if address is None:
        await asyncio.Event().wait()
        return
    store = Store(address)
    while True:
        try:
            removed = await remove_orphans(sessions, store, owned, policy)
            if removed:
                _log.warning("contents without a row were deleted", count=removed)
        except Exception as error:
            if not is_database_away(error):  # which an unreachable store counts as, too
                raise
            _log.warning("the store was not swept", error=type(error).__name__)
        await asyncio.sleep(_EVERY_S)


async def remove_orphans(sessions: Sessions, store: Store, owned: Owned, policy: FilePolicy) -> int:
    """Delete contents older than the policy's span that no row owns, whole or in part; returns how many."""
    latest = clock.system_now() - policy.orphan_after
    removed = await asyncio.to_thread(store.give_up_unfinished, latest)
    for folder in await asyncio.to_thread(store.folders):
        ids = await asyncio.to_thread(lambda place: list(store.list_ids(place)), folder)
        old = [each for each in ids if made_at(each) < latest]
        for start in range(0, len(old), _BATCH):
            batch = old[start : start + _BATCH]
            removed += await _remove(store, batch, set() if is_incoming(folder) else await _owned(sessions, owned, batch))
    return removed


async def _owned(sessions: Sessions, owned: Owned, ids: Sequence[UUID]) -> set[UUID]:
    async with sessions() as db:
        return await owned(db, ids)


async def _remove(store: Store, ids: Sequence[UUID], owned: set[UUID]) -> int:
    orphans = [each for each in ids if each not in owned]
    for each in orphans:
        await asyncio.to_thread(store.discard, each)
    return len(orphans)
