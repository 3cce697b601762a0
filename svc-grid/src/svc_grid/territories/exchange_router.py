"""Paths that bring territories in from a file, and give a subtree out as one."""

from typing import Annotated, Any, Literal

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from chassis.errors import Malformed, TooLarge, Unsupported
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.codes import TerritoryCode
from svc_grid.organisation.errors import CodeUnknown, OrganisationUnsound
from svc_grid.territories import exchanging, repository
from svc_grid.territories.exchange import ExchangeFormat
from svc_grid.territories.exchange_schemas import TerritoryImportReport
from svc_grid.territories.policy import POLICY

imports = domain_router("/v1/territory-imports", "organisation")
exports = domain_router("/v1/territory-exports", "organisation")

Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
Reader = Annotated[Principal, require(Role.GRID_DESK, Role.GRID_LEAD, Role.INSPECTOR, Role.SUPERVISOR, Role.ANALYST)]
_FORMS = {
    "application/geo+json": ExchangeFormat.GEOJSON, "application/json": ExchangeFormat.GEOJSON, "text/csv": ExchangeFormat.CSV,
}  # fmt: skip
_MEDIA_TYPES = {ExchangeFormat.GEOJSON: "application/geo+json", ExchangeFormat.CSV: "text/csv; charset=utf-8"}
_FEATURES: dict[str, Any] = {
    "type": "object",
    "required": ["type", "features"],
    "description": "A FeatureCollection; properties code, parent_code, level, name, unit_code. Member crs: GCJ-02 is converted.",
}
_TABLE: dict[str, Any] = {
    "type": "string",
    "description": "UTF-8, with or without a byte order mark; columns code, parent_code, level, name, unit_code, wkt.",
}
_BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/geo+json": {"schema": _FEATURES}, "text/csv": {"schema": _TABLE}}}
}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The territories, in the order of their codes.",
        "content": {"application/geo+json": {"schema": _FEATURES}, "text/csv": {"schema": _TABLE}},
    }
}


@imports.post(
    "", status_code=201, summary="Bring territories in from a file", openapi_extra=_BODY,
    responses=problems(Malformed, OrganisationUnsound, TooLarge, Unsupported),
)  # fmt: skip
async def import_territories(
    actor: Keeper, db: Db, request: Request,
    dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
    crs: Annotated[
        Literal["WGS-84", "GCJ-02"] | None, Query(description="What the bounds are in, unless the document says it.")
    ] = None,
) -> TerritoryImportReport:  # fmt: skip
    """All of the file or, where it has a fault, nothing; the same file again changes nothing. Gaps are told, not refused."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in _FORMS:
        raise Unsupported("application/geo+json or text/csv")
    body = await _body(request)
    return await exchanging.import_territories(db, body, _FORMS[media_type], crs, is_dry_run=dry_run, by=actor.subject)


@exports.get("", summary="Give territories out as a file", response_class=Response, responses=_FILE | problems(CodeUnknown))
async def export_territories(
    actor: Reader, db: Db,
    within: Annotated[TerritoryCode | None, Query(description="This one and what is below it; without: all.")] = None,
    format: Annotated[ExchangeFormat, Query(description="How.", examples=["geojson"])] = ExchangeFormat.GEOJSON,
    bom: Annotated[
        bool, Query(description="A byte order mark before the table, which some spreadsheets want.", examples=[False])
    ] = False,
) -> Response:  # fmt: skip
    """A file which, brought in again, changes nothing."""
    chosen = within or actor.territory_code
    if chosen is not None and not (actor.sees(chosen) and await repository.levels_of(db, [chosen])):
        raise CodeUnknown(code=chosen)
    file = await exchanging.export_territories(db, chosen, format, with_bom=bom)
    name = "-".join(["territories", *(chosen.split("/") if chosen else [])])
    headers = {"content-disposition": f'attachment; filename="{name}.{format.value}"', "x-content-type-options": "nosniff"}
    return StreamingResponse(exchanging.chunks(file), 200, headers, _MEDIA_TYPES[format])


async def _body(request: Request) -> bytes:
    """The whole body; raises TooLarge at the first byte beyond."""
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > POLICY.most_import_bytes:
            raise TooLarge(f"at most {POLICY.most_import_bytes} bytes", limit_bytes=POLICY.most_import_bytes)
    return bytes(read)
