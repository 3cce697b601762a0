"""The audit log shows any change to what it holds."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from chassis import audit, clock
from chassis.auth import Principal
from chassis.db import Database, create_engine

CLERK = Principal(subject="clerk-7", kind="staff", roles=frozenset({"desk"}))


@pytest.fixture
async def database(engines: Any) -> AsyncIterator[Database]:
    """A schema of its own with an audit log in it."""
    schema = f"audit_{uuid4().hex}"
    database = Database(create_engine(engines.postgres_url))

    @sa.event.listens_for(database.engine.sync_engine, "connect")
    def choose_schema(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET search_path = {schema}")
        cursor.close()
        connection.commit()

    async with database.unit_of_work() as db:
        await db.execute(sa.text(f"CREATE SCHEMA {schema}"))
        statements: list[str] = []
        audit.create_audit_log(type("Op", (), {"execute": statements.append}))
        for statement in statements:
            await db.execute(sa.text(statement))
    yield database
    async with database.unit_of_work() as db:
        await db.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
    await database.engine.dispose()


async def write(database: Database, count: int) -> None:
    async with database.unit_of_work() as db:
        for number in range(count):
            await audit.record(db, CLERK, "contact-disclosed", f"ticket-{number}", purpose="回访", number=number)


async def first_broken(database: Database) -> int | None:
    async with database.sessions() as db:
        return await audit.first_broken(db)


async def test_an_untouched_log_verifies_with_every_kind_of_detail(database: Database) -> None:
    async with database.unit_of_work() as db:
        await audit.record(
            db, CLERK, "x", "y", none=None, yes=True, big=10**30, text="é🙂\\u0000", nested={"b": [1, {"a": "2"}], "a": ""},
            day=datetime(2025, 1, 2, tzinfo=UTC).date(), amount=Decimal("1.10"), id=uuid4(),
        )  # fmt: skip
    await write(database, 3)

    async with database.sessions() as db:
        assert await audit.verify_chain(db)
        assert (await audit.head(db))[0] == 4


async def test_an_empty_log_verifies(database: Database) -> None:
    async with database.sessions() as db:
        assert await audit.verify_chain(db)
        assert (await audit.head(db))[0] == 0


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE audit_log SET actor = 'somebody' WHERE seq = 3", 3),
        ('UPDATE audit_log SET details = details || \'{"purpose": "other"}\' WHERE seq = 2', 2),
        ("UPDATE audit_log SET at = at + interval '1 microsecond' WHERE seq = 1", 1),
        ("DELETE FROM audit_log WHERE seq = 3", 3),
        ("DELETE FROM audit_log WHERE seq = 1", 1),
        ("UPDATE audit_log SET hash = sha256('x') WHERE seq = 2", 2),
        (
            "INSERT INTO audit_log SELECT 6, at, actor, action, target, details, previous_hash, hash FROM audit_log"
            " WHERE seq = 5",
            6,
        ),
    ],
)
async def test_a_change_behind_its_back_is_found_at_its_row(database: Database, change: str, broken: int) -> None:
    await write(database, 5)
    async with database.unit_of_work() as db:
        await db.execute(sa.text(change))

    assert await first_broken(database) == broken


async def test_rows_cut_off_the_end_show_against_a_head_kept_elsewhere(database: Database) -> None:
    await write(database, 3)
    async with database.sessions() as db:
        kept = await audit.head(db)
    async with database.unit_of_work() as db:
        await db.execute(sa.text("DELETE FROM audit_log WHERE seq = 3"))

    async with database.sessions() as db:
        assert await audit.verify_chain(db)
        assert await audit.head(db) != kept


async def test_transactions_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(write(database, 3) for _ in range(6)))

    assert await first_broken(database) is None
    async with database.sessions() as db:
        assert (await audit.head(db))[0] == 18


async def test_a_rolled_back_transaction_leaves_no_row_and_no_gap(database: Database) -> None:
    async def fail_after_writing() -> None:
        async with database.unit_of_work() as db:
            await audit.record(db, CLERK, "x", "y")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail_after_writing()
    await write(database, 1)

    assert await first_broken(database) is None


async def test_a_row_carries_the_real_time_even_in_a_replay(database: Database) -> None:
    with clock.declared(datetime(2025, 1, 2, tzinfo=UTC)):
        await write(database, 1)

    async with database.sessions() as db:
        at = (await db.execute(sa.select(audit.audit_log.c.at))).scalar_one()
    assert abs((clock.system_now() - at).total_seconds()) < 60


async def test_floats_are_refused_at_any_depth(database: Database) -> None:
    async with database.sessions() as db:
        with pytest.raises(TypeError, match="floats"):
            await audit.record(db, CLERK, "x", "y", nested={"list": [1.5]})
