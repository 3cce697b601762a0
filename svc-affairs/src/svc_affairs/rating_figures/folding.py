"""Folds the deltas into the cells, every other second; one at a time, whichever process does it."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.repeating import repeat
from svc_affairs.rating_figures.measures import MEASURES, PLACE

BATCH = 4000
_FOLD_EVERY_S = 2.0
_KEY = ", ".join(("invited_on", *PLACE))
_NAMES = ", ".join(MEASURES)
_SUMMED = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
_ADDED = ", ".join(f"{name} = rating_figure_cells.{name} + excluded.{name}" for name in MEASURES)
# One statement, hence one snapshot and one transaction: a reader sees a delta, or the cell with it, and never both.
_FOLD = f"""
WITH held AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('rating-figure-cells', 0)) AS ours),
chosen AS MATERIALIZED (SELECT id FROM rating_figure_deltas WHERE (SELECT ours FROM held) ORDER BY id LIMIT :most),
taken AS (DELETE FROM rating_figure_deltas USING chosen WHERE rating_figure_deltas.id = chosen.id
    RETURNING rating_figure_deltas.*),
folded AS (INSERT INTO rating_figure_cells ({_KEY}, {_NAMES}) SELECT {_KEY}, {_SUMMED} FROM taken GROUP BY {_KEY}
    ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED})
SELECT count(*) FROM taken"""


async def fold_rating_figures(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [fold_once], _FOLD_EVERY_S)


async def fold_once(db: AsyncSession, most: int = BATCH) -> int:
    """Fold at most `most` deltas; returns how many. None where another is at it."""
    return int((await db.execute(sa.text(_FOLD), {"most": most})).scalar_one())
