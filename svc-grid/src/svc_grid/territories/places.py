"""Territories as places on a map: the city, and those of one level with a point in the middle of each."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import TerritoryLevel
from svc_grid.territories.models import Territory
from svc_grid.within import within


@dataclass(frozen=True)
class Place:
    """A territory; `centre` is a point within its bounds as longitude and latitude, none if it is not surveyed."""

    code: str
    name: str
    centre: tuple[float, float] | None


def living(*columns: Any) -> Select[Any]:
    """A select over those territories that are not retired."""
    return select(*columns).where(Territory.retired_at.is_(None))


async def city_code(db: AsyncSession) -> str | None:
    """The one territory of level city; of several the first by code."""
    chosen = living(Territory.code).where(Territory.level == TerritoryLevel.CITY).order_by(Territory.code).limit(1)
    found: str | None = (await db.execute(chosen)).scalar_one_or_none()
    return found


async def places_within(db: AsyncSession, territory_code: str, level: TerritoryLevel, most: int) -> Sequence[Place]:
    """Those of a level in a territory (or it itself), in the order of their codes; at most `most`."""
    chosen = living(Territory.code, Territory.name, Territory.boundary)
    chosen = chosen.where(Territory.level == level, within(Territory.code, territory_code))
    rows = (await db.execute(chosen.order_by(Territory.code).limit(most))).all()
    centres = await asyncio.to_thread(_centres, [row.boundary for row in rows])
    return [Place(row.code, row.name, centre) for row, centre in zip(rows, centres, strict=True)]


def _centres(boundaries: Sequence[Mapping[str, Any] | None]) -> list[tuple[float, float] | None]:
    texts = ["" if each is None else json.dumps(each) for each in boundaries]
    points = shapely.point_on_surface(shapely.from_geojson(texts, on_invalid="ignore"))
    return [None if point is None or point.is_empty else (round(point.x, 7), round(point.y, 7)) for point in points]
