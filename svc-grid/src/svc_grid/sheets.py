"""Reads CSV files that people make: in UTF-8 or GB 18030, with a heading line; each row keeps the line it begins on."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass

from chassis.errors import Kind, Problem


class SheetUnreadable(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file cannot be read as CSV", "无法按CSV读取文件"


class SheetTooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The file has too many rows", "文件行数过多"


@dataclass(frozen=True)
class SheetRow:
    """A row's cells by heading, those that are empty left out."""

    line: int
    cells: dict[str, str]


def read_sheet(content: bytes, headings: Collection[str], most_rows: int) -> list[SheetRow]:
    """The rows, in order; blank ones are passed over. Raises SheetUnreadable, SheetTooLarge; both name line and reason."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    rows: list[SheetRow] = []
    try:
        given = [cell.strip() for cell in next(reader, [])]
        _check_headings(given, headings)
        begins = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(given):
                raise SheetUnreadable(f"line {begins}: {len(cells)} cells, but {len(given)} headings")
            filled = {name: cell.strip() for name, cell in zip(given, cells, strict=False) if cell.strip()}
            if filled:
                rows.append(SheetRow(begins, filled))
            if len(rows) > most_rows:
                raise SheetTooLarge(f"at most {most_rows} rows", most_rows=most_rows)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise SheetUnreadable(f"line {reader.line_num}: {error}") from None
    if not rows:
        raise SheetUnreadable("there is no row below the headings")
    return rows


def _check_headings(given: list[str], known: Collection[str]) -> None:
    astray = [name for name in given if name not in known]
    if astray or not given or len(set(given)) < len(given):
        raise SheetUnreadable(f"the first line must hold headings, each once, of: {', '.join(known)}", unknown=[*astray[:20]])


def _decoded(content: bytes) -> str:
    """What spreadsheets write: UTF-8, with a mark or without, else GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetUnreadable("the text is neither UTF-8 nor GB 18030")
