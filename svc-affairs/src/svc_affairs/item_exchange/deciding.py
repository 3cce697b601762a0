"""Use cases of an import that waits: its items are published, sent back or given up, as one act by one transaction.

An item that somebody moved since the import left it has gone its own way and stays as it is; `moved` counts the others.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_affairs.item_exchange import events, repository
from svc_affairs.item_exchange.errors import ImportActionNotPossible, ImporterMayNotApprove, NothingLeftToMove
from svc_affairs.item_exchange.lifecycle import MOVES, possible
from svc_affairs.item_exchange.models import ItemImport
from svc_affairs.item_exchange.policy import POLICY
from svc_affairs.item_exchange.terms import ImportAction
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.items.versions import Versions


async def publish_import(
    db: AsyncSession, actor: Principal, import_id: UUID, if_match: int | None, effective_on: date | None, note: str | None
) -> ItemImport:
    """Approve what the import brought: in force now, or from the beginning of a day.

    Raises ItemImportUnknown, StaleVersion, ImportActionNotPossible, ImporterMayNotApprove, NothingLeftToMove, and what
    publishing a single item raises; then nothing is published.
    """
    kept = await _hold(db, import_id, if_match, ImportAction.PUBLISH)
    if actor.subject == kept.imported_by:
        raise ImporterMayNotApprove()
    held = await _standing(db, kept)
    for at in range(0, len(held), POLICY.rows_at_once):
        await items.publish_many(db, actor, held[at : at + POLICY.rows_at_once], effective_on, note)
    kept.effective_on = effective_on or clock.local_day(clock.now())
    return await _decided(db, actor, kept, ImportAction.PUBLISH, note, _working(held))


async def reject_import(db: AsyncSession, actor: Principal, import_id: UUID, if_match: int | None, reasons: str) -> ItemImport:
    """Send what the import brought back to the editors, as drafts.

    Raises ItemImportUnknown, StaleVersion, ImportActionNotPossible, NothingLeftToMove.
    """
    kept = await _hold(db, import_id, if_match, ImportAction.REJECT)
    standing = _working(await _standing(db, kept))
    for at in range(0, len(standing), POLICY.rows_at_once):
        await items.reject_many(db, actor, standing[at : at + POLICY.rows_at_once], reasons)
    return await _decided(db, actor, kept, ImportAction.REJECT, reasons, standing)


async def withdraw_import(
    db: AsyncSession, actor: Principal, import_id: UUID, if_match: int | None, reason: str | None
) -> ItemImport:
    """Give up what the import brought, if anything of it is left; raises ItemImportUnknown, StaleVersion,
    ImportActionNotPossible.
    """
    kept = await _hold(db, import_id, if_match, ImportAction.WITHDRAW)
    standing = _working(await _left(db, kept))
    for at in range(0, len(standing), POLICY.rows_at_once):
        await items.withdraw_many(db, actor, standing[at : at + POLICY.rows_at_once], reason)
    return await _decided(db, actor, kept, ImportAction.WITHDRAW, reason, standing)


async def _hold(db: AsyncSession, import_id: UUID, if_match: int | None, action: ImportAction) -> ItemImport:
    kept = await repository.get_import(db, import_id, with_rows=True, for_update=True)
    check_version(if_match, kept.version)
    if (kept.status, action) not in MOVES:
        raise ImportActionNotPossible(state=kept.status.value, action=action.value, possible=[*possible(kept.status)])
    return kept


async def _left(db: AsyncSession, kept: ItemImport) -> list[Versions]:
    """The versions of those codes that stand as the import left them, locked."""
    left = await repository.versions_of(db, kept.id)
    held = await items.hold_versions(db, left)
    return [
        each for code, each in held.items() if each.working is not None and (each.working.id, each.working.revision) == left[code]
    ]  # fmt: skip


async def _standing(db: AsyncSession, kept: ItemImport) -> list[Versions]:
    """The same, of which there has to be one; raises NothingLeftToMove."""
    standing = await _left(db, kept)
    if not standing:
        raise NothingLeftToMove()
    return standing


def _working(held: Sequence[Versions]) -> list[Item]:
    return [each.working for each in held if each.working is not None]


async def _decided(
    db: AsyncSession, actor: Principal, kept: ItemImport, action: ImportAction, note: str | None, moved: Sequence[Item]
) -> ItemImport:
    kept.status = MOVES[kept.status, action]
    kept.version += 1
    kept.decided_at, kept.decided_by, kept.decision_note, kept.moved = clock.now(), actor.subject, note, len(moved)
    await db.flush()
    await repository.note_versions(db, kept.id, moved)
    await outbox.publish(db, events.changed(kept), subject=str(kept.id), sequence=kept.version)
    await audit.record(db, actor, f"item-import-{kept.status.value}", f"item-imports/{kept.id}", moved=kept.moved)
    return kept
