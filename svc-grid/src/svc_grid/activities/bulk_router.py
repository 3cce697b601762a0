"""Paths that bring many service activities in, and that add them up."""

from datetime import date
from typing import Annotated, Any

from fastapi import Query, Request
from pydantic import TypeAdapter, ValidationError

from chassis.errors import TooLarge, Unsupported
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.grid import TerritoryLevel
from contracts.roles import Role
from svc_grid.activities import registering, service
from svc_grid.activities.errors import ActivitiesUnsound, SpanWrong
from svc_grid.activities.policy import POLICY
from svc_grid.activities.router import Reader, Teller
from svc_grid.activities.schemas import ActivityImport, ActivityRecount, ActivityRow, SourceName
from svc_grid.activities.terms import GroupBy
from svc_grid.activities.views import ActivityFiguresView, ActivityImportReport, ActivityRecountView
from svc_grid.codes import Code, TerritoryCode
from svc_grid.sheets import SheetRow, SheetTooLarge, SheetUnreadable, read_sheet

imports = domain_router("/v1/service-activity-imports", "service activities")
figures = domain_router("/v1/grid/service-activity-figures", "service activities")

_ROW: TypeAdapter[ActivityRow] = TypeAdapter(ActivityRow)
_CSV: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {
                "schema": {"type": "string", "description": f"Headings, of: {', '.join(ActivityRow.model_fields)}."},
                "example": "kind,unit_code,held_on,title,external_no\ngood_deed,84-03,2025-03-14,检修取暖设施,HS-2025-00017\n",
            }
        },
    }
}


@imports.post("", status_code=201, summary="Import service activities", responses=problems(ActivitiesUnsound))
async def import_activities(body: ActivityImport, actor: Teller, db: Db) -> ActivityImportReport:
    """All of them or, where one has a fault, none; the same rows again change nothing. At most 5,000 at once."""
    return await registering.import_activities(db, actor, body.source, body.rows, is_dry_run=body.is_dry_run)


@imports.post(
    "/csv", status_code=201, summary="Import service activities from a CSV file", openapi_extra=_CSV,
    responses=problems(ActivitiesUnsound, SheetUnreadable, SheetTooLarge, TooLarge, Unsupported),
)  # fmt: skip
async def import_csv(
    request: Request, actor: Teller, db: Db,
    source: Annotated[SourceName, Query(description="Where they come from.", examples=["party_affairs"])],
    is_dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
) -> ActivityImportReport:  # fmt: skip
    """The same from a file in UTF-8 or GB 18030; a fault names row, line and heading."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "text/csv":
        raise Unsupported("send the file as text/csv")
    content = await request.body()
    if len(content) > POLICY.most_csv_bytes:
        raise TooLarge(f"at most {POLICY.most_csv_bytes} bytes", limit_bytes=POLICY.most_csv_bytes)
    rows = _rows(read_sheet(content, list(ActivityRow.model_fields), POLICY.most_rows))
    return await registering.import_activities(db, actor, source, rows, is_dry_run=is_dry_run)


def _rows(sheet: list[SheetRow]) -> list[ActivityRow]:
    """The rows as JSON would bring them; raises ActivitiesUnsound, which names their lines."""
    rows, faults = [], []
    for index, each in enumerate(sheet):
        try:
            rows.append(_ROW.validate_python(each.cells))
        except ValidationError as error:
            for found in error.errors(include_url=False, include_input=False, include_context=False):
                place = "/".join(["/rows", str(index), *map(str, found["loc"])])
                faults.append((place, f"line {each.line}: {found['msg']}"))
    registering.check_sound(faults)
    return rows


@figures.get("", summary="Show service activities in numbers 为民办实事", responses=problems(SpanWrong))
async def show_figures(
    actor: Reader, db: Db,
    start_on: Annotated[date, Query(alias="from", description="The first day.", examples=["2025-01-01"])],
    end_on: Annotated[date, Query(alias="to", description="The day after the last.", examples=["2026-01-01"])],
    territory_code: Annotated[TerritoryCode | None, Query(description="Only in this territory or below it.")] = None,
    unit_code: Annotated[Code | None, Query(description="Only of this unit.", examples=["84-03"])] = None,
    by: Annotated[GroupBy | None, Query(description="Also by unit, territory or month.")] = None,
    level: Annotated[
        TerritoryLevel, Query(description="By territory: the sums of the subtrees at this level.")
    ] = TerritoryLevel.REGIMENT,
) -> ActivityFiguresView:  # fmt: skip
    """Keyed as the city publishes them; a principal bound to a territory sees its own part."""
    return await service.show_figures(
        db, actor, start_on, end_on, territory_code=territory_code, unit_code=unit_code, by=by, level=level
    )


@figures.post("/recounts", status_code=201, summary="Prove the numbers by a recount", responses=problems(SpanWrong))
async def recount_figures(
    body: ActivityRecount, actor: Annotated[Principal, require(Role.SUPERVISOR, unbound=True)], db: Db
) -> ActivityRecountView:
    """Compare what is kept with the records themselves; with `is_repair` make it anew where it differs."""
    return await service.recount(db, actor, body)
