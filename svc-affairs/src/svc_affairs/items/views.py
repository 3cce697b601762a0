"""What goes out about items."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field, computed_field

from chassis.schema import View
from svc_affairs.items.comparing import Fate
from svc_affairs.items.parts import Guide, Material, SpecialProcedure, Step
from svc_affairs.items.terms import Action, ApplicantKind, CaseType, Channel, ItemKind, ItemLevel, ItemStatus, RegionScope


class ItemView(View):
    """A version of an item as it stands."""

    id: UUID = Field(description="This version's id.", examples=["01959c2e-8a00-7000-8000-000000000003"])
    code: str = Field(description="The item's code.", examples=["000117001000"])
    version: int = Field(description="The version of the item.", examples=[1])
    revision: int = Field(description="Rises with each change of this version; its ETag.", examples=[2])
    status: ItemStatus = Field(description="Where it stands.", examples=["published"])
    name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind = Field(description="Its kind 事项类型.", examples=["01"])
    level: ItemLevel = Field(description="At which level it is exercised 行使层级.", examples=["3"])
    base_code: str | None = Field(description="The base item it implements.", examples=["000117001000"])
    department_code: str = Field(description="Whose it is.", examples=["dept-07"])
    case_type: CaseType = Field(description="How soon a case is decided 办件类型.", examples=["2"])
    applicant_kinds: list[ApplicantKind] = Field(description="Who may apply 服务对象.", examples=[["person", "company"]])
    statutory_days: int = Field(description="Working days the law allows 法定时限.", examples=[7])
    promised_days: int = Field(description="Working days promised 承诺时限.", examples=[3])
    materials: list[Material] = Field(description="What an applicant has to bring.")
    fee_fen: int = Field(description="The fee in fen.", examples=[0])
    legal_basis: str = Field(description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"])
    channels: list[Channel] = Field(description="How it can be applied for.", examples=[["hall", "web"]])
    visits: int = Field(description="Visits needed 跑动次数.", examples=[1])
    online_depth: int = Field(description="How far it can be done online 网办深度.", examples=[4])
    region_scope: RegionScope = Field(description="From how far away 通办范围.", examples=["city"])
    is_in_hall: bool = Field(description="Whether a hall takes it in 进驻大厅.", examples=[True])
    is_open_to_centres: bool = Field(description="Whether town centres may claim it 认领.", examples=[False])
    steps: list[Step] = Field(description="Steps of a case 办理环节; none: the department decides in one.")
    special_procedures: list[SpecialProcedure] = Field(description="Procedures whose time does not count 特别程序.")
    keywords: list[str] = Field(description="Words citizens use for it.", examples=[["开工"]])
    guide: Guide = Field(description="What else a guide tells 办事指南.")
    created_at: datetime = Field(description="When it was drafted.", examples=["2025-01-06T02:00:00Z"])
    changed_at: datetime = Field(description="When it last changed.", examples=["2025-01-07T02:00:00Z"])
    published_at: datetime | None = Field(description="When it was published.", examples=["2025-01-07T02:00:00Z"])
    withdrawn_at: datetime | None = Field(description="When it was withdrawn, or replaced.", examples=[None])

    effective_on: date | None = Field(description="From which day it is, or will be, in force.", examples=["2025-01-07"])
    suspended_reason: str | None = Field(description="While suspended: why.", examples=[None])
    resumes_on: date | None = Field(description="While suspended: when it is resumed by itself.", examples=[None])
    replaced_by_id: UUID | None = Field(description="The version that took its place.", examples=[None])

    @computed_field(description="The state's Chinese name.", examples=["已发布"])  # type: ignore[prop-decorator]
    @property
    def status_label_zh(self) -> str:
        return self.status.label_zh

    @computed_field(description="The state's English name.", examples=["Published"])  # type: ignore[prop-decorator]
    @property
    def status_label_en(self) -> str:
        return self.status.label_en

    @computed_field(description="The kind's Chinese name.", examples=["行政许可"])  # type: ignore[prop-decorator]
    @property
    def kind_label_zh(self) -> str:
        return self.kind.label_zh

    @computed_field(description="The kind's English name.", examples=["Administrative licence"])  # type: ignore[prop-decorator]
    @property
    def kind_label_en(self) -> str:
        return self.kind.label_en


class ItemStepView(View):
    """One step of a version's life."""

    id: UUID = Field(description="The step's id.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    revision: int = Field(description="The revision that the version had after it.", examples=[3])
    action: Action = Field(description="What was done.", examples=["publish"])
    status: ItemStatus = Field(description="Where the version stood after it.", examples=["published"])
    actor: str = Field(description="Who did it; `clock`: its day came.", examples=["staff-117"])
    at: datetime = Field(description="When.", examples=["2025-01-07T02:00:00Z"])
    note: str | None = Field(description="Why, or a word on it.", examples=["经会签同意"])
    day: date | None = Field(description="The day that was set with it.", examples=[None])
    fields: list[str] = Field(description="What was changed.", examples=[["promised_days"]])

    @computed_field(description="What was done, in Chinese.", examples=["审核通过并发布"])  # type: ignore[prop-decorator]
    @property
    def action_label_zh(self) -> str:
        return self.action.label_zh

    @computed_field(description="What was done, in English.", examples=["Approved and published"])  # type: ignore[prop-decorator]
    @property
    def action_label_en(self) -> str:
        return self.action.label_en


class FieldChangeView(View):
    """One field that differs."""

    field: str = Field(description="The field.", examples=["promised_days"])
    label_zh: str = Field(description="Its Chinese name.", examples=["承诺时限（工作日）"])
    label_en: str = Field(description="Its English name.", examples=["promised working days"])
    old: Any = Field(description="Its value in the other version.", examples=[5])
    new: Any = Field(description="Its value in this version.", examples=[3])


class PartChangeView(View):
    """One material, step, special procedure, hall, fee or result that differs."""

    field: str = Field(description="The list it stands in.", examples=["materials"])
    label_zh: str = Field(description="The list's Chinese name.", examples=["申请材料"])
    label_en: str = Field(description="The list's English name.", examples=["material"])
    key: str = Field(description="Its code, or where parts have none its name.", examples=["m2"])
    name: str = Field(description="Its name.", examples=["身份证复印件"])
    fate: Fate = Field(description="What became of it.", examples=["removed"])
    changes: list[FieldChangeView] = Field(description="If it was changed: what of it.")


class DifferencesView(View):
    """What differs between two versions."""

    item_id: UUID = Field(description="This version.", examples=["01959c2e-8a00-7000-8000-000000000004"])
    version: int = Field(description="Its number.", examples=[2])
    against_id: UUID = Field(description="The other version.", examples=["01959c2e-8a00-7000-8000-000000000003"])
    against_version: int = Field(description="Its number.", examples=[1])
    changes: list[FieldChangeView] = Field(description="Fields with both values.")
    parts: list[PartChangeView] = Field(description="Parts of lists, told apart by their codes or names.")
    summary_zh: list[str] = Field(description="A sentence each, in Chinese.", examples=[["承诺时限（工作日）：5 → 3"]])
    summary_en: list[str] = Field(description="A sentence each, in English.", examples=[["promised working days: 5 → 3"]])
