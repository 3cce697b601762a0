"""How a file of items becomes rows of given fields, with where each part of them stood; pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from svc_affairs.item_exchange.columns import (
    CODE,
    ITEM_COLUMNS,
    ITEM_HEADINGS,
    PART_CELLS,
    PART_HEADINGS,
    PARTS,
    SHEET,
    PartTable,
)
from svc_affairs.item_exchange.policy import POLICY
from svc_affairs.sheets.bodies import SheetFormat
from svc_affairs.sheets.cells import FIELD, split
from svc_affairs.sheets.columns import Column
from svc_affairs.sheets.csv_reading import read_csv
from svc_affairs.sheets.errors import CodeStandsTwice, ItemNotInFile, PartsGivenTwice, SheetTooLarge, TooManyFields
from svc_affairs.sheets.faults import of_problem
from svc_affairs.sheets.reading import Row, Table
from svc_affairs.sheets.reports import Outcome, RowFault, RowReport
from svc_affairs.sheets.xlsx_reading import read_xlsx

Place = tuple[str, int]


@dataclass
class GivenItem:
    """A row: what it says of an item by field (`guide.note`), and on which sheet and row its parts stand."""

    row: int
    code: str | None
    fields: dict[str, Any]
    places: dict[str, list[Place]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)


@dataclass(frozen=True)
class GivenList:
    """A file: its rows, the fields that it has columns or sheets for, and rows of parts that belong to no item of it."""

    items: list[GivenItem]
    fields: frozenset[str]
    astray: list[RowReport]


def read_items(content: bytes, form: SheetFormat) -> GivenList:
    """Raises SheetUnreadable, SheetTooLarge."""
    if form is SheetFormat.CSV:
        return _given(read_csv(content, ITEM_HEADINGS, POLICY.most_items), {})
    wanted = {SHEET: (ITEM_HEADINGS, POLICY.most_items)}
    for part in PARTS:
        wanted |= dict.fromkeys((part.title, *part.also), (PART_HEADINGS[part.path], POLICY.most_parts))
    tables = read_xlsx(content, SHEET, wanted)
    if sum(len(table.rows) for table in tables.values()) > POLICY.most_items + POLICY.most_parts:
        raise SheetTooLarge(f"at most {POLICY.most_parts} rows of parts", most_rows=POLICY.most_parts)
    return _given(tables.pop(SHEET), tables)


def _given(main: Table, sheets: dict[str, Table]) -> GivenList:
    items = [_item(row) for row in main.rows]
    by_code: dict[str, GivenItem] = {}
    for item in items:
        first = by_code.setdefault(item.code, item) if item.code is not None else item
        if first is not item:
            item.faults.append(of_problem(CodeStandsTwice, "code", f"stands in row {first.row} already"))
    astray, fields = [], set(main.fields)
    for part in PARTS:
        for title in (part.title, *part.also):
            if title in sheets:
                fields.add(part.path)
                astray += _take_parts(part, title, sheets[title], by_code)
    return GivenList(items, frozenset(fields), astray)


def _item(row: Row) -> GivenItem:
    item = GivenItem(row.number, row.cells.get(CODE.field), {})
    item.fields = {each.field: each.read(row.cells[each.field]) for each in ITEM_COLUMNS if each.field in row.cells}
    for part, column in zip(PARTS, PART_CELLS, strict=True):
        lines = [line for line in row.cells.get(column.field, "").split("\n") if line.strip()]
        if lines:
            item.fields[part.path] = [_of_line(part, line, item) for line in lines]
            item.places[part.path] = [("", row.number)] * len(lines)
    return item


def _of_line(part: PartTable, line: str, item: GivenItem) -> dict[str, Any]:
    cells = split(line, FIELD)
    if len(cells) > len(part.columns):
        reason = f"{len(cells)} fields in a line; there are {', '.join(each.title_zh for each in part.columns)}"
        item.faults.append(of_problem(TooManyFields, part.path, reason))
    return {each.field: each.read(cell) for each, cell in zip(part.columns, cells, strict=False) if cell}


def _take_parts(part: PartTable, title: str, table: Table, by_code: dict[str, GivenItem]) -> list[RowReport]:
    """Give the parts of a sheet to their items; returns the rows whose item is not in the file."""
    astray = []
    for row in table.rows:
        code = row.cells.pop("item_code", None)
        item = by_code.get(code) if code is not None else None
        if item is None:
            fault = of_problem(ItemNotInFile, "code", "no item with this code in the file")
            astray.append(RowReport(row=row.number, sheet=title, code=code, outcome=Outcome.REFUSED, faults=[fault]))
            continue
        places = item.places.setdefault(part.path, [])
        if places and not places[-1][0]:
            fault = of_problem(PartsGivenTwice, part.path, f"given in the row and on sheet {title}")
            item.faults.append(fault.model_copy(update={"sheet": title, "row": row.number}))
            continue
        item.fields.setdefault(part.path, []).append(_of_row(part.columns, row))
        places.append((title, row.number))
    return astray


def _of_row(columns: Sequence[Column], row: Row) -> dict[str, Any]:
    return {each.field: each.read(row.cells[each.field]) for each in columns if each.field in row.cells}
