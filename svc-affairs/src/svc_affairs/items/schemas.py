"""What comes in about items."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.fields import Days, Fee, Name, Prose
from svc_affairs.items.parts import Guide, Materials, SpecialProcedures, Steps
from svc_affairs.items.terms import ApplicantKind, CaseType, Channel, ItemKind, ItemLevel, RegionScope
from svc_affairs.patches import Patch

ItemCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z-]{0,63}$")]
Visits = Annotated[int, Field(ge=0, le=3)]
Depth = Annotated[int, Field(ge=1, le=4)]
Keywords = Annotated[list[Annotated[str, StringConstraints(min_length=1, max_length=40)]], Field(max_length=60)]
Applicants = Annotated[list[ApplicantKind], Field(min_length=1, max_length=len(ApplicantKind))]
Channels = Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]


class ItemDraft(Input):
    """A new version of an item, to be published later."""

    code: ItemCode = Field(description="The item's code; a code that exists gets its next version.", examples=["000117001000"])
    name: Name = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind = Field(description="Its kind.", examples=["01"])
    department_code: DepartmentCode = Field(description="Whose it is.", examples=["dept-07"])
    level: ItemLevel = Field(default=ItemLevel.CITY, description="At which level it is exercised.", examples=["3"])
    base_code: ItemCode | None = Field(
        default=None, description="The base item 基本目录 it implements.", examples=["000117001000"]
    )
    case_type: CaseType = Field(default=CaseType.PROMISED, description="How soon a case is decided.", examples=["2"])
    applicant_kinds: Applicants = Field(
        default=[ApplicantKind.PERSON, ApplicantKind.COMPANY], description="Who may apply.", examples=[["person", "company"]]
    )
    statutory_days: Days = Field(description="Working days the law allows 法定时限.", examples=[7])
    promised_days: Days = Field(description="Working days promised 承诺时限, at most the statutory ones.", examples=[3])
    materials: Materials = Field(default=[], description="What an applicant has to bring.")
    fee_fen: Fee = Field(default=0, description="The fee in fen.", examples=[0])
    legal_basis: Prose = Field(description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"])
    channels: Channels = Field(description="How it can be applied for.", examples=[["hall", "web"]])
    visits: Visits = Field(description="Visits needed 跑动次数; at most 1 is 最多跑一次.", examples=[1])
    online_depth: Depth = Field(description="How far it can be done online 网办深度.", examples=[4])
    region_scope: RegionScope = Field(default=RegionScope.NONE, description="From how far away.", examples=["city"])
    is_in_hall: bool = Field(default=False, description="Whether a hall takes it in 进驻大厅.", examples=[True])
    is_open_to_centres: bool = Field(default=False, description="Whether town centres may claim it.", examples=[False])
    steps: Steps = Field(default=[], description="Steps of a case; none: the department decides in one.")
    special_procedures: SpecialProcedures = Field(default=[], description="Procedures whose time does not count.")
    keywords: Keywords = Field(default=[], description="Words citizens use for it.", examples=[["开工", "盖房"]])
    guide: Guide = Field(default=Guide(), description="What else a guide tells.")


class ItemPatch(Patch):
    """What changes of a draft; what is not named stays."""

    name: Name | None = Field(default=None, description="Its name.", examples=["建筑工程施工许可证核发"])
    kind: ItemKind | None = Field(default=None, description="Its kind.", examples=["01"])
    department_code: DepartmentCode | None = Field(default=None, description="Whose it is.", examples=["dept-07"])
    level: ItemLevel | None = Field(default=None, description="At which level it is exercised.", examples=["3"])
    base_code: ItemCode | None = Field(
        default=None, description="The base item 基本目录 it implements.", examples=["000117001000"]
    )
    case_type: CaseType | None = Field(default=None, description="How soon a case is decided.", examples=["2"])
    applicant_kinds: Applicants | None = Field(default=None, description="Who may apply.", examples=[["person", "company"]])
    statutory_days: Days | None = Field(default=None, description="Working days the law allows.", examples=[7])
    promised_days: Days | None = Field(default=None, description="Working days promised.", examples=[3])
    materials: Materials | None = Field(default=None, description="What an applicant has to bring.")
    fee_fen: Fee | None = Field(default=None, description="The fee in fen.", examples=[0])
    legal_basis: Prose | None = Field(
        default=None, description="The law it rests on.", examples=["《中华人民共和国建筑法》第七条"]
    )
    channels: Channels | None = Field(default=None, description="How it can be applied for.", examples=[["hall"]])
    visits: Visits | None = Field(default=None, description="Visits needed.", examples=[1])
    online_depth: Depth | None = Field(default=None, description="How far it can be done online.", examples=[4])
    region_scope: RegionScope | None = Field(default=None, description="From how far away.", examples=["city"])
    is_in_hall: bool | None = Field(default=None, description="Whether a hall takes it in 进驻大厅.", examples=[True])
    is_open_to_centres: bool | None = Field(default=None, description="Whether town centres may claim it.", examples=[False])
    steps: Steps | None = Field(default=None, description="Steps of a case; none: the department decides in one.")
    special_procedures: SpecialProcedures | None = Field(default=None, description="Procedures whose time does not count.")
    keywords: Keywords | None = Field(default=None, description="Words citizens use for it.", examples=[["开工", "盖房"]])
    guide: Guide | None = Field(default=None, description="What else a guide tells.")


class Submission(Input):
    """What is told the reviewers with it."""

    note: Prose | None = Field(default=None, description="What to look at.", examples=["承诺时限由5日压缩为3日"])


class Rejection(Input):
    """Why a version goes back to its editors."""

    reasons: Prose = Field(description="What has to be put right.", examples=["申请材料第2项缺少依据"])


class Publication(Input):
    """From when an approved version is in force."""

    effective_on: date | None = Field(
        default=None, description="The day from whose beginning it is in force; null: now.", examples=["2026-01-01"]
    )
    note: Prose | None = Field(default=None, description="A word on it.", examples=["经会签同意"])


class Suspension(Input):
    """Why, and for how long, nobody can apply."""

    reason: Prose = Field(description="Why; everybody can read it.", examples=["系统升级"])
    resumes_on: date | None = Field(
        default=None, description="The day on which it is resumed by itself; null: by a reviewer.", examples=["2026-02-01"]
    )


class Resumption(Input):
    """A word on resuming it."""

    note: Prose | None = Field(default=None, description="A word on it.", examples=["系统已恢复"])


class Withdrawal(Input):
    """Why a version is withdrawn."""

    reason: Prose | None = Field(default=None, description="Why.", examples=["依据已废止"])
