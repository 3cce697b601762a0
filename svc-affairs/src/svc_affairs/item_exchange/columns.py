"""The tables that a list of items is written in: the items, a row each, and their parts, which are sheets of their own in a
workbook and lines of a cell in CSV; as data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from svc_affairs.items.labels import LABELS
from svc_affairs.items.terms import (
    ApplicantKind,
    CaseType,
    Channel,
    ItemKind,
    ItemLevel,
    MaterialForm,
    MaterialSource,
    RegionScope,
    ResultKind,
    SpecialKind,
)
from svc_affairs.sheets.columns import Column, flag, headings_of, term, terms, text, texts


@dataclass(frozen=True)
class PartTable:
    """Parts of an item, such as its materials: their path in the item, their sheet's title, their fields in order."""

    path: str
    title: str
    columns: Sequence[Column]
    also: tuple[str, ...] = ()


SHEET = "事项"
CODE = text("code", "事项编码", "编码")
# What the parts of a list have in common; the labels of the catalogue do not name it.
_CODE, _NAME = text("code", "编码"), text("name", "名称")


def _title(path: str) -> str:
    return LABELS[path][0]


ITEM_COLUMNS: Sequence[Column] = (
    CODE,
    text("name", _title("name"), "名称"),
    term(ItemKind, "kind", _title("kind")),
    text("department_code", "所属部门编码", "所属部门", "实施部门"),
    term(ItemLevel, "level", _title("level")),
    text("base_code", _title("base_code"), "基本编码"),
    term(CaseType, "case_type", _title("case_type")),
    terms(ApplicantKind, "applicant_kinds", _title("applicant_kinds")),
    text("statutory_days", _title("statutory_days"), "法定时限"),
    text("promised_days", _title("promised_days"), "承诺时限"),
    text("fee_fen", _title("fee_fen")),
    text("legal_basis", _title("legal_basis"), "法定依据"),
    terms(Channel, "channels", _title("channels")),
    text("visits", _title("visits")),
    text("online_depth", _title("online_depth")),
    term(RegionScope, "region_scope", _title("region_scope")),
    flag("is_in_hall", _title("is_in_hall")),
    flag("is_open_to_centres", _title("is_open_to_centres")),
    texts("keywords", _title("keywords")),
    text("guide.conditions", _title("guide.conditions")),
    text("guide.reasons_for_visits", _title("guide.reasons_for_visits")),
    text("guide.consultation_phone", _title("guide.consultation_phone")),
    text("guide.complaint_phone", _title("guide.complaint_phone")),
    text("guide.note", _title("guide.note")),
)

PARTS: Sequence[PartTable] = (
    PartTable(
        "materials", _title("materials"),
        (
            _CODE, _NAME, term(MaterialForm, "form", _title("materials.form")), text("copies", _title("materials.copies")),
            flag("is_required", _title("materials.is_required")),
            term(MaterialSource, "source", _title("materials.source")),
            text("dataset_code", _title("materials.dataset_code")), text("issued_by", _title("materials.issued_by")),
            text("template_url", _title("materials.template_url")), text("note", _title("materials.note")),
        ),
        ("材料",),
    ),
    PartTable(
        "steps", _title("steps"),
        (
            _CODE, _NAME, text("stage", _title("steps.stage")), text("department_code", _title("steps.department_code")),
            text("days", _title("steps.days")),
        ),
        ("环节",),
    ),
    PartTable(
        "special_procedures", _title("special_procedures"),
        (
            _CODE, _NAME, term(SpecialKind, "kind", _title("special_procedures.kind")),
            text("days", _title("special_procedures.days")),
        ),
    ),
    PartTable(
        "guide.fees", _title("guide.fees"),
        (_NAME, text("fee_fen", _title("guide.fees.fee_fen")), text("basis", _title("guide.fees.basis"))),
        ("收费",),
    ),
    PartTable(
        "guide.halls", _title("guide.halls"),
        (
            _NAME, texts("windows", _title("guide.halls.windows")), text("address", _title("guide.halls.address")),
            text("hours", _title("guide.halls.hours")), text("phone", _title("guide.halls.phone")),
        ),
        ("办事大厅",),
    ),
    PartTable(
        "guide.results", _title("guide.results"),
        (
            term(ResultKind, "kind", _title("guide.results.kind")), _NAME,
            text("valid_years", _title("guide.results.valid_years")),
        ),
    ),
)  # fmt: skip

# In CSV, and where somebody likes it so in a workbook, all parts of one sort are one cell.
PART_CELLS: Sequence[Column] = [text(each.path, each.title, *each.also) for each in PARTS]
ITEM_HEADINGS = headings_of([*ITEM_COLUMNS, *PART_CELLS])
PART_HEADINGS = {each.path: headings_of([text("item_code", "事项编码"), *each.columns]) for each in PARTS}
FIELD_LABELS = {each.field: each.title_zh for each in (*ITEM_COLUMNS, *PART_CELLS)} | {
    f"{part.path}.{column.field}": f"{part.title}：{column.title_zh}" for part in PARTS for column in part.columns
}
