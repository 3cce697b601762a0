"""Paths that bring the whole catalogue in and give it out: as one document, and its limits as a table."""

from typing import Annotated

from fastapi import Query, Request, Response

from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_grid.classes import keeping, repository
from svc_grid.classes.errors import CaseClassUnsound
from svc_grid.classes.limits_table import read_limits, write_limits
from svc_grid.classes.schemas import ClassEntry, ClassImport
from svc_grid.classes.views import ClassExport, ClassImportReport
from svc_grid.sheets import SheetTooLarge, SheetUnreadable

imports_router = domain_router("/v1/case-class-imports", "case classes")
exports_router = domain_router("/v1/case-class-exports", "case classes")

Keeper = Annotated[Principal, require(Role.GRID_DESK, unbound=True)]
Staff = Annotated[Principal, require(Role.GRID_DESK, Role.SUPERVISOR, Role.ANALYST)]
_CSV = {"text/csv": {"schema": {"type": "string", "examples": ["class_code,condition_code,level,registration_h,..."]}}}


@imports_router.post("", status_code=201, summary="Bring in case classes 导入类别", responses=problems(CaseClassUnsound))
async def import_classes(body: ClassImport, actor: Keeper, db: Db) -> ClassImportReport:
    """All of the document or, where it has a fault, nothing; the same document again changes nothing."""
    return await keeping.import_classes(db, actor, body.classes, is_dry_run=body.is_dry_run)


@imports_router.post(
    "/limits",
    status_code=201,
    summary="Bring in limits as CSV 导入时限",
    responses=problems(CaseClassUnsound, SheetUnreadable, SheetTooLarge),
    openapi_extra={"requestBody": {"required": True, "content": _CSV}},
)
async def import_limits(
    request: Request, actor: Keeper, db: Db,
    is_dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
) -> ClassImportReport:  # fmt: skip
    """Each class that stands in the table gets exactly the limits given there; others keep theirs."""
    limits, lines = read_limits(await request.body())
    return await keeping.import_limits(db, actor, limits, lines, is_dry_run=is_dry_run)


@exports_router.get("", summary="Give out the case classes 导出类别")
async def export_classes(actor: Staff, db: Db) -> ClassExport:
    """The classes in use as one document; an import takes it."""
    version = await repository.catalogue_version(db)
    return ClassExport(catalogue_version=version, classes=await _in_use(db))


@exports_router.get(
    "/limits", summary="Give out the limits as CSV 导出时限", response_class=Response, responses={200: {"content": _CSV}}
)
async def export_limits(actor: Staff, db: Db) -> Response:
    """The classes' own limits as a table; an import takes it."""
    headers = {"content-disposition": 'attachment; filename="case-class-limits.csv"'}
    return Response(write_limits(await _in_use(db)), media_type="text/csv; charset=utf-8", headers=headers)


async def _in_use(db: Db) -> list[ClassEntry]:
    return [keeping.entry_of(each) for each in await repository.list_all(db) if not each.is_retired]
