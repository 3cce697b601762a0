"""Paths that bring the catalogue of base items in from a file, and give it out as one."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from chassis.errors import TooLarge, Unsupported
from chassis.routing import Db, domain_router, problems
from chassis.schema import View
from svc_affairs.base_items import exchange, repository
from svc_affairs.base_items.importing import import_base_items
from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.repository import Filter
from svc_affairs.base_items.router import Editor, Everybody, filter_of
from svc_affairs.sheets.bodies import BODY, FILE, SheetFormat, give_file, take_file
from svc_affairs.sheets.columns import Language, titles
from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.reports import Counts, RowReport, count
from svc_affairs.sheets.writing import CsvWriter, Maker, Tables, XlsxWriter, written

imports = domain_router("/v1/item-imports/base-items", "base items")
exports = domain_router("/v1/item-exports/base-items", "base items")

_ROWS_AT_ONCE = 500


class BaseItemImportReport(View):
    """What came of a file of base items."""

    is_dry_run: bool = Field(description="Whether it was only tried.", examples=[False])
    is_landed: bool = Field(description="Whether the rows that were not refused landed.", examples=[True])
    counts: Counts = Field(description="How many rows came to what.")
    rows: list[RowReport] = Field(description="Row by row.")


@imports.post(
    "", status_code=201, summary="Bring base items in 导入基本目录", openapi_extra=BODY,
    responses=problems(SheetUnreadable, SheetTooLarge, TooLarge, Unsupported),
)  # fmt: skip
async def bring_in(
    request: Request, actor: Editor, db: Db,
    dry_run: Annotated[bool, Query(description="Only say what would be done.", examples=[False])] = False,
    skip_refused: Annotated[
        bool, Query(description="Take sound rows in although others are refused; else all or none land.", examples=[False])
    ] = False,
) -> BaseItemImportReport:  # fmt: skip
    """CSV or Excel: all rows land or, where one is refused, none; the same again changes nothing."""
    content, form = await take_file(request)
    given = await asyncio.to_thread(exchange.read, content, form)
    rows, landed = await import_base_items(db, actor, given, is_dry_run=dry_run, skips_refused=skip_refused)
    return BaseItemImportReport(is_dry_run=dry_run, is_landed=landed, counts=count(rows), rows=rows)


@imports.get("/template", summary="Give out an empty table of base items 模板", response_class=StreamingResponse, responses=FILE)
async def give_template(
    actor: Everybody,
    format: Annotated[SheetFormat, Query(description="How.", examples=["xlsx"])] = SheetFormat.XLSX,
    language: Annotated[Language, Query(description="Of headings and words.", examples=["zh"])] = "zh",
) -> StreamingResponse:
    """The headings, and one row as an example."""

    async def pieces() -> AsyncIterator[Tables]:
        yield {exchange.SHEET: exchange.rows_of([exchange.EXAMPLE], language)}

    return give_file(await written(_maker(format, language), pieces()), format, "base-items-template")


@exports.get("", summary="Give base items out 导出基本目录", response_class=StreamingResponse, responses=FILE)
async def give_out(
    actor: Everybody, db: Db, wanted: Annotated[Filter, Depends(filter_of)],
    format: Annotated[SheetFormat, Query(description="How.", examples=["xlsx"])] = SheetFormat.CSV,
    language: Annotated[Language, Query(description="Of headings and words.", examples=["zh"])] = "zh",
) -> StreamingResponse:  # fmt: skip
    """What a list with these filters has, by code; brought in again, it changes nothing."""

    async def pieces() -> AsyncIterator[Tables]:
        rows = await db.stream_scalars(repository.list_base_items(wanted).order_by(BaseItem.code))
        async for some in rows.partitions(_ROWS_AT_ONCE):
            yield {exchange.SHEET: exchange.rows_of(some, language)}

    return give_file(await written(_maker(format, language), pieces()), format, "base-items")


def _maker(form: SheetFormat, language: Language) -> Maker:
    heads = titles(exchange.COLUMNS, language)
    if form is SheetFormat.CSV:
        return partial(CsvWriter, title=exchange.SHEET, headings=heads)
    return partial(XlsxWriter, sheets={exchange.SHEET: heads})
