"""Territories from before versions were kept have one that was always valid."""

import re
from datetime import date
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from chassis.db import driver_url
from chassis.migrate import migrate
from chassis.testing import Engines
from svc_grid.territories.models import TerritoryVersion
from svc_grid.territories.versions import find_as_of

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_OLD = """
INSERT INTO grid.territories (code, parent_code, level, name, unit_code, boundary, version)
VALUES ('659007', NULL, 'city', '师市', 'city', NULL, 3),
       ('659007/84', '659007', 'regiment', '八十四团', NULL, '{"type": "Polygon", "coordinates": []}', 1)
"""


async def test_what_stood_before_has_one_version_that_was_always_valid(engines: Engines) -> None:
    url = engines.postgres_url.rsplit("/", 1)[0] + "/versions_carried_over"
    await _run(engines.postgres_url, "CREATE DATABASE versions_carried_over")
    await _run(url, "ALTER DATABASE versions_carried_over SET search_path = grid")
    text = (MIGRATIONS / "versions" / "0010_territory_versions.py").read_text(encoding="utf-8")
    before = re.search(r'^down_revision = "(\w+)"', text, re.MULTILINE)
    assert before is not None
    await migrate(url, MIGRATIONS, "grid", revision=before[1])
    await _run(url, _OLD)

    await migrate(url, MIGRATIONS, "grid")

    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with AsyncSession(engine) as db:
        found = (await db.execute(sa.select(TerritoryVersion).order_by(TerritoryVersion.code))).scalars().all()
        long_ago = await find_as_of(db, "659007/84", date(2001, 1, 1))
    await engine.dispose()
    assert [(each.code, each.version, each.name, each.unit_code) for each in found] == [
        ("659007", 3, "师市", "city"),
        ("659007/84", 1, "八十四团", None),
    ]
    assert long_ago is not None
    assert long_ago.boundary == {"type": "Polygon", "coordinates": []}
    assert {each.change_kind.value for each in found} == {"carried_over"}


async def _run(url: str, statement: str) -> None:
    engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    async with engine.connect() as connection:
        await connection.execute(sa.text(statement))
    await engine.dispose()
