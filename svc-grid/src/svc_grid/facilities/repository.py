"""Every SELECT of facilities."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Float, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.grid import FacilityKind
from svc_grid.facilities.distance import EARTH_M, box_around
from svc_grid.facilities.models import Facility, FacilityService
from svc_grid.facilities.terms import FacilityStatus
from svc_grid.within import within


async def hold(db: AsyncSession, code: str) -> Facility | None:
    """The facility, its row locked."""
    chosen = select(Facility).where(Facility.code == code).with_for_update()
    return (await db.execute(chosen.execution_options(populate_existing=True))).scalar_one_or_none()


def list_facilities(
    kind: FacilityKind | None, level: str | None, territory_code: str | None, service: str | None
) -> Select[Facility]:  # fmt: skip
    chosen = select(Facility)
    if kind is not None:
        chosen = chosen.where(Facility.kind == kind)
    if level is not None:
        chosen = chosen.where(Facility.level == level)
    if service is not None:
        chosen = chosen.where(Facility.services.contains([service]))
    return chosen if territory_code is None else chosen.where(within(Facility.territory_code, territory_code))


async def known_services(db: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Those of `codes` that can be offered."""
    chosen = select(FacilityService.code).where(FacilityService.code.in_(set(codes)), FacilityService.is_retired.is_(False))
    return set((await db.execute(chosen)).scalars())


async def list_services(db: AsyncSession) -> Sequence[FacilityService]:
    return (await db.execute(select(FacilityService).order_by(FacilityService.code))).scalars().all()


async def hold_service(db: AsyncSession, code: str) -> FacilityService | None:
    chosen = select(FacilityService).where(FacilityService.code == code).with_for_update()
    return (await db.execute(chosen.execution_options(populate_existing=True))).scalar_one_or_none()


async def within_ring(
    db: AsyncSession, lon: float, lat: float, radius_m: float, kind: FacilityKind | None, service: str | None, limit: int
) -> Sequence[tuple[Facility, float]]:
    """The nearest facilities within the radius, each with its distance in metres."""
    distance = _distance_m(lon, lat)
    chosen = select(Facility, distance.label("distance_m")).where(
        _is_in_box(lon, lat, radius_m), distance <= radius_m, Facility.status != FacilityStatus.CLOSED_FOR_GOOD
    )
    if kind is not None:
        chosen = chosen.where(Facility.kind == kind)
    if service is not None:
        chosen = chosen.where(Facility.services.contains([service]))
    found = await db.execute(chosen.order_by(distance, Facility.code).limit(limit))
    return [(row[0], float(row[1])) for row in found]


def _is_in_box(lon: float, lat: float, radius_m: float) -> ColumnElement[bool]:
    """A first choice that an index over points serves."""
    box = box_around(lon, lat, radius_m)
    corners = func.box(func.point(box.west, box.south), func.point(box.east, box.north))
    return Facility.lon.is_not(None) & func.point(Facility.lon, Facility.lat).bool_op("<@")(corners)


def _distance_m(lon: float, lat: float) -> ColumnElement[float]:
    """The haversine of `distance.haversine_m`, told to the database."""
    across, along = func.radians(Facility.lon - lon) / 2, func.radians(Facility.lat - lat) / 2
    slant: ColumnElement[Any] = func.cos(func.radians(lat)) * func.cos(func.radians(Facility.lat))
    part = func.power(func.sin(along), 2) + slant * func.power(func.sin(across), 2)
    return 2 * EARTH_M * func.asin(func.sqrt(func.least(1.0, part)), type_=Float)
