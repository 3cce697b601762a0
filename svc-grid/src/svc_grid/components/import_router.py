"""Path that brings many components in."""

import asyncio
from typing import Annotated

from fastapi import Query, Request

from chassis.errors import Unsupported
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.components.errors import ComponentUnsound
from svc_grid.components.importing import import_components
from svc_grid.components.reading import GeoJsonUnreadable, read_csv, read_geojson
from svc_grid.components.schemas import ComponentImportReport, Crs
from svc_grid.sheets import SheetTooLarge, SheetUnreadable

router = domain_router("/v1/component-imports", "components")

Keeper = Annotated[Principal, require(Role.GRID_DESK)]
_READERS = {"text/csv": read_csv, "application/geo+json": read_geojson, "application/json": read_geojson}
_HEAD = "code,class_code,lon,lat,territory_code,place,owner_unit_code,installed_on,device_id"
_BODY = {
    "text/csv": {"schema": {"type": "string", "examples": [_HEAD]}},
    "application/geo+json": {"schema": {"type": "object", "examples": [{"type": "FeatureCollection", "features": []}]}},
}


@router.post(
    "",
    status_code=201,
    summary="Bring in components 导入部件",
    responses=problems(ComponentUnsound, SheetUnreadable, SheetTooLarge, GeoJsonUnreadable, Unsupported),
    openapi_extra={"requestBody": {"required": True, "content": _BODY}},
)
async def bring_in(
    request: Request, actor: Keeper, db: Db,
    is_dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
    crs: Annotated[Crs, Query(description="What the coordinates are in.", examples=["WGS-84"])] = "WGS-84",
) -> ComponentImportReport:  # fmt: skip
    """Up to 20,000 rows of CSV or GeoJSON: all of them or, where one has a fault, none; the same again changes nothing."""
    reader = _READERS.get(request.headers.get("content-type", "").partition(";")[0].strip().lower())
    if reader is None:
        raise Unsupported(f"one of {', '.join(_BODY)}")
    given = await asyncio.to_thread(reader, await request.body(), crs)
    return await import_components(db, actor, given, is_dry_run=is_dry_run)
