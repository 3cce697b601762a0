"""Before anything runs: settings, migrations, engines."""

import asyncio
import os
import sys
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa
from chassis_example import Settings
from sqlalchemy.ext.asyncio import create_async_engine

from chassis.db import driver_url
from chassis.engines.nats import start_nats
from chassis.engines.postgres import start_postgres
from chassis.engines.process import free_port
from chassis.migrate import migrate
from chassis.settings import SettingsMissing
from chassis.testing import Engines

MIGRATIONS = Path(__file__).parent / "example_migrations"
_CODE = """
import asyncio, pathlib, sys
from chassis.migrate import migrate
asyncio.run(migrate(sys.argv[1], pathlib.Path(sys.argv[2]), "example"))
"""
MIGRATE = (sys.executable, "-P", "-c", _CODE)


def test_a_missing_setting_stops_the_start_and_is_named() -> None:
    with pytest.raises(SettingsMissing, match="EXAMPLE_DATABASE_URL: Field required"):
        Settings.from_env("EXAMPLE")


async def test_several_migrations_at_once_end_with_one_applied(engines: Engines) -> None:
    admin = create_async_engine(driver_url(engines.postgres_url), isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        await connection.execute(sa.text("CREATE DATABASE migrated_at_once"))
    await admin.dispose()
    url = engines.postgres_url.rpartition("/")[0] + "/migrated_at_once"
    running = [await asyncio.create_subprocess_exec(*MIGRATE, url, str(MIGRATIONS)) for _ in range(5)]

    assert [await asyncio.wait_for(each.wait(), 60) for each in running] == [0] * 5

    engine = create_async_engine(driver_url(url))
    async with engine.connect() as connection:
        assert (await connection.execute(sa.text("SELECT version_num FROM example.alembic_version"))).scalars().all() == ["0001"]
    await engine.dispose()


async def test_a_schema_s_name_is_no_place_for_sql(engines: Engines) -> None:
    with pytest.raises(ValueError, match="not a schema name"):
        await migrate(engines.postgres_url, MIGRATIONS, "a; DROP TABLE b")


def test_engines_start_again_where_a_killed_runner_left_them(tmp_path: Path) -> None:
    first = start_postgres(tmp_path / "postgres"), start_nats(tmp_path / "nats")
    again = start_postgres(tmp_path / "postgres"), start_nats(tmp_path / "nats")
    try:
        assert not any(_runs(engine.pid) for engine in first)
        assert all(_runs(engine.pid) for engine in again)
    finally:
        again[0].discard()
        again[1].stop()
    assert not any(_runs(engine.pid) for engine in again)


def _runs(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_two_copies_in_two_folders_do_not_disturb_each_other(tmp_path: Path) -> None:
    one = start_nats(tmp_path / "one")
    two = start_nats(tmp_path / "two", one.port)
    try:
        assert one.port != two.port
        assert _runs(one.pid)
        assert (tmp_path / "one" / "password").stat().st_mode & 0o777 == 0o600
    finally:
        one.stop()
        two.stop()


def test_a_free_port_is_one_that_can_be_had() -> None:
    assert free_port() > 1024
    assert os.getpid()
