"""Folds the deltas into the cells, every other second; one at a time, whichever process does it."""

import asyncio

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_hotline.figures.cubes import CUBES, Cube
from svc_hotline.figures.measures import MEASURES, PLACE

BATCH = 4000
_FOLD_EVERY_S = 2.0
# Whoever writes cells holds it: a fold, or a repair.
LOCK = "hashtextextended('figure-cells', 0)"

_KEY = ", ".join(("cube", "period", *PLACE))
_NAMES = ", ".join(MEASURES)
_SUMMED = ", ".join(f"sum({name}) AS {name}" for name in MEASURES)
_ADDED = ", ".join(f"{name} = figure_cells.{name} + excluded.{name}" for name in MEASURES)


def summed_by(cube: Cube, source: str, period: str) -> str:
    """SQL of the cube's cells from rows with the finest key."""
    columns = ", ".join(f"{cube.column(name)} AS {name}" for name in PLACE)
    numbers = ", ".join(str(at) for at in range(1, len(PLACE) + 3))
    head = f"{cube.id}::smallint AS cube, {cube.period(period)} AS period, {columns}"
    return f"SELECT {head}, {_SUMMED} FROM {source} GROUP BY {numbers}"


def insert_cells(selected: str) -> str:
    return f"INSERT INTO figure_cells ({_KEY}, {_NAMES}) {selected}"


# One statement, hence one snapshot and one transaction: a reader sees a delta, or the cells with it, and never both.
# First the batch is brought together by the finest key, and then each cube is made of that.
_FOLD = f"""
WITH held AS MATERIALIZED (SELECT pg_try_advisory_xact_lock({LOCK}) AS ours),
chosen AS MATERIALIZED (SELECT id FROM figure_deltas WHERE (SELECT ours FROM held) ORDER BY id LIMIT :most),
taken AS (DELETE FROM figure_deltas USING chosen WHERE figure_deltas.id = chosen.id RETURNING figure_deltas.*),
finest AS MATERIALIZED (SELECT accepted_on, {", ".join(PLACE)}, {_SUMMED} FROM taken
    GROUP BY accepted_on, {", ".join(PLACE)}),
folded AS ({insert_cells(" UNION ALL ".join(summed_by(cube, "finest", "accepted_on") for cube in CUBES))}
    ON CONFLICT ({_KEY}) DO UPDATE SET {_ADDED})
SELECT count(*) FROM taken"""


async def fold_figures(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    while True:
        try:
            async with chassis.database.unit_of_work() as db:
                taken = await fold_once(db)
        except Exception as error:
            if not is_database_away(error):
                raise
            taken = 0
        if taken < BATCH:
            await asyncio.sleep(_FOLD_EVERY_S)


async def fold_once(db: AsyncSession, most: int = BATCH) -> int:
    """Fold at most `most` deltas; returns how many. None where another is at it."""
    return int((await db.execute(sa.text(_FOLD), {"most": most})).scalar_one())
