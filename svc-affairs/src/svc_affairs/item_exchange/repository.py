"""Every SELECT of the imports of items."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from svc_affairs.item_exchange.errors import ItemImportUnknown
from svc_affairs.item_exchange.models import ItemImport, ItemImportVersion
from svc_affairs.item_exchange.terms import ImportStatus
from svc_affairs.items.models import Item


def list_imports(status: ImportStatus | None) -> Select[ItemImport]:
    """The statement of the list; the caller pages it."""
    chosen = select(ItemImport)
    return chosen if status is None else chosen.where(ItemImport.status == status)


async def get_import(db: AsyncSession, import_id: UUID, *, with_rows: bool = False, for_update: bool = False) -> ItemImport:
    """The import, with its rows or locked if asked; raises ItemImportUnknown."""
    chosen = select(ItemImport).where(ItemImport.id == import_id)
    chosen = chosen.options(undefer(ItemImport.rows)) if with_rows else chosen
    chosen = chosen.with_for_update(key_share=True) if for_update else chosen
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise ItemImportUnknown()
    return found


async def versions_of(db: AsyncSession, import_id: UUID) -> dict[str, tuple[UUID, int]]:
    """By code the version that the import brought, and its revision as its last step left it."""
    chosen = select(ItemImportVersion).where(ItemImportVersion.import_id == import_id)
    return {each.code: (each.item_id, each.revision) for each in (await db.execute(chosen)).scalars()}


async def note_versions(db: AsyncSession, import_id: UUID, items: Sequence[Item]) -> None:
    """Write down which versions the import brought, and how it leaves them."""
    if not items:
        return
    entered = insert(ItemImportVersion)
    left = entered.on_conflict_do_update(index_elements=["import_id", "item_id"], set_={"revision": entered.excluded.revision})
    rows = [{"import_id": import_id, "item_id": each.id, "code": each.code, "revision": each.revision} for each in items]
    await db.execute(left, rows)
