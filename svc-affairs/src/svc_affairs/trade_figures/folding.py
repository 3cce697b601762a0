"""Folds what was counted into the cells, every other second; one at a time, whichever process does it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.repeating import repeat
from svc_affairs.trade_figures.cells import CELL

BATCH = 5_000
_EVERY_S = 2.0

# One statement, hence one snapshot: a reader sees a delta, or the cell with it, and never both.
_FOLD = f"""
WITH held AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('affairs.trade figures', 0)) AS ours),
taken AS (DELETE FROM trade_figure_deltas WHERE seq = ANY (ARRAY(SELECT seq FROM trade_figure_deltas
    WHERE (SELECT ours FROM held) ORDER BY seq LIMIT :most FOR UPDATE SKIP LOCKED)) RETURNING *),
folded AS (INSERT INTO trade_figure_cells AS c ({CELL}, count, amount)
    SELECT {CELL}, sum(count), sum(amount) FROM taken GROUP BY {CELL} ORDER BY {CELL}
    ON CONFLICT (dimension, key, day, measure) DO UPDATE
        SET count = c.count + excluded.count, amount = c.amount + excluded.amount)
SELECT count(*) FROM taken"""


async def fold_figures(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [fold_once], _EVERY_S)


async def fold_once(db: AsyncSession, most: int = BATCH) -> int:
    """Fold some; how many they were."""
    folded: int = (await db.execute(text(_FOLD), {"most": most})).scalar_one()
    return folded
