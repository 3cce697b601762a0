"""Items as tables, without a database: whatever an item holds comes back the same; what is wrong is named with its place."""

import io
from typing import Any

import pytest
from catalogue_builders import item_contents, item_row, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from svc_affairs.item_exchange.columns import FIELD_LABELS
from svc_affairs.item_exchange.judging import Known, judge
from svc_affairs.item_exchange.reading import read_items
from svc_affairs.item_exchange.writing import EXAMPLE, maker_of, tables_of
from svc_affairs.items.models import Item
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.terms import ItemStatus
from svc_affairs.items.versions import Versions
from svc_affairs.sheets.bodies import SheetFormat
from svc_affairs.sheets.columns import Language
from svc_affairs.sheets.faults import label
from svc_affairs.sheets.reports import RowReport, as_csv

FORMATS, LANGUAGES = list(SheetFormat), ("zh", "en")


def file_of(contents: list[dict[str, Any]], form: SheetFormat, language: Language) -> bytes:
    target = io.BytesIO()
    writer = maker_of(form, language)(target)
    writer.add(tables_of(contents, form, language))
    writer.finish()
    return target.getvalue()


def reports(content: bytes, form: SheetFormat, there: list[dict[str, Any]] | None = None) -> list[RowReport]:
    """What comes of a file where these items are published; every department is known."""
    versions = {
        each["code"]: Versions(offered=Item(**each, version=1, status=ItemStatus.PUBLISHED), last=1) for each in there or []
    }  # fmt: skip
    given_list = read_items(content, form)
    departments = {each.fields.get("department_code") for each in given_list.items}
    named = {part["department_code"] for each in there or [] for part in (each, *each["steps"])}
    known = Known(versions, {}, departments | named, "free")
    found = [each.report for each in judge(given_list, known)] + given_list.astray
    label(found, FIELD_LABELS)
    return found


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=40, deadline=None)
@given(contents=st.lists(item_contents(), min_size=1, max_size=3, unique_by=lambda each: each["code"]))
def test_whatever_an_item_holds_comes_back_the_same(
    form: SheetFormat, language: Language, contents: list[dict[str, Any]]
) -> None:
    found = reports(file_of(contents, form, language), form, contents)

    assert [(each.code, each.outcome.value, each.faults) for each in found] == [
        (each["code"], "unchanged", []) for each in contents
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_the_template_s_example_is_itself_an_item(form: SheetFormat) -> None:
    (found,) = reports(file_of([EXAMPLE], form, "zh"), form)

    assert (found.outcome, found.faults) == ("created", [])


def test_what_a_file_has_no_column_for_stays_and_an_empty_cell_empties() -> None:
    there = ItemDraft.model_validate(item_row() | {"keywords": ["开工"], "guide": {"note": "旧", "conditions": "有"}}).model_dump(
        mode="json"
    )
    same, emptied = "code,promised_days\n1,3\n", "事项编码,关键词,其他说明\n1,,\n"

    (unchanged,) = reports(same.encode(), SheetFormat.CSV, [there])
    (changed,) = reports(emptied.encode(), SheetFormat.CSV, [there])
    read = read_items(emptied.encode(), SheetFormat.CSV)

    assert (unchanged.outcome, changed.outcome) == ("unchanged", "new_version")
    assert read.fields == {"code", "keywords", "guide.note"}
    (missing,) = reports(same.encode(), SheetFormat.CSV)
    assert (missing.outcome, {each.field for each in missing.faults} >= {"name", "kind"}) == ("refused", True)


def test_a_fault_is_named_with_field_and_place() -> None:
    head = [
        "事项编码",
        "事项名称",
        "事项类型",
        "所属部门",
        "法定时限",
        "承诺时限",
        "设定依据",
        "办理渠道",
        "跑动次数",
        "网办深度",
    ]
    sound = ["1", "甲", "行政许可", "dept-07", "7", "3", "法", "办事大厅、web", "1", "4"]
    book = workbook(
        {
            "事项": [
                head, sound, ["2", *sound[1:]], ["2", *sound[1:]], ["3", "乙", "行政处罚", *sound[3:]],
                ["4", *sound[1:4], "2", *sound[5:]],
            ],
            "材料": [
                ["事项编码", "编码", "名称", "份数"], ["1", "m1", "证", "100"], ["1", "m1", "证", "1"], ["9", "m1", "证", "1"],
            ],
        }
    )  # fmt: skip

    found = reports(book, SheetFormat.XLSX)

    told = {(each.sheet, each.row, fault.sheet, fault.row, fault.field) for each in found for fault in each.faults}
    assert told == {
        (None, 2, "材料", 2, "materials.copies"), (None, 4, None, None, "code"), (None, 5, None, None, "kind"),
        (None, 6, None, None, "promised_days"), ("材料", 4, None, None, "code"),
    }  # fmt: skip
    assert [each.outcome.value for each in found] == ["refused", "created", "refused", "refused", "refused", "refused"]
    table = as_csv(found).decode("utf-8-sig").splitlines()
    assert table[0].startswith("行号")
    assert any(line.startswith("2,材料,1,未导入,,申请材料：份数,less_than_equal,不得大于99,") for line in table)


def test_a_line_with_too_many_fields_and_parts_given_twice_are_refused() -> None:
    line = '编码,申请材料\n1,"m1|证|||||||||多"\n'
    (long,) = reports(line.encode(), SheetFormat.CSV, [ItemDraft.model_validate(item_row()).model_dump(mode="json")])
    book = workbook({"事项": [["编码", "材料"], ["1", "m1|证"]], "材料": [["事项编码", "编码", "名称"], ["1", "m2", "书"]]})
    (twice,) = reports(book, SheetFormat.XLSX, [ItemDraft.model_validate(item_row()).model_dump(mode="json")])

    assert [(each.outcome.value, [fault.field for fault in each.faults]) for each in (long, twice)] == [
        ("refused", ["materials"]), ("refused", ["materials"]),
    ]  # fmt: skip
