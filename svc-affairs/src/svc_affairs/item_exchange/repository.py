"""Every SELECT of the imports of items."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from svc_affairs.item_exchange.errors import ItemImportUnknown
from svc_affairs.item_exchange.models import ItemImport


def list_imports() -> Select[ItemImport]:
    """The statement of the list; the caller pages it."""
    return select(ItemImport)


async def get_import(db: AsyncSession, import_id: UUID) -> ItemImport:
    """The import with its rows; raises ItemImportUnknown."""
    chosen = select(ItemImport).where(ItemImport.id == import_id).options(undefer(ItemImport.rows))
    found = (await db.execute(chosen)).scalar_one_or_none()
    if found is None:
        raise ItemImportUnknown()
    return found
