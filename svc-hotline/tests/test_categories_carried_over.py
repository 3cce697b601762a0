"""Categories from before there were four levels keep all they said, and get what comes down to them."""

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from chassis.db import driver_url
from chassis.migrate import migrate
from chassis.testing import Engines
from contracts.worktime import Limit
from svc_hotline.categories.models import Category, CategoryVersion
from svc_hotline.categories.rules import Effective, effective_values
from svc_hotline.categories.views import CategoryRecord

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_OLD = """
INSERT INTO categories (code, parent_code, name_zh, name_en, default_unit_code, limit_working_days, version, changed_at)
VALUES ('b', 'a', '乙', 'B', NULL, NULL, 1, now()), ('a', NULL, '甲', 'A', '84', 3, 4, now()),
       ('c', 'a', '丙', 'C', '85', 7, 2, now()), ('d', NULL, '丁', 'D', NULL, NULL, 1, now())
"""


async def test_what_stood_before_is_carried_over_with_its_version(engines: Engines) -> None:
    url = engines.postgres_url.rsplit("/", 1)[0] + "/categories_carried_over"
    await _run(engines.postgres_url, "CREATE DATABASE categories_carried_over")
    await _run(url, "ALTER DATABASE categories_carried_over SET search_path = hotline")
    await migrate(url, MIGRATIONS, "hotline", revision="0010")
    await _run(url, _OLD)

    await migrate(url, MIGRATIONS, "hotline")

    engine = create_async_engine(driver_url(url), poolclass=sa.NullPool)
    async with AsyncSession(engine) as db:
        found = {each.code: each for each in (await db.execute(sa.select(Category))).scalars()}
        versions = (await db.execute(sa.select(CategoryVersion).order_by(CategoryVersion.code))).scalars().all()
    await engine.dispose()
    settled = {code: _settled(each) for code, each in found.items()}
    assert [each.code for each in versions] == ["a", "b", "c", "d"]
    assert [each.version for each in versions] == [4, 1, 2, 1]
    assert settled == effective_values({code: each.own for code, each in found.items()})
    assert settled["b"].limit == Limit(3)
    for each in versions:
        assert CategoryRecord.model_validate(each.entry) == CategoryRecord.model_validate(found[each.code])


def _settled(category: Category) -> Effective:
    """What is kept of what holds for it."""
    amount, unit = category.effective_limit_amount, category.effective_limit_unit
    return Effective(
        tuple(category.path),
        category.effective_default_unit_code,
        Limit(amount, unit) if amount is not None and unit is not None else None,
        category.effective_sign_limit_working_hours,
    )


async def _run(url: str, statement: str) -> None:
    engine = create_async_engine(driver_url(url), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    async with engine.connect() as connection:
        await connection.execute(sa.text(statement))
    await engine.dispose()
