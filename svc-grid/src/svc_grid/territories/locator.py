"""Finds the territory of a point in microseconds: the bounds of all, and who keeps them fresh in one process."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import shapely
from sqlalchemy import BigInteger, SmallInteger, Text, cast, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from svc_grid.base import Base
from svc_grid.territories.models import Territory
from svc_grid.territories.places import living

# Whether this very transaction raised it: what it has written is nobody else's yet, and may be rolled back.
_EDITION = text(
    "SELECT edition, coalesce(changed_in = pg_current_xact_id_if_assigned(), false) AS is_own FROM territory_editions"
)


class TerritoryEdition(Base):
    """One row; a trigger raises it once in each transaction that writes territories."""

    __tablename__ = "territory_editions"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    edition: Mapped[int] = mapped_column(BigInteger)


class TerritoryIndex:
    """Bounds by code, as GeoJSON or its text in WGS-84. Never changed. What is no area is passed over."""

    def __init__(self, boundaries: Mapping[str, Mapping[str, Any] | str]) -> None:
        # The deepest first, and of one depth by code: the first that covers a point is the answer, on a border too.
        codes = sorted(boundaries, key=lambda code: (-code.count("/"), code))
        given = (boundaries[code] for code in codes)
        texts = [each if isinstance(each, str) else json.dumps(each) for each in given]
        read = shapely.from_geojson(texts, on_invalid="ignore")
        sound = [(code, shape) for code, shape in zip(codes, read, strict=True) if shape is not None]
        self._codes = [code for code, _ in sound]
        self._shapes = [shape for _, shape in sound]
        shapely.prepare(self._shapes)
        self._tree = shapely.STRtree(self._shapes)

    def __len__(self) -> int:
        return len(self._codes)

    def locate(self, lon: float, lat: float) -> str | None:
        """The deepest territory that covers the point, its edge included; of several the first by code; or none."""
        for position in sorted(self._tree.query(shapely.Point(lon, lat)).tolist()):
            if shapely.intersects_xy(self._shapes[position], lon, lat):
                return str(self._codes[position])
        return None


class Locator:
    """One process's index of the surveyed territories, built anew once a transaction that changed them was committed."""

    def __init__(self) -> None:
        self._index = TerritoryIndex({})
        self._edition = -1
        self._one_at_a_time = asyncio.Lock()

    async def index(self, db: AsyncSession) -> TerritoryIndex:
        """The index as this session sees the territories; one statement unless they changed."""
        edition, is_own = (await db.execute(_EDITION)).one()
        if is_own:
            return await _build(db)
        if edition > self._edition:
            async with self._one_at_a_time:
                if edition > self._edition:
                    # What is committed meanwhile may be among it already, and is read again then, to no harm.
                    self._index, self._edition = await _build(db), edition
        return self._index


async def _build(db: AsyncSession) -> TerritoryIndex:
    chosen = living(Territory.code, cast(Territory.boundary, Text).label("text")).where(Territory.boundary.is_not(None))
    rows = (await db.execute(chosen)).all()
    return await asyncio.to_thread(lambda: TerritoryIndex({row.code: row.text for row in rows}))
