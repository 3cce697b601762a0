"""Use case: the territories that a point lies in."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.codes import lineage
from svc_grid.territories.locator import Locator
from svc_grid.territories.models import Territory
from svc_grid.territories.places import living


async def locate(db: AsyncSession, lon: float, lat: float) -> str | None:
    """The smallest surveyed territory at a WGS-84 point, by the locator that every session carries; none outside of all."""
    locator: Locator = db.info["locator"]
    return (await locator.index(db)).locate(lon, lat)


async def chain_at(db: AsyncSession, lon: float, lat: float) -> Sequence[Row[Any]]:
    """From the city down to the smallest at a WGS-84 point, those between that are not surveyed too; empty outside."""
    code = await locate(db, lon, lat)
    if code is None:
        return []
    chosen = living(Territory.code, Territory.level, Territory.name, Territory.unit_code)
    found: Sequence[Row[Any]] = (await db.execute(chosen.where(Territory.code.in_(lineage(code))).order_by(Territory.code))).all()
    return found
