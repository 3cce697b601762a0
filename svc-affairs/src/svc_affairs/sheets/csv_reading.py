"""Reads one table of CSV: UTF-8 or GB 18030, with a heading line; pure."""

import csv
import io

from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.policy import POLICY
from svc_affairs.sheets.reading import Headings, Table, table_under


def read_csv(content: bytes, headings: Headings, most_rows: int) -> Table:
    """The rows in order, by the line each begins on. Raises SheetUnreadable, SheetTooLarge."""
    # The module's own limit of a cell is below what a guide may hold; it can be set for all readers only.
    csv.field_size_limit(POLICY.most_cell_characters)
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        table = table_under(next(reader, []), headings)
        begins = reader.line_num + 1
        for cells in reader:
            table.take(begins, cells)
            if len(table.rows) > most_rows:
                raise SheetTooLarge(f"at most {most_rows} rows", most_rows=most_rows)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetUnreadable(f"row {reader.line_num}: {error}") from None
    return table


def _decoded(content: bytes) -> str:
    """What spreadsheets write: UTF-8, with a mark or without, else GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable("the text is neither UTF-8 nor GB 18030")
