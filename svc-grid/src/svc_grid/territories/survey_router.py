"""Paths of what bounds are for: where a point lies, and whether the bounds hold together."""

from typing import Annotated, Literal

from fastapi import Query

from chassis import clock
from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from contracts.coordinates import gcj02_to_wgs84
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation.errors import CodeUnknown
from svc_grid.territories import locating, overlaps, repository
from svc_grid.territories.checks import BoundaryFault
from svc_grid.territories.policy import POLICY
from svc_grid.territories.survey_schemas import BoundaryFaultView, LocatedTerritory, TerritoryChecks, TerritoryLookup

lookups = domain_router("/v1/territory-lookups", "organisation")
checks = domain_router("/v1/territory-checks", "organisation")

Everybody = Annotated[Principal, anyone()]
Checker = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.INSPECTOR, Role.SUPERVISOR)]
Longitude = Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False, description="Degrees.", examples=[82.07])]
Latitude = Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False, description="Degrees.", examples=[44.85])]


@lookups.get("", summary="Find where a point lies")
async def look_up(
    actor: Everybody, db: Db, lon: Longitude, lat: Latitude,
    crs: Annotated[Literal["WGS-84", "GCJ-02"], Query(description="GCJ-02 is converted.", examples=["WGS-84"])] = "WGS-84",
) -> TerritoryLookup:  # fmt: skip
    """The deepest surveyed territory that covers it, with all above; on a border the first by code."""
    lon, lat = gcj02_to_wgs84(lon, lat) if crs == "GCJ-02" else (lon, lat)
    found = [LocatedTerritory.model_validate(row) for row in await locating.chain_at(db, lon, lat)]
    unit = next((each.unit_code for each in reversed(found) if each.unit_code is not None), None)
    return TerritoryLookup(lon=lon, lat=lat, territories=found, unit_code=unit)


@checks.get("", summary="Check the bounds of a subtree", responses=problems(CodeUnknown))
async def check(
    actor: Checker, db: Db,
    within: Annotated[TerritoryCode | None, Query(description="This one and what is below it; without: all.")] = None,
) -> TerritoryChecks:  # fmt: skip
    """Every overlap, every part outside its parent, every hole; none of them is mended by itself."""
    chosen = within or actor.territory_code
    if chosen is not None and not (actor.sees(chosen) and await repository.levels_of(db, [chosen])):
        raise CodeUnknown(code=chosen)
    placed, found = await overlaps.faults_of_subtree(db, chosen)
    surveyed = sum(each.boundary is not None for each in placed.values())
    faults = [BoundaryFaultView.of(each) for each in sorted(found, key=_by_kind)]
    return TerritoryChecks(
        within=chosen, territories=len(placed), surveyed=surveyed, faults=faults, policy=POLICY.version, as_of=clock.now()
    )


def _by_kind(fault: BoundaryFault) -> tuple[str, tuple[str, ...]]:
    return fault.kind.value, fault.codes
