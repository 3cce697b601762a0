"""Territories as points on a map."""

import json
from collections.abc import Sequence
from typing import NamedTuple

import shapely
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import TerritoryLevel
from svc_grid.territories.models import Territory
from svc_grid.within import within


class Place(NamedTuple):
    """A territory, and a point within its bounds where these are surveyed: longitude and latitude in WGS-84."""

    code: str
    name: str
    centre: tuple[float, float] | None


async def city_code(db: AsyncSession) -> str | None:
    """The city itself; the first by code where there are several."""
    chosen = select(Territory.code).where(Territory.level == TerritoryLevel.CITY).order_by(Territory.code).limit(1)
    return (await db.execute(chosen)).scalar_one_or_none()


async def places_within(db: AsyncSession, territory_code: str, level: TerritoryLevel, most: int) -> Sequence[Place]:
    """The territories of a level in a subtree, at most so many, by code."""
    chosen = select(Territory.code, Territory.name, Territory.boundary).where(
        Territory.level == level, within(Territory.code, territory_code)
    )
    return [
        Place(row.code, row.name, _centre(row.boundary)) for row in await db.execute(chosen.order_by(Territory.code).limit(most))
    ]


def _centre(boundary: dict[str, object] | None) -> tuple[float, float] | None:
    if boundary is None:
        return None
    point = shapely.point_on_surface(shapely.from_geojson(json.dumps(boundary)))
    return round(point.x, 6), round(point.y, 6)
