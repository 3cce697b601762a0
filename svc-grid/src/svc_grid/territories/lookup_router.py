"""Paths that say where a point lies, and whether the bounds of territories fit each other."""

from typing import Annotated, Literal

from fastapi import Query

from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from contracts.coordinates import gcj02_to_wgs84
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation import service as organisation
from svc_grid.organisation.errors import CodeUnknown
from svc_grid.territories import checking, repository
from svc_grid.territories.locator import locate
from svc_grid.territories.schemas import BoundaryFaultView, CheckView, LookupView, TerritoryStepView

lookups = domain_router("/v1/territory-lookups", "organisation")
checks = domain_router("/v1/territory-checks", "organisation")

Everybody = Annotated[Principal, anyone()]
Keeper = Annotated[Principal, require(Role.GRID_DESK, Role.ANALYST)]
Lon = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="Longitude, degrees.", examples=[82.07])]
Lat = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Latitude, degrees.", examples=[44.85])]
Crs = Annotated[Literal["WGS-84", "GCJ-02"], Query(description="What the point is in; GCJ-02 is converted.")]


@lookups.get("", summary="Show where a point lies")
async def look_up(actor: Everybody, db: Db, lon: Lon, lat: Lat, crs: Crs = "WGS-84") -> LookupView:
    """From the city down to the smallest territory that holds the point; of two that share an edge the smaller one."""
    lon, lat = gcj02_to_wgs84(lon, lat) if crs == "GCJ-02" else (lon, lat)
    code = await locate(db, lon, lat)
    chain = [] if code is None else await repository.chain_to(db, code)
    return LookupView(lon=lon, lat=lat, territory_code=code, chain=[TerritoryStepView.model_validate(each) for each in chain])


@checks.get("", summary="Check the bounds of a subtree", responses=problems(CodeUnknown))
async def check_bounds(
    actor: Keeper, db: Db, within: Annotated[TerritoryCode, Query(description="The subtree.", examples=["659007/84"])]
) -> CheckView:
    """Overlaps, holes, and what lies outside of the one above, each with its place and size."""
    if not actor.sees(within) or not await organisation.is_territory(db, within):
        raise CodeUnknown(code=within)
    faults = await checking.check_subtree(db, within)
    return CheckView(territory_code=within, faults=[BoundaryFaultView.model_validate(each) for each in faults])
