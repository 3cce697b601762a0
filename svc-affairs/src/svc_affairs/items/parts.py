"""What a version of an item is made of 办事指南: materials, steps, special procedures, and what else a guide tells."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

from chassis.schema import Input
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.fields import Days, Fee, Name, PartCode, Prose
from svc_affairs.items.terms import MaterialForm, MaterialSource, ResultKind, SpecialKind


class Part(Input):
    """Base of parts that cases name by their code, which is the item's own."""

    code: PartCode = Field(description="Its code within the item.", examples=["m1"])
    name: Name = Field(description="What it is.", examples=["建设用地批准书"])


AnyPart = TypeVar("AnyPart", bound=Part)


def _told_apart(parts: Sequence[AnyPart]) -> Sequence[AnyPart]:
    twice = [code for code, count in Counter(part.code for part in parts).items() if count > 1]
    if twice:
        raise ValueError(f"codes must differ: {', '.join(twice)}")
    return parts


class Material(Part):
    """Something an applicant has to bring, or need not bring since the data hub has it 免提交."""

    form: MaterialForm = Field(default=MaterialForm.ORIGINAL, description="What of it is brought.", examples=["copy"])
    copies: int = Field(default=1, ge=1, le=99, description="How many copies.", examples=[1])
    is_required: bool = Field(default=True, description="Whether it may not be missing.", examples=[True])
    source: MaterialSource = Field(default=MaterialSource.APPLICANT, description="Where it comes from.", examples=["government"])
    issued_by: Name | None = Field(default=None, description="Who issues it.", examples=["自然资源和规划局"])
    dataset_code: PartCode | None = Field(
        default=None,
        description="The data set of the data hub that has it, so that it need not be brought 免提交; null: it is asked for.",
        examples=["land-approvals"],
    )
    template_url: str | None = Field(
        default=None,
        pattern=r"^https?://",
        max_length=500,
        description="A blank of it.",
        examples=["https://example.org/form.docx"],
    )
    note: Prose | None = Field(default=None, description="What to mind.", examples=["加盖公章"])


class Step(Part):
    """A step that a case takes 办理环节; steps of one stage run in parallel, stages in the order of their numbers."""

    stage: int = Field(ge=1, le=20, description="Its stage.", examples=[1])
    department_code: DepartmentCode | None = Field(
        default=None, description="Who takes it; null: the item's own department.", examples=["dept-07"]
    )
    days: Days | None = Field(default=None, description="Working days for it; null: within the whole.", examples=[2])


class SpecialProcedure(Part):
    """A procedure whose time does not count 特别程序, such as an expert review or a hearing."""

    kind: SpecialKind = Field(default=SpecialKind.OTHER, description="What sort.", examples=["2"])
    days: Days = Field(description="Working days it may take.", examples=[20])


class FeeItem(Input):
    """One fee 收费项目."""

    name: Name = Field(description="For what.", examples=["工本费"])
    fee_fen: Fee = Field(description="How much, in fen.", examples=[1000])
    basis: Prose | None = Field(default=None, description="The rule it rests on.", examples=["发改价格〔2019〕45号"])


class Hall(Input):
    """Where it can be applied for in person 办理地点."""

    name: Name = Field(description="The hall.", examples=["师市政务服务中心"])
    windows: list[Name] = Field(default=[], max_length=50, description="Its windows.", examples=[["B03"]])
    address: Name | None = Field(default=None, description="Where it is.", examples=["光明路1号"])
    hours: Name | None = Field(default=None, description="When it is open.", examples=["工作日 10:00-14:00, 16:00-20:00"])
    phone: Name | None = Field(default=None, description="Its telephone.", examples=["0909-12345"])


class Result(Input):
    """What comes out 办理结果."""

    kind: ResultKind = Field(description="What sort.", examples=["licence"])
    name: Name = Field(description="What it is called.", examples=["建筑工程施工许可证"])
    valid_years: int | None = Field(default=None, ge=1, le=100, description="For how long; null: for good.", examples=[3])


class Guide(Input):
    """What else a citizen's guide tells of an item."""

    conditions: Prose | None = Field(
        default=None, description="Under which conditions 受理条件.", examples=["已办理用地批准手续"]
    )
    halls: list[Hall] = Field(default=[], max_length=50, description="Halls and windows.")
    fees: list[FeeItem] = Field(default=[], max_length=50, description="What the fee is made of.")
    results: list[Result] = Field(default=[], max_length=20, description="What comes out.")
    reasons_for_visits: Prose | None = Field(default=None, description="Why one must come.", examples=["领取证照"])
    consultation_phone: Name | None = Field(default=None, description="Whom to ask.", examples=["0909-12345"])
    complaint_phone: Name | None = Field(default=None, description="Where to complain.", examples=["12345"])
    note: Prose | None = Field(default=None, description="What else to know.", examples=["法定节假日顺延"])


Materials = Annotated[list[Material], Field(max_length=200), AfterValidator(_told_apart)]
Steps = Annotated[list[Step], Field(max_length=40), AfterValidator(_told_apart)]
SpecialProcedures = Annotated[list[SpecialProcedure], Field(max_length=20), AfterValidator(_told_apart)]
