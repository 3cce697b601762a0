"""A table as it was read: rows with their numbers, their cells by field, and those headings that were there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from svc_affairs.sheets.cells import plain
from svc_affairs.sheets.errors import SheetUnreadable

_SPACES = re.compile(r"\s+")

Headings = Mapping[str, str]
"""From a heading, Chinese or English in lower case, to the field it names."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by field, those that are empty left out."""

    number: int
    cells: dict[str, str]


@dataclass
class Table:
    """The rows of one sheet, and the fields that its first line names."""

    fields: list[str]
    rows: list[Row] = field(default_factory=list)

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Add a row unless it is blank; raises SheetUnreadable where it has more cells than there are headings."""
        if any(cell.strip() for cell in cells[len(self.fields) :]):
            raise SheetUnreadable(f"row {number}: more cells than headings")
        given = {name: text for name, cell in zip(self.fields, cells, strict=False) if (text := plain(cell.strip()).strip())}
        if given:
            self.rows.append(Row(number, given))


def table_under(heads: Sequence[str], headings: Headings) -> Table:
    """An empty table under these headings; raises SheetUnreadable where one is unknown or stands twice."""
    given = [_SPACES.sub("", plain(each.strip())).lower() for each in heads]
    while given and not given[-1]:
        given.pop()
    astray = [each for each in given if each not in headings]
    if astray or not given:
        raise SheetUnreadable(f"the first row must hold headings, of: {', '.join(headings)}", unknown=[*astray[:20]])
    fields = [headings[each] for each in given]
    if twice := {each for each in fields if fields.count(each) > 1}:
        raise SheetUnreadable(f"headings stand twice: {', '.join(sorted(twice))}")
    return Table(fields)
