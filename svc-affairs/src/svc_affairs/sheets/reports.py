"""What came of the rows of a file: outcome by outcome, and each fault with its row, field and reason."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, Field

from chassis.schema import View
from chassis.terms import Term
from svc_affairs.sheets.cells import safe


class Outcome(Term):
    """What came of a row."""

    CREATED = "created", "新增", "Created"
    NEW_VERSION = "new_version", "新版本", "New version"
    CHANGED = "changed", "已修改", "Changed"
    PUBLISHED = "published", "已发布", "Published as it was drafted"
    UNCHANGED = "unchanged", "无变化", "Unchanged"
    REFUSED = "refused", "未导入", "Refused"


class RowFault(View):
    """What is wrong with a row, and where."""

    field: str = Field(description="The field, as the API names it.", examples=["materials.copies"])
    reason: str = Field(description="Why it is refused.", examples=["Input should be less than or equal to 99"])
    sheet: str | None = Field(default=None, description="The sheet, where it is another than the row's.", examples=["申请材料"])
    row: int | None = Field(default=None, description="The row there.", examples=[12])


class RowReport(View):
    """What came of one row."""

    row: int = Field(description="Its number, as a spreadsheet shows it.", examples=[2])
    sheet: str | None = Field(default=None, description="Its sheet, where it is not the first.", examples=[None])
    code: str | None = Field(default=None, description="The code it names.", examples=["000117001000"])
    outcome: Outcome = Field(description="What came of it.", examples=["created"])
    version: int | None = Field(default=None, description="The version that reads so now.", examples=[1])
    faults: list[RowFault] = Field(default=[], description="Why it was refused.")


class Counts(BaseModel):
    """How many rows came to what."""

    created: int = Field(default=0, description="New codes.", examples=[3])
    new_version: int = Field(default=0, description="New versions of codes that were there.", examples=[1])
    changed: int = Field(default=0, description="What was there reads differently now.", examples=[0])
    published: int = Field(default=0, description="Drafts that read so already, and were published.", examples=[0])
    unchanged: int = Field(default=0, description="Read so already.", examples=[20])
    refused: int = Field(default=0, description="Set aside; nothing of them was kept.", examples=[1])


def count(rows: Iterable[RowReport]) -> Counts:
    counts = Counts()
    for each in rows:
        setattr(counts, each.outcome.value, getattr(counts, each.outcome.value) + 1)
    return counts


_HEADINGS = ("行号", "工作表", "编码", "结果", "版本", "字段", "原因")


def as_csv(rows: Sequence[RowReport], labels: Mapping[str, str]) -> bytes:
    """The report as a table, a line for each fault or, where there is none, for the row."""
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(_HEADINGS)
    for each in rows:
        for fault in each.faults or [RowFault(field="", reason="")]:
            place = (fault.row or each.row, fault.sheet or each.sheet or "")
            told = (each.outcome.label_zh, each.version or "", labels.get(fault.field, fault.field), fault.reason)
            table.writerow([safe(str(cell)) for cell in (*place, each.code or "", *told)])
    return b"\xef\xbb\xbf" + text.getvalue().encode()
