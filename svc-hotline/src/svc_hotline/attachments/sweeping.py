"""Deletes what lies in the store and belongs to no row: what a crash left between the store and the commit."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from chassis import clock
from chassis.app import Chassis
from chassis.db import Sessions
from chassis.error_handlers import is_database_away
from svc_hotline.attachments.rules import POLICY
from svc_hotline.attachments.service import with_content
from svc_hotline.attachments.store import Store, is_incoming, made_at
from svc_hotline.settings import Settings

_log = structlog.get_logger(__name__)
_EVERY_S = 3600
_BATCH = 500


async def tidy_store(chassis: Chassis) -> None:
    """Run for as long as the service does; without a store there is nothing to do."""
    settings = chassis.settings
    assert isinstance(settings, Settings)
    if settings.attachments_url is None:
        await asyncio.Event().wait()
        return
    store = Store(settings.attachments_url)
    while True:
        try:
            removed = await remove_orphans(chassis.database.sessions, store)
            if removed:
                _log.warning("contents without a row were deleted", count=removed)
        except Exception as error:
            if not is_database_away(error):  # which an unreachable store counts as, too
                raise
            _log.warning("the store was not swept", error=type(error).__name__)
        await asyncio.sleep(_EVERY_S)


async def remove_orphans(sessions: Sessions, store: Store) -> int:
    """Delete contents older than the policy's span that no attachment owns, whole or in part; returns how many."""
    latest = clock.system_now() - POLICY.orphan_after
    removed = await asyncio.to_thread(store.give_up_unfinished, latest)
    for folder in await asyncio.to_thread(store.folders):
        ids = await asyncio.to_thread(lambda place: list(store.list_ids(place)), folder)
        old = [each for each in ids if made_at(each) < latest]
        for start in range(0, len(old), _BATCH):
            removed += await _remove(sessions, store, old[start : start + _BATCH], is_kept=not is_incoming(folder))
    return removed


async def _remove(sessions: Sessions, store: Store, ids: Sequence[UUID], *, is_kept: bool) -> int:
    owned: set[UUID] = set()
    if is_kept:
        async with sessions() as db:
            owned = await with_content(db, ids)
    orphans = [each for each in ids if each not in owned]
    for each in orphans:
        await asyncio.to_thread(store.discard, each)
    return len(orphans)
