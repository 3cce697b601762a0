"""Paths of work on a bad line."""

from typing import Annotated

from fastapi import Query, Response

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.fieldwork import changes, syncing
from svc_grid.fieldwork.errors import CursorWrong
from svc_grid.fieldwork.schemas import FieldChanges, FieldSync, FieldSyncReport

router = domain_router("/v1/field-syncs", "field work")

InTheField = Annotated[Principal, require(Role.GRID_LEAD, Role.UNIT, Role.INSPECTOR, Role.GRID_DESK)]
Cursor = Annotated[str | None, Query(max_length=80, description="What the last answer gave; none: all that is open.")]
Most = Annotated[int, Query(ge=1, le=200, description="At most so many cases.", examples=[100])]

Since = Annotated[int | None, Query(ge=0, le=2**62, description="The `classes_version` of the last answer.", examples=[11])]


@router.post("", status_code=200, summary="Send what was done off line 离线同步")
async def sync(body: FieldSync, actor: InTheField, db: Db) -> FieldSyncReport:
    """Each action once, in order, at the time it was done; sent again, it is answered as before."""
    return await syncing.sync(db, actor, body)


@router.get("/changes", summary="Fetch what changed 增量下载", responses=problems(CursorWrong))
async def show_changes(
    actor: InTheField, db: Db, response: Response, cursor: Cursor = None, limit: Most = 100, classes_since: Since = None
) -> FieldChanges:
    """The cases with the caller or the caller's unit that changed, and those that left them; open patrols; classes."""
    response.headers["Cache-Control"] = "no-store"
    return await changes.changes(db, actor, cursor, limit, classes_since)
