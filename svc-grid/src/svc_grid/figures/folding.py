"""Folds the steps of cases into the counts, every other second; one at a time, whichever process does it."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.repeating import repeat
from svc_grid.figures.cells import KEY, spread

BATCH = 4000
_FOLD_EVERY_S = 2.0
_LOCK = "hashtextextended('case-counts', 0)"

# One statement, hence one snapshot and one transaction: a reader sees a step, or the counts with it, and never both. The
# snapshot may be older than the lock: what another has folded meanwhile is looked at again before it is taken.
_FOLD = f"""
WITH held AS MATERIALIZED (SELECT pg_try_advisory_xact_lock({_LOCK}) AS ours),
chosen AS MATERIALIZED (SELECT case_id, version FROM case_steps WHERE NOT is_folded AND (SELECT ours FROM held)
    ORDER BY at LIMIT :most),
taken AS (UPDATE case_steps SET is_folded = true FROM chosen
    WHERE case_steps.case_id = chosen.case_id AND case_steps.version = chosen.version AND NOT case_steps.is_folded
    RETURNING case_steps.*),
folded AS (INSERT INTO case_counts ({KEY}, count) {spread("taken")}
    ON CONFLICT ({KEY}) DO UPDATE SET count = case_counts.count + excluded.count)
SELECT count(*) FROM taken"""


async def fold_figures(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [fold_once], _FOLD_EVERY_S)


async def fold_once(db: AsyncSession) -> int:
    """Fold some steps; returns how many. None where another is at it."""
    return int((await db.execute(sa.text(_FOLD), {"most": BATCH})).scalar_one())
