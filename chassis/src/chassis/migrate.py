"""Migrations: the Alembic environment of every service, safe when several start at once."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlalchemy.ext.asyncio
from alembic import command, context
from alembic.config import Config

from chassis import audit, tables
from chassis.db import driver_url

# A migration that waits longer for a lock than this would stop the writers queued behind it.
_GUARDS = ("SET lock_timeout = '4s'", "SET statement_timeout = '5s'")


def create_chassis_tables(op: Any) -> None:
    """Create outbox, inbox, dead_letters, idempotency_keys and audit_log; called by each service's first migration."""
    for statement in tables.CREATE_V1:
        op.execute(statement)
    audit.create_audit_log(op)


def drop_chassis_tables(op: Any) -> None:
    for table in (*tables.TABLES_V1, "audit_log"):
        op.execute(f"DROP TABLE {table}")


def run_migrations(schema: str) -> None:
    """The body of a service's `migrations/env.py`: one transaction, in the service's schema, behind one lock."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, version_table_schema=schema, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


async def migrate(url: str, folder: Path, schema: str, *, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`; callers that come at once wait for the first and find it done.

    `folder` is the service's `migrations` folder, `schema` the schema its tables live in (made if absent).
    """
    if not re.fullmatch(r"[a-z_]+", schema):
        raise ValueError(f"not a schema name: {schema}")
    engine = sa.ext.asyncio.create_async_engine(driver_url(url), poolclass=sa.NullPool)
    try:
        async with engine.connect() as connection:
            key = sa.text("SELECT pg_advisory_lock(hashtextextended(:key, 0))")
            await connection.execute(key, {"key": f"gov171.migrate.{schema}"})
            await _execute(connection, (f"CREATE SCHEMA IF NOT EXISTS {schema}", f"SET search_path = {schema}", *_GUARDS))
            await connection.commit()
            await connection.run_sync(_upgrade, folder, revision)
            await connection.commit()
    finally:
        await engine.dispose()


async def _execute(connection: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        await connection.execute(sa.text(statement))


def _upgrade(connection: sa.Connection, folder: Path, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
