"""Migrations: once, whole or not at all, and undone as they were done."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from chassis_builders import MIGRATIONS
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.db import driver_url
from chassis.ids import uuid7
from chassis.migrate import migrate
from chassis.tables import TABLES_V1
from chassis.testing import Engines

ENVIRONMENT = 'from chassis.migrate import run_migrations\n\nrun_migrations(schema="example")\n'
REVISION = """
from alembic import op
revision, down_revision = "{number:04}", {before!r}
def upgrade():
    for statement in {statements!r}:
        op.execute(statement)
def downgrade():
    op.execute("DROP TABLE t{number}")
"""


@pytest.fixture
async def url(engines: Engines) -> AsyncIterator[str]:
    """An empty database."""
    name = f"empty_{uuid7().hex}"
    admin = create_async_engine(driver_url(engines.postgres_url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield engines.postgres_url.rpartition("/")[0] + f"/{name}"
    async with admin.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))


async def ask(url: str, statement: str) -> list[Any]:
    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with engine.connect() as connection:
        return list((await connection.execute(sa.text(statement))).scalars())


async def tables(url: str) -> set[str]:
    return set(await ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'example'"))


def written(folder: Path, *revisions: Sequence[str]) -> Path:
    """A migrations folder of these revisions, each a list of statements."""
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    (folder / "env.py").write_text(ENVIRONMENT)
    for number, statements in enumerate(revisions, 1):
        before = f"{number - 1:04}" if number > 1 else None
        body = REVISION.format(number=number, before=before, statements=list(statements))
        (folder / "versions" / f"{number:04}_x.py").write_text(body)
    return folder


async def test_it_makes_the_schema_and_every_table_the_chassis_needs(url: str) -> None:
    await migrate(url, MIGRATIONS, "example")

    assert {*TABLES_V1, "audit_log", "things", "alembic_version"} <= await tables(url)
    assert await ask(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == []


async def test_what_is_done_is_not_done_again_and_only_what_is_new_is(url: str, tmp_path: Path) -> None:
    await migrate(url, written(tmp_path, ["CREATE TABLE t1 (n int)", "INSERT INTO t1 VALUES (1)"]), "example")
    folder = written(tmp_path, ["CREATE TABLE t1 (n int)", "INSERT INTO t1 VALUES (1)"], ["CREATE TABLE t2 (n int)"])

    for _ in range(3):
        await migrate(url, folder, "example")

    assert await ask(url, "SELECT n FROM example.t1") == [1]
    assert await ask(url, "SELECT version_num FROM example.alembic_version") == ["0002"]


async def test_one_that_fails_leaves_nothing_of_its_run_and_holds_no_lock(url: str, tmp_path: Path) -> None:
    broken = written(tmp_path / "a", ["CREATE TABLE t1 (n int)"], ["CREATE TABLE t2 (n int)", "SELECT 1 / 0"])
    with pytest.raises(sa.exc.DBAPIError, match="division by zero"):
        await migrate(url, broken, "example")
    assert await tables(url) == set()

    mended = written(tmp_path / "b", ["CREATE TABLE t1 (n int)"], ["CREATE TABLE t2 (n int)"])
    await asyncio.wait_for(migrate(url, mended, "example"), 10)

    assert await tables(url) == {"t1", "t2", "alembic_version"}


async def test_a_folder_s_name_may_hold_anything(url: str, tmp_path: Path) -> None:
    await migrate(url, written(tmp_path / "100% 网格 %(here)s", ["CREATE TABLE t1 (n int)"]), "example")

    assert "t1" in await tables(url)


@pytest.mark.slow
async def test_a_migration_does_not_queue_writers_behind_a_lock_it_waits_for(url: str, tmp_path: Path) -> None:
    await migrate(url, written(tmp_path, ["CREATE TABLE t1 (n int)"]), "example")
    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with engine.begin() as reader:
        await reader.execute(sa.text("SELECT * FROM example.t1"))
        changing = written(tmp_path, ["CREATE TABLE t1 (n int)"], ["CREATE TABLE t2 (n int)", "ALTER TABLE t1 ADD m int"])
        with pytest.raises(sa.exc.DBAPIError, match="lock timeout"):
            await asyncio.wait_for(migrate(url, changing, "example"), 15)

    assert await tables(url) == {"t1", "alembic_version"}


@pytest.mark.parametrize("schema", ["", "a b", 'a"', "a;b", "A", "a-b", "ex ample", "example\n", "网格", "a1"])
async def test_an_odd_schema_name_is_refused_before_anything_connects(schema: str) -> None:
    with pytest.raises(ValueError, match="not a schema name"):
        await migrate("postgresql://nowhere.invalid/x", MIGRATIONS, schema)
