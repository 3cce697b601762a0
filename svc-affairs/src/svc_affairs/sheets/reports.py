"""What came of the rows of a file: outcome by outcome, and each fault with its row, field and reason."""

import csv
import io
from collections.abc import Iterable, Sequence
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.schema import View
from chassis.terms import Term
from svc_affairs.sheets.cells import safe


class Outcome(Term):
    """What came of a row."""

    CREATED = "created", "新增", "Created"
    NEW_VERSION = "new_version", "新版本", "New version"
    CHANGED = "changed", "已修改", "Changed"
    SUBMITTED = "submitted", "提交审核", "A draft that reads so already, submitted"
    UNCHANGED = "unchanged", "无变化", "Unchanged"
    REFUSED = "refused", "未导入", "Refused"


class RowFault(View):
    """What is wrong with a row, and where."""

    field: str = Field(description="The field, as the API names it.", examples=["materials.copies"])
    column: str | None = Field(default=None, description="Its heading in the file.", examples=["申请材料：份数"])
    code: str = Field(description="What sort of fault it is.", examples=["less_than_equal"])
    reason: str = Field(description="Why it is refused.", examples=["Input should be less than or equal to 99"])
    reason_zh: str = Field(description="The same in Chinese.", examples=["不得大于99"])
    sheet: str | None = Field(default=None, description="The sheet, where it is another than the row's.", examples=["申请材料"])
    row: int | None = Field(default=None, description="The row there.", examples=[12])


class RowReport(View):
    """What came of one row."""

    row: int = Field(description="Its number, as a spreadsheet shows it.", examples=[2])
    sheet: str | None = Field(default=None, description="Its sheet, where it is not the first.", examples=[None])
    code: str | None = Field(default=None, description="The code it names.", examples=["000117001000"])
    outcome: Outcome = Field(description="What came of it.", examples=["created"])
    version: int | None = Field(default=None, description="The version that reads so now.", examples=[1])
    item_id: UUID | None = Field(default=None, description="That version's id, once it is there.", examples=[None])
    faults: list[RowFault] = Field(default=[], description="Why it was refused.")


class Counts(BaseModel):
    """How many rows came to what."""

    created: int = Field(default=0, description="New codes.", examples=[3])
    new_version: int = Field(default=0, description="New versions of codes that were there.", examples=[1])
    changed: int = Field(default=0, description="What was there reads differently now.", examples=[0])
    submitted: int = Field(default=0, description="Drafts that read so already, and were submitted.", examples=[0])
    unchanged: int = Field(default=0, description="Read so already.", examples=[20])
    refused: int = Field(default=0, description="Set aside; nothing of them was kept.", examples=[1])


def count(rows: Iterable[RowReport]) -> Counts:
    counts = Counts()
    for each in rows:
        setattr(counts, each.outcome.value, getattr(counts, each.outcome.value) + 1)
    return counts


_HEADINGS = ("行号", "工作表", "编码", "结果", "版本", "列", "错误代码", "原因", "Reason")


def as_csv(rows: Sequence[RowReport]) -> bytes:
    """The report as a table, a line for each fault or, where there is none, for the row."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_HEADINGS)
    for each in rows:
        told = (each.code or "", each.outcome.label_zh, each.version or "")
        if not each.faults:
            table.writerow([safe(str(cell)) for cell in (each.row, each.sheet or "", *told, "", "", "", "")])
        for fault in each.faults:
            place = (fault.row or each.row, fault.sheet or each.sheet or "")
            why = (fault.column or fault.field, fault.code, fault.reason_zh, fault.reason)
            table.writerow([safe(str(cell)) for cell in (*place, *told, *why)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
