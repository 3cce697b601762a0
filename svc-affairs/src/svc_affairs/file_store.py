"""The store that files of cases and their documents are kept in, carried by every session."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.files.errors import NoStore
from chassis.files.store import Store

CARRIED = "file_store"


def find_store(db: AsyncSession) -> Store | None:
    """None: this service keeps no files."""
    store = db.info[CARRIED]
    assert store is None or isinstance(store, Store)
    return store


def need_store(db: AsyncSession) -> Store:
    """Raises NoStore."""
    store = find_store(db)
    if store is None:
        raise NoStore()
    return store
