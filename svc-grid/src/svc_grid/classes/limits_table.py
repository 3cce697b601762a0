"""The limits as a table, CSV: how they are written, and how they are read again; pure."""

import csv
import io
from collections.abc import Iterable

from pydantic import ValidationError

from svc_grid.classes.rules import STAGES
from svc_grid.classes.schemas import ClassEntry, StageHours
from svc_grid.sheets import SheetUnreadable, read_sheet

COLUMNS = ("class_code", "condition_code", "level", *STAGES)
MOST_ROWS = 20_000


def write_limits(classes: Iterable[ClassEntry]) -> str:
    """All own limits of the classes; with a byte order mark, by which spreadsheets know it for UTF-8."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in classes:
        for row in each.limits:
            values = [each.code, row.condition_code, row.level, *(getattr(row, stage) for stage in STAGES)]
            table.writerow(["" if value is None else value for value in values])
    return "\ufeff" + out.getvalue()


def read_limits(content: bytes) -> tuple[dict[str, list[StageHours]], dict[str, int]]:
    """The limits by class, and the line on which each class first stands; raises SheetUnreadable, SheetTooLarge."""
    limits: dict[str, list[StageHours]] = {}
    lines: dict[str, int] = {}
    for row in read_sheet(content, COLUMNS, MOST_ROWS):
        code = row.cells.pop("class_code", None)
        if code is None or len(code) > 64:
            raise SheetUnreadable(f"line {row.line}: class_code: a class is needed")
        try:
            hours = StageHours.model_validate(row.cells)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            raise SheetUnreadable(f"line {row.line}: {first['loc'][0] if first['loc'] else ''}: {first['msg']}") from None
        limits.setdefault(code, []).append(hours)
        lines.setdefault(code, row.line)
    return limits, lines
