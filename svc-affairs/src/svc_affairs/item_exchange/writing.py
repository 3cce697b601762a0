"""How items become the rows of tables; pure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from svc_affairs.item_exchange.columns import CODE, ITEM_COLUMNS, PART_CELLS, PARTS, SHEET, PartTable
from svc_affairs.items.parts import FeeItem, Guide, Hall, Material, Result, SpecialProcedure, Step
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.terms import Channel, ItemKind, MaterialForm, MaterialSource, ResultKind
from svc_affairs.sheets.bodies import SheetFormat
from svc_affairs.sheets.cells import FIELD, join
from svc_affairs.sheets.columns import Language, titles
from svc_affairs.sheets.writing import CsvWriter, Maker, Tables, XlsxWriter

Content = Mapping[str, Any]

EXAMPLE = ItemDraft(
    code="000117001000", name="建筑工程施工许可证核发", kind=ItemKind.LICENCE, department_code="dept-07",
    statutory_days=7, promised_days=3, legal_basis="《中华人民共和国建筑法》第七条",
    channels=[Channel.HALL, Channel.WEB], visits=1, online_depth=4, keywords=["开工", "盖房"],
    materials=[
        Material(
            code="m1", name="建设用地批准书", form=MaterialForm.COPY, source=MaterialSource.GOVERNMENT,
            issued_by="自然资源和规划局", dataset_code="land-approvals",
        ),
        Material(code="m2", name="施工许可申请表", copies=2, template_url="https://example.org/form.docx"),
    ],
    steps=[Step(code="s1", name="受理", stage=1, days=1), Step(code="s2", name="审查决定", stage=2, days=2)],
    special_procedures=[SpecialProcedure(code="p1", name="专家评审", days=20)],
    guide=Guide(
        conditions="已办理用地批准手续", consultation_phone="0909-12345", complaint_phone="12345",
        halls=[Hall(name="师市政务服务中心", windows=["B03", "B04"], address="光明路1号", hours="工作日 10:00-20:00")],
        fees=[FeeItem(name="工本费", fee_fen=0)],
        results=[Result(kind=ResultKind.LICENCE, name="建筑工程施工许可证", valid_years=3)],
    ),
).model_dump(mode="json")  # fmt: skip


def maker_of(form: SheetFormat, language: Language) -> Maker:
    """What makes the writer of a file that items go into."""
    heads = titles(ITEM_COLUMNS, language)
    if form is SheetFormat.CSV:
        return partial(CsvWriter, title=SHEET, headings=[*heads, *titles(PART_CELLS, language)])
    sheets = {
        part.title: [CODE.title(language) if language == "zh" else "item_code", *titles(part.columns, language)] for part in PARTS
    }
    return partial(XlsxWriter, sheets={SHEET: heads} | sheets)


def tables_of(items: Iterable[Content], form: SheetFormat, language: Language) -> Tables:
    """Some items' rows: in CSV with their parts as cells, in a workbook with these on sheets of their own."""
    tables: dict[str, list[list[str]]] = {SHEET: []}
    for item in items:
        row = [each.cell(_at(item, each.field), language) for each in ITEM_COLUMNS]
        for part in PARTS:
            written = [_cells(part, each, language) for each in _at(item, part.path) or ()]
            if form is SheetFormat.CSV:
                row.append("\n".join(_line(cells) for cells in written))
            else:
                tables.setdefault(part.title, []).extend([item["code"], *cells] for cells in written)
        tables[SHEET].append(row)
    return tables


def _line(cells: Sequence[str]) -> str:
    """One part in one line; what is empty at its end is left away."""
    filled = max((at + 1 for at, cell in enumerate(cells) if cell), default=0)
    return join(cells[:filled], FIELD)


def _cells(part: PartTable, given: Content, language: Language) -> list[str]:
    return [each.cell(given.get(each.field), language) for each in part.columns]


def _at(item: Content, path: str) -> Any:
    name, _, rest = path.partition(".")
    return item.get(name) if not rest else (item.get(name) or {}).get(rest)
