"""Takes a content in so that it is there if, and only if, its row is: the order in which store and database are asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.files.errors import NoStore
from chassis.files.store import Store
from chassis.ids import uuid7


def store_at(address: str | None) -> Store:
    """The store at the configured address; raises NoStore where there is none."""
    if address is None:
        raise NoStore()
    return Store(address)


def place_of(address: str | None, service: str) -> str | None:
    """A service's own place below an address that others may use too, so that nobody sweeps away what is another's."""
    return None if address is None else f"{address.rstrip('/')}/{service}"


@dataclass
class Incoming:
    """A content that lies in the store under its incoming name, until it is settled or goes again."""

    id: UUID
    store: Store
    is_settled: bool = False

    async def settle(self, db: AsyncSession) -> None:
        """Move it to its place, its row being written; should the transaction then fail, it is taken away again."""
        discard_when(db, "after_rollback", self.store, self.id)
        await asyncio.to_thread(self.store.settle, self.id)
        self.is_settled = True


@asynccontextmanager
async def incoming(store: Store, file: BinaryIO) -> AsyncIterator[Incoming]:
    """Write the content before the database is asked, so that no connection waits for a slow store.

    What the block does not settle, or leaves by an exception, is taken away again.
    """
    content = Incoming(uuid7(), store)
    try:
        await asyncio.to_thread(store.write, content.id, file)
        yield content
    except BaseException:
        await asyncio.to_thread(store.discard, content.id)
        raise
    if not content.is_settled:
        await asyncio.to_thread(store.discard, content.id)


def discard_when(db: AsyncSession, ending: str, store: Store, content_id: UUID) -> None:
    """Delete the content when the transaction ends so: `after_commit` or `after_rollback`. It is not waited for.

    What a savepoint takes back with it was rolled back; the end of any other savepoint decides nothing yet.
    """
    loop, session = asyncio.get_running_loop(), db.sync_session
    present = session.get_nested_transaction() or session.get_transaction()
    around, is_over = set(), False
    while present is not None:
        around.add(present)
        present = present.parent

    def end(how: str) -> bool:
        nonlocal is_over
        if how == ending and not is_over:
            loop.run_in_executor(None, store.discard, content_id)
        is_over = True
        return is_over

    event.listen(session, "after_soft_rollback", lambda _, transaction: transaction in around and end("after_rollback"))
    event.listen(session, "after_commit", lambda _: session.in_nested_transaction() or end("after_commit"))
