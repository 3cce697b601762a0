"""Reads the tables of an Excel workbook, once it has been looked through; pure."""

import re
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import ZipFile

from openpyxl.utils.datetime import from_excel

from svc_affairs.sheets.errors import SheetTooLarge, SheetUnreadable
from svc_affairs.sheets.guarding import check_workbook
from svc_affairs.sheets.policy import POLICY
from svc_affairs.sheets.reading import Headings, Table, table_under
from svc_affairs.sheets.workbook import Attributes, Reading, Workbook, open_workbook, unescaped

_LETTERS = re.compile(r"[A-Z]{1,3}")
_WHOLE = re.compile(r"-?[0-9]{1,15}")


def read_xlsx(content: bytes, main: str, sheets: Mapping[str, tuple[Headings, int]]) -> dict[str, Table]:
    """The tables by the sheets' titles; of each wanted title its headings and its most rows.

    Where no sheet is called `main`, the first one that is called nothing else here is it. A further sheet of another title is
    passed over. Raises SheetUnreadable, SheetTooLarge.
    """
    check_workbook(content)
    with ZipFile(BytesIO(content)) as archive:
        book = open_workbook(archive)
        found = dict(book.sheets)
        if main not in found:
            first = next((title for title in found if title not in sheets), None)
            if first is None:
                raise SheetUnreadable(f"there is no sheet {main}")
            found[main] = found.pop(first)
        return {title: _read(archive, book, title, found[title], *sheets[title]) for title in sheets if title in found}


def _read(archive: ZipFile, book: Workbook, title: str, part: str, headings: Headings, most_rows: int) -> Table:
    table: Table | None = None

    def take(number: int, cells: list[str]) -> None:
        nonlocal table
        if table is None:
            table = table_under(cells, headings)
            return
        table.take(number, cells)
        if len(table.rows) > most_rows:
            raise SheetTooLarge(f"at most {most_rows} rows", most_rows=most_rows)

    try:
        _Sheet(book, take).read(archive, part)
        return table or table_under([], headings)
    except (SheetUnreadable, SheetTooLarge) as problem:
        raise type(problem)(f"{title}: {problem.detail}", **problem.members) from None
    except (KeyError, ValueError, OverflowError, expat.ExpatError) as error:
        raise SheetUnreadable(f"{title}: this is no sheet of a workbook: {error}") from None


class _Sheet(Reading):
    """Gives out each row that is not blank, with its number and its cells as they would be typed."""

    def __init__(self, book: Workbook, take: Callable[[int, list[str]], None]) -> None:
        self._book, self._take = book, take
        self._number = self._column = 0
        self._cells: dict[int, str] = {}
        self._kind = self._style = ""
        self._text: list[str] = []
        self._is_text = self._is_sound = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            place = _LETTERS.match(attributes.get("r", ""))
            self._column = self._column + 1 if place is None else _column_of(place.group())
            self._kind, self._style, self._text = attributes.get("t", "n"), attributes.get("s", ""), []
        elif name in ("v", "t"):
            self._is_text = not self._is_sound and (name == "t") == (self._kind == "inlineStr")
        elif name == "row":
            self._number, self._column, self._cells = int(attributes.get("r", self._number + 1)), 0, {}
        elif name == "rPh":
            self._is_sound = True
        elif name == "f":
            raise SheetUnreadable(f"row {self._number}: a cell is computed by a formula; keep its value instead")

    def data(self, text: str) -> None:
        if self._is_text:
            self._text.append(text)

    def end(self, name: str) -> None:
        if name == "c":
            if self._text and (text := self._shown("".join(self._text))):
                self._cells[self._column] = text
        elif name in ("v", "t"):
            self._is_text = False
        elif name == "row":
            self._give()
        elif name == "rPh":
            self._is_sound = False

    def _give(self) -> None:
        if not 1 <= self._number <= POLICY.last_row:
            raise SheetUnreadable(f"no spreadsheet has a row {self._number}")
        if self._cells:
            width = max(self._cells)
            if width > POLICY.most_columns:
                raise SheetUnreadable(f"row {self._number}: more than {POLICY.most_columns} columns")
            self._take(self._number, [self._cells.get(column, "") for column in range(1, width + 1)])

    def _shown(self, text: str) -> str:
        """Whole numbers without a point, days without a time."""
        if self._kind == "s":
            number = int(text)
            if not 0 <= number < len(self._book.strings):
                raise SheetUnreadable(f"row {self._number}: there is no shared string {number}")
            return self._book.strings[number]
        if self._kind == "b":
            return "true" if text.strip() == "1" else "false"
        if self._kind == "n":
            return self._number_shown(text.strip())
        return unescaped(text)

    def _number_shown(self, text: str) -> str:
        if self._style in self._book.date_styles:
            at = from_excel(float(text), self._book.epoch)
            return str(at.isoformat()).removesuffix("T00:00:00") if at is not None else ""
        if _WHOLE.fullmatch(text):
            return text
        value = float(text)
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)


def _column_of(letters: str) -> int:
    number = 0
    for each in letters:
        number = number * 26 + ord(each) - 64
    return number
