"""Paths that bring lists of items in from a file, and give them out as one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from chassis.errors import TooLarge, Unsupported
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from contracts.roles import Role
from svc_affairs.item_exchange import service
from svc_affairs.item_exchange.columns import FIELD_LABELS
from svc_affairs.item_exchange.errors import ApprovalMissing, ItemImportUnknown, MayNotPublish
from svc_affairs.item_exchange.views import ItemImportDetail, ItemImportReport, ItemImportView
from svc_affairs.items.errors import DraftAlreadyThere
from svc_affairs.items.repository import Filter
from svc_affairs.items.router import filter_of
from svc_affairs.sheets.bodies import BODY, FILE, SheetFormat, give_file, take_file
from svc_affairs.sheets.columns import Language
from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.reports import RowReport, as_csv

imports = domain_router("/v1/item-imports", "item exchange")
exports = domain_router("/v1/item-exports", "item exchange")

Everybody = Annotated[Principal, anyone()]
Editor = Annotated[Principal, require(Role.ITEM_EDITOR)]
Staff = Annotated[Principal, require(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)]
Format = Annotated[SheetFormat, Query(description="How.", examples=["xlsx"])]
Tongue = Annotated[Language, Query(description="Of headings and words.", examples=["zh"])]
_TABLE: dict[str, Any] = {"text/csv": {"schema": {"type": "string", "description": "The report as a table."}}}


@imports.post(
    "", status_code=201, summary="Bring items in 导入事项", openapi_extra=BODY, response_model=ItemImportReport,
    responses=problems(
        SheetUnreadable, SheetTooLarge, TooLarge, Unsupported, MayNotPublish, ApprovalMissing, DraftAlreadyThere
    ) | {201: {"content": _TABLE}},
)  # fmt: skip
async def import_items(
    request: Request, actor: Editor, db: Db, response: Response,
    dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
    publish: Annotated[
        bool, Query(description="Publish what lands at once; takes a reviewer's role too.", examples=[False])
    ] = False,
    approval: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)] | None,
        Query(description="With `publish`: the document by which the list was approved.", examples=["师市办发〔2025〕3号"]),
    ] = None,
) -> Any:  # fmt: skip
    """CSV or Excel, up to 10,000 items: rows that are sound land as drafts, others are set aside with field and reason.

    The same file again changes nothing. With `Accept: text/csv` the report comes as a table.
    """
    content, form = await take_file(request)
    report = await service.import_items(
        db, actor, content, form, is_dry_run=dry_run, publishes=publish, approval=approval
    )  # fmt: skip
    location = {} if report.id is None else {"location": f"/v1/item-imports/{report.id}"}
    if request.headers.get("accept", "").partition(";")[0].strip().lower() == "text/csv":
        return _table(report.rows, 201, location)
    response.headers.update(location)
    return report


@imports.get("", summary="List imports of items")
async def list_imports(actor: Staff, db: Db, params: PageParams, request: Request, response: Response) -> Page[ItemImportView]:
    """What was brought in, the newest first."""
    found, following = await service.list_imports(db, params)
    link_next(response, request, following)
    return Page(items=[ItemImportView.model_validate(each) for each in found], next=following)


@imports.get("/template", summary="Give out an empty table of items 模板", response_class=StreamingResponse, responses=FILE)
async def give_template(actor: Everybody, format: Format = SheetFormat.XLSX, language: Tongue = "zh") -> StreamingResponse:
    """The headings, and one item as an example; in Excel with a sheet for each sort of parts."""
    return give_file(await service.write_template(format, language), format, "items-template")


@imports.get("/{import_id}", summary="Show an import of items", responses=problems(ItemImportUnknown))
async def get_import(import_id: UUID, actor: Staff, db: Db) -> ItemImportDetail:
    """What came of a file: the rows that changed something, and those that were refused."""
    return ItemImportDetail.model_validate(await service.get_import(db, import_id))


@imports.get(
    "/{import_id}/report", summary="Give out the report of an import", response_class=Response,
    responses=problems(ItemImportUnknown) | {200: {"content": _TABLE}},
)  # fmt: skip
async def give_report(import_id: UUID, actor: Staff, db: Db) -> Response:
    """The same as a table, a line for each fault."""
    detail = ItemImportDetail.model_validate(await service.get_import(db, import_id))
    return _table(detail.rows, 200, {})


@exports.get("", summary="Give items out 导出事项", response_class=StreamingResponse, responses=FILE)
async def export_items(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(filter_of)],
    query: Annotated[
        str | None, Query(min_length=1, max_length=100, description="Only with all these words.", examples=["施工许可"])
    ] = None,
    format: Format = SheetFormat.CSV, language: Tongue = "zh",
) -> StreamingResponse:  # fmt: skip
    """What a list with these filters has; brought in again, it changes nothing."""
    file = await service.export_items(db, actor, wanted, query, format, language)
    return give_file(file, format, "items")


def _table(rows: list[RowReport], status: int, headers: dict[str, str]) -> Response:
    headers |= {"content-disposition": 'attachment; filename="item-import-report.csv"'}
    return Response(as_csv(rows, FIELD_LABELS), status, headers, "text/csv; charset=utf-8")
