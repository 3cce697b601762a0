"""The database: engine, sessions, the declarative base, and the unit of work that alone commits."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import MetaData, event, text
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

Sessions = async_sessionmaker[AsyncSession]

_RESTED_S = 1.0
HAS_EVENTS = "has_events"


_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


def new_metadata() -> MetaData:
    """Metadata whose constraints get predictable names, so that migrations can name them."""
    return MetaData(naming_convention=_NAMES)


class Base(DeclarativeBase):
    """Base of the chassis's own tables. Each service has a base of its own, since two may know tables of one name."""

    metadata = new_metadata()


def driver_url(url: str) -> str:
    """A plain `postgresql://` address with the asyncpg driver named."""
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def create_engine(url: str, *, pool_size: int = 24, application: str = "gov171") -> AsyncEngine:
    """An engine by RELIABILITY.md: pings what has rested, waits 5 s for a connection, 3 s to connect, 5 s a statement."""
    engine = create_async_engine(
        driver_url(url),
        hide_parameters=True,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        pool_recycle=1800,
        connect_args={
            "timeout": 3,
            "command_timeout": 10,
            "server_settings": {
                "application_name": application,
                "statement_timeout": "5000",
                "lock_timeout": "4000",
                "idle_in_transaction_session_timeout": "15000",
                "timezone": "UTC",
            },
        },
    )
    event.listen(engine.sync_engine, "checkin", _note_rest)
    event.listen(engine.sync_engine, "checkout", _ping_after_rest)
    return engine


def _note_rest(_connection: object, record: Any) -> None:
    record.info["rests_since"] = time.monotonic()


def _ping_after_rest(connection: Any, record: Any, _proxy: object) -> None:
    """The pool's own ping costs three round trips at each use; a connection used a moment ago needs none."""
    if time.monotonic() - record.info.get("rests_since", time.monotonic()) < _RESTED_S:
        return
    cursor = connection.cursor()
    try:
        cursor.execute("SELECT 1")
        connection.rollback()
    except Exception as error:
        raise DisconnectionError("the connection broke while it rested") from error
    finally:
        cursor.close()


class Database:
    """One service's PostgreSQL: its engine, its sessions, and whom to tell after a commit."""

    def __init__(self, engine: AsyncEngine, carried: Mapping[str, object] | None = None) -> None:
        """`carried` is what every session brings along as its `info`: what use cases share within a process."""
        self.engine = engine
        self.sessions: Sessions = async_sessionmaker(engine, expire_on_commit=False, info=dict(carried or {}))
        self.after_commit: Callable[[], None] = lambda: None

    @asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, else rolled back; if it recorded events, the relay is woken."""
        async with self.sessions() as db:
            async with db.begin():
                yield db
            if db.info.pop(HAS_EVENTS, False):
                self.after_commit()

    async def ping(self) -> None:
        """Raise what keeps the database from answering."""
        async with self.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
