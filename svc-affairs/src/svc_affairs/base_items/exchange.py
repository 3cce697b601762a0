"""Base items as one table: its columns, how rows become entries, and how entries become rows; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from svc_affairs.base_items.models import BaseItem
from svc_affairs.base_items.schemas import BaseItemEntry
from svc_affairs.base_items.terms import BaseItemStatus
from svc_affairs.items.terms import ItemKind, ItemLevel
from svc_affairs.sheets.bodies import SheetFormat
from svc_affairs.sheets.columns import Column, Language, headings_of, term, terms, text
from svc_affairs.sheets.csv_reading import read_csv
from svc_affairs.sheets.errors import CodeStandsTwice
from svc_affairs.sheets.faults import of_problem, of_validation
from svc_affairs.sheets.reading import Row, Table
from svc_affairs.sheets.reports import RowFault
from svc_affairs.sheets.xlsx_reading import read_xlsx

SHEET = "基本目录"
COLUMNS: Sequence[Column] = (
    text("code", "基本编码", "事项编码"), text("name", "事项名称", "名称"), term(ItemKind, "kind", "事项类型"),
    terms(ItemLevel, "levels", "行使层级"), text("legal_basis", "设定依据", "法定依据"),
    text("statutory_days", "法定时限（工作日）", "法定时限"), text("material_count", "标准材料数", "材料数"),
    text("edition", "版本"), term(BaseItemStatus, "status", "状态"),
)  # fmt: skip
LABELS = {each.field: each.title_zh for each in COLUMNS}
EXAMPLE = BaseItemEntry(
    code="000117001000", name="建筑工程施工许可证核发", kind=ItemKind.LICENCE, levels=[ItemLevel.CITY, ItemLevel.COUNTY],
    legal_basis="《中华人民共和国建筑法》第七条", statutory_days=7, material_count=4, edition="2024年版",
)  # fmt: skip
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Given:
    """A row: an entry, or why it is none."""

    row: int
    code: str | None
    entry: BaseItemEntry | None
    faults: list[RowFault]


def read(content: bytes, form: SheetFormat) -> list[Given]:
    """The rows in order; raises SheetUnreadable, SheetTooLarge."""
    headings = headings_of(COLUMNS)
    if form is SheetFormat.CSV:
        table = read_csv(content, headings, MOST_ROWS)
    else:
        table = read_xlsx(content, SHEET, {SHEET: (headings, MOST_ROWS)})[SHEET]
    return list(_given(table))


def rows_of(found: Iterable[BaseItem | BaseItemEntry], language: Language) -> list[list[str]]:
    return [[each.cell(getattr(base, each.field), language) for each in COLUMNS] for base in found]


def _given(table: Table) -> Iterable[Given]:
    first: dict[str, int] = {}
    for row in table.rows:
        given = _entry(row)
        if given.entry is not None and given.code is not None:
            at = first.setdefault(given.code, row.number)
            if at != row.number:
                given = Given(row.number, given.code, None, [of_problem(CodeStandsTwice, "code", f"stands in row {at} already")])
        yield given


def _entry(row: Row) -> Given:
    fields: dict[str, Any] = {each.field: each.read(row.cells[each.field]) for each in COLUMNS if each.field in row.cells}
    code = row.cells.get("code", "")[:64] or None
    try:
        return Given(row.number, code, BaseItemEntry.model_validate(fields), [])
    except ValidationError as error:
        return Given(row.number, code, None, [fault for _, fault in of_validation(error)])
