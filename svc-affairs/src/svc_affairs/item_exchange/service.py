"""Use cases: look at what imports came to, give a list out; those that bring lists in and decide on them stand beside it."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import IO
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_affairs.item_exchange import repository
from svc_affairs.item_exchange.deciding import publish_import, reject_import, withdraw_import
from svc_affairs.item_exchange.importing import import_items
from svc_affairs.item_exchange.models import ItemImport
from svc_affairs.item_exchange.policy import POLICY
from svc_affairs.item_exchange.terms import ImportStatus
from svc_affairs.item_exchange.writing import EXAMPLE, maker_of, tables_of
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.items.repository import Filter
from svc_affairs.sheets.bodies import SheetFormat
from svc_affairs.sheets.columns import Language
from svc_affairs.sheets.writing import Tables, written

__all__ = [
    "export_items", "get_import", "import_items", "list_imports", "publish_import", "reject_import", "withdraw_import",
    "write_template",
]  # fmt: skip


async def list_imports(db: AsyncSession, status: ImportStatus | None, params: PageRequest) -> tuple[list[ItemImport], str | None]:
    """A page of the imports, the newest first, and the next cursor."""
    return await fetch_page(db, repository.list_imports(status), (ItemImport.id,), params)


async def get_import(db: AsyncSession, import_id: UUID) -> ItemImport:
    """An import with its rows; raises ItemImportUnknown."""
    return await repository.get_import(db, import_id, with_rows=True)


async def export_items(
    db: AsyncSession, actor: Principal, wanted: Filter, query: str | None, form: SheetFormat, language: Language
) -> IO[bytes]:
    """What a list with these filters has, the newest first, as a file; the caller closes it."""

    async def pieces() -> AsyncIterator[Tables]:
        async for some in items.stream_items(db, actor, wanted, query, POLICY.rows_at_once):
            yield await asyncio.to_thread(_tables, some, form, language)

    return await written(maker_of(form, language), pieces())


def _tables(some: Sequence[Item], form: SheetFormat, language: Language) -> Tables:
    return tables_of([items.content_of(each) for each in some], form, language)


async def write_template(form: SheetFormat, language: Language) -> IO[bytes]:
    """The headings, and one item as an example."""

    async def pieces() -> AsyncIterator[Tables]:
        yield tables_of([EXAMPLE], form, language)

    return await written(maker_of(form, language), pieces())
