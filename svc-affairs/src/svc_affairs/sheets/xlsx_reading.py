"""Reads the tables of an Excel workbook, once it has been looked through; pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl

from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.guarding import check_workbook
from svc_affairs.sheets.policy import POLICY
from svc_affairs.sheets.reading import Headings, Table, table_under


def read_xlsx(content: bytes, main: str, sheets: Mapping[str, tuple[Headings, int]]) -> dict[str, Table]:
    """The tables by the sheets' titles; of each wanted title its headings and its most rows.

    Where no sheet is called `main`, the first one that is called nothing else here is it. A further sheet of another title is
    passed over. Raises SheetUnreadable, SheetTooLarge.
    """
    check_workbook(content)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        found = {sheet.title.strip(): sheet for sheet in book.worksheets}
        if main not in found:
            first = next((title for title in found if title not in sheets), None)
            if first is None:
                raise SheetUnreadable(f"there is no sheet {main}")
            found[main] = found.pop(first)
        return {title: _read(title, found[title], *wanted) for title, wanted in sheets.items() if title in found}
    except (SheetUnreadable, SheetTooLarge):
        raise
    except Exception as error:  # noqa: BLE001 - the library stumbles over what is no workbook in every way there is
        raise SheetUnreadable(f"this is no Excel workbook (.xlsx): {error}"[:500]) from None


def _read(title: str, sheet: Any, headings: Headings, most_rows: int) -> Table:
    # What a sheet says of its own size may be wrong.
    sheet.reset_dimensions()
    rows = _rows(title, sheet)
    try:
        table = table_under(next(rows, (1, []))[1], headings)
    except SheetUnreadable as problem:
        raise SheetUnreadable(f"{title}: {problem.detail}", **problem.members) from None
    for number, cells in rows:
        table.take(number, cells)
        if len(table.rows) > most_rows:
            raise SheetTooLarge(f"{title}: at most {most_rows} rows", most_rows=most_rows)
    return table


def _rows(title: str, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for number, values in enumerate(sheet.iter_rows(max_col=POLICY.most_columns, values_only=True), 1):
        if number > POLICY.most_blank_rows:
            raise SheetTooLarge(f"{title}: too many blank rows")
        if number == 1 or any(value is not None for value in values):
            yield number, [_text(value) for value in values]


def _text(value: Any) -> str:
    """A cell as it would be typed: whole numbers without a point, days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
