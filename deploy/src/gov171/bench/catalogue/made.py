"""A made-up list of items, each with all that a citizen's guide has, drawn with a fixed seed; and files of it."""

import io
import random
from collections.abc import Iterator, Sequence
from typing import Any

from svc_affairs.item_exchange.writing import maker_of, tables_of
from svc_affairs.items.parts import FeeItem, Guide, Hall, Material, Result, SpecialProcedure, Step
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.terms import Channel, ItemKind, MaterialForm, MaterialSource, ResultKind
from svc_affairs.sheets.bodies import SheetFormat

DEPARTMENTS = 28
_MATTERS = (
    "食品经营许可", "道路运输经营许可", "城镇燃气经营许可", "户外广告设置审批", "取水许可", "医疗机构执业登记",
    "民办学校办学许可",
    "企业职工养老保险待遇申领", "居民医疗保险参保登记", "不动产转移登记", "林木采伐许可", "旅馆业特种行业许可",
    "临时占用城市道路审批",
    "公共租赁住房申请", "残疾人证办理", "农药经营许可",
)  # fmt: skip
_ACTS = ("新办", "变更", "延续", "补办", "注销", "备案")
_PAPERS = ("申请表", "居民身份证", "营业执照", "场所使用证明", "法定代表人授权书", "从业人员健康证明", "平面布置图", "承诺书")
_CONDITIONS = "申请人依法取得主体资格；有与经营规模相适应的场所、设备和人员；有保证质量安全的规章制度；法律、法规规定的其他条件。"


def department_code(number: int) -> str:
    return f"dept-{number % DEPARTMENTS:02}"


def contents(count: int) -> Iterator[dict[str, Any]]:
    """So many items, as the API takes them."""
    drawn = random.Random("items")
    for number in range(count):
        yield _item(number, drawn).model_dump(mode="json")


def file_of(items: Sequence[dict[str, Any]], form: SheetFormat) -> bytes:
    target = io.BytesIO()
    writer = maker_of(form, "zh")(target)
    writer.add(tables_of(items, form, "zh"))
    writer.finish()
    return target.getvalue()


def _item(number: int, drawn: random.Random) -> ItemDraft:
    matter, act = _MATTERS[number % len(_MATTERS)], _ACTS[number // len(_MATTERS) % len(_ACTS)]
    statutory = drawn.choice((5, 7, 10, 20))
    return ItemDraft(
        code=f"6590{number:08}", name=f"{matter}（{act}，{number}类）", kind=drawn.choice([*ItemKind]),
        department_code=department_code(number), statutory_days=statutory, promised_days=drawn.randint(1, statutory),
        legal_basis=f"《{matter}管理办法》第{drawn.randint(3, 60)}条", channels=[Channel.HALL, Channel.WEB],
        visits=drawn.choice((0, 1)), online_depth=drawn.choice((3, 4)), is_in_hall=number % 3 == 0,
        is_open_to_centres=number % 30 == 0, keywords=[matter[:4], act],
        materials=[_material(at, paper) for at, paper in enumerate(drawn.sample(_PAPERS, 5), 1)],
        steps=[Step(code=f"s{at}", name=name, stage=at, days=1) for at, name in enumerate(("受理", "审查", "决定"), 1)],
        special_procedures=[SpecialProcedure(code="p1", name="现场核查", days=10)],
        guide=Guide(
            conditions=_CONDITIONS, consultation_phone="0909-12345", complaint_phone="12345",
            halls=[Hall(name="师市政务服务中心", windows=["B03", "B04"], address="光明路1号", hours="工作日 10:00-20:00")],
            fees=[FeeItem(name="工本费", fee_fen=0)],
            results=[Result(kind=ResultKind.LICENCE, name=f"{matter}证", valid_years=5)],
        ),
    )  # fmt: skip


def _material(number: int, paper: str) -> Material:
    dataset = "people-id" if paper == "居民身份证" else None
    return Material(
        code=f"m{number}", name=paper, form=MaterialForm.COPY, source=MaterialSource.APPLICANT, dataset_code=dataset,
        note="复印件需加盖公章或由申请人签名",
    )  # fmt: skip
