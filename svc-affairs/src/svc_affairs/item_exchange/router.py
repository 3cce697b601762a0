"""Paths that bring lists of items in from a file, and give them out as one."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import StringConstraints

from chassis.errors import StaleVersion, TooLarge, Unsupported
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, IfMatch, Principal, anyone, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_affairs.base_items.errors import MISFITS
from svc_affairs.item_exchange import service
from svc_affairs.item_exchange.errors import ImportActionNotPossible, ImporterMayNotApprove, ItemImportUnknown, NothingLeftToMove
from svc_affairs.item_exchange.models import ItemImport
from svc_affairs.item_exchange.schemas import ImportPublication, ImportRejection, ImportWithdrawal
from svc_affairs.item_exchange.terms import ImportStatus
from svc_affairs.item_exchange.views import ItemImportDetail, ItemImportView
from svc_affairs.items.errors import AnotherWaits, AuthorMayNotApprove, DayNotPossible, DraftAlreadyThere
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
Reviewer = Annotated[Principal, require(Role.ITEM_REVIEWER)]
Staff = Annotated[Principal, require(Role.ITEM_EDITOR, Role.ITEM_REVIEWER)]
Format = Annotated[SheetFormat, Query(description="How.", examples=["xlsx"])]
Tongue = Annotated[Language, Query(description="Of headings and words.", examples=["zh"])]
_FAULTS = (ItemImportUnknown, ImportActionNotPossible, StaleVersion, NothingLeftToMove)
_TABLE: dict[str, Any] = {"text/csv": {"schema": {"type": "string", "description": "The report as a table."}}}


@imports.post(
    "", status_code=201, summary="Bring items in 导入事项", openapi_extra=BODY, response_model=ItemImportDetail,
    responses=problems(SheetUnreadable, SheetTooLarge, TooLarge, Unsupported, DraftAlreadyThere) | {201: {"content": _TABLE}},
)  # fmt: skip
async def import_items(
    request: Request, actor: Editor, db: Db, response: Response,
    dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
    skip_refused: Annotated[
        bool, Query(description="Take sound rows in although others are refused; else all or none land.", examples=[False])
    ] = False,
    note: Annotated[
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] | None,
        Query(description="What the reviewers should know.", examples=["2025年版清单"]),
    ] = None,
) -> Any:  # fmt: skip
    """CSV or Excel, up to 10,000 items. All rows land or, where one is refused, none; what lands is submitted for review.

    The report is kept, also of a dry run. The same file again changes nothing. With `Accept: text/csv` it comes as a table.
    """
    content, form = await take_file(request)
    kept = await service.import_items(db, actor, content, form, is_dry_run=dry_run, skips_refused=skip_refused, note=note)
    headers = {"location": f"/v1/item-imports/{kept.id}"}
    if request.headers.get("accept", "").partition(";")[0].strip().lower() == "text/csv":
        return _table(ItemImportDetail.model_validate(kept).rows, 201, headers)
    response.headers.update(headers)
    return _shown(kept, response)


@imports.get("", summary="List imports of items")
async def list_imports(
    actor: Staff, db: Db, params: PageParams, request: Request, response: Response,
    status: Annotated[ImportStatus | None, Query(description="Only in this state.", examples=["under_review"])] = None,
) -> Page[ItemImportView]:  # fmt: skip
    """What was brought in, the newest first."""
    found, following = await service.list_imports(db, status, params)
    link_next(response, request, following)
    return Page(items=[ItemImportView.model_validate(each) for each in found], next=following)


@imports.get("/template", summary="Give out an empty table of items 模板", response_class=StreamingResponse, responses=FILE)
async def give_template(actor: Everybody, format: Format = SheetFormat.XLSX, language: Tongue = "zh") -> StreamingResponse:
    """The headings, and one item as an example; in Excel with a sheet for each sort of parts."""
    return give_file(await service.write_template(format, language), format, "items-template")


@imports.get("/{import_id}", summary="Show an import of items", responses=problems(ItemImportUnknown))
async def get_import(import_id: UUID, actor: Staff, db: Db, response: Response) -> ItemImportDetail:
    """What came of a file: the rows that changed something, and those that were refused."""
    return _shown(await service.get_import(db, import_id), response)


@imports.get(
    "/{import_id}/report", summary="Give out the report of an import", response_class=Response,
    responses=problems(ItemImportUnknown) | {200: {"content": _TABLE}},
)  # fmt: skip
async def give_report(import_id: UUID, actor: Staff, db: Db) -> Response:
    """The same as a table, a line for each fault."""
    detail = ItemImportDetail.model_validate(await service.get_import(db, import_id))
    return _table(detail.rows, 200, {})


@imports.post(
    "/{import_id}/publications", status_code=201, summary="Publish an import's items 批量发布",
    responses=problems(*_FAULTS, ImporterMayNotApprove, AuthorMayNotApprove, AnotherWaits, DayNotPossible, *MISFITS),
)  # fmt: skip
async def publish_import(
    import_id: UUID, actor: Reviewer, db: Db, if_match: IfMatch, response: Response, body: ImportPublication | None = None
) -> ItemImportView:
    """Approve all that it brought, as one act; never by who brought it in, or wrote at one of the items."""
    body = body or ImportPublication()
    return _listed(await service.publish_import(db, actor, import_id, if_match, body.effective_on, body.note), response)


@imports.post(
    "/{import_id}/rejections", status_code=201, summary="Send an import's items back 退回", responses=problems(*_FAULTS)
)  # fmt: skip
async def reject_import(
    import_id: UUID, body: ImportRejection, actor: Reviewer, db: Db, if_match: IfMatch, response: Response
) -> ItemImportView:
    """All that it brought are drafts again; the corrected file, brought in, submits them."""
    return _listed(await service.reject_import(db, actor, import_id, if_match, body.reasons), response)


@imports.post(
    "/{import_id}/withdrawals", status_code=201, summary="Give an import's items up 撤回",
    responses=problems(ItemImportUnknown, ImportActionNotPossible, StaleVersion),
)  # fmt: skip
async def withdraw_import(
    import_id: UUID, actor: Editor, db: Db, if_match: IfMatch, response: Response, body: ImportWithdrawal | None = None
) -> ItemImportView:
    """What it brought, and stands as the import left it, is withdrawn; the import is, even where nothing is left."""
    reason = None if body is None else body.reason
    return _listed(await service.withdraw_import(db, actor, import_id, if_match, reason), response)


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


def _shown(kept: ItemImport, response: Response) -> ItemImportDetail:
    tag_version(response, kept.version)
    return ItemImportDetail.model_validate(kept)


def _listed(kept: ItemImport, response: Response) -> ItemImportView:
    tag_version(response, kept.version)
    return ItemImportView.model_validate(kept)


def _table(rows: list[RowReport], status: int, headers: dict[str, str]) -> Response:
    headers |= {"content-disposition": 'attachment; filename="item-import-report.csv"'}
    return Response(as_csv(rows), status, headers, "text/csv; charset=utf-8")
