"""What goes out about online cases."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, computed_field

from chassis import clock
from chassis.schema import View
from svc_affairs.items.terms import ApplicantKind, CaseType, SpecialKind
from svc_affairs.online_cases.schemas import LackingThing
from svc_affairs.online_cases.terms import Action, Channel, DeliveryWay, DenialReason, RefusalReason, Status, TaskStatus

_AT = ["2025-01-06T02:00:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000007"]


class OnlineCaseView(View):
    """A case as staff sees it; who applied is shown masked."""

    id: UUID = Field(description="The case.", examples=_ID)
    number: str = Field(description="The number a person quotes.", examples=["BJ-20250106-000017"])
    version: int = Field(description="Rises with each step; its ETag.", examples=[3])
    status: Status = Field(description="Where it stands.", examples=["accepted"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["已受理"])
    status_label_en: str = Field(description="The same in English.", examples=["Accepted"])
    item_id: UUID = Field(description="The version of the item that it began with and keeps.", examples=_ID)
    item_code: str = Field(description="The item.", examples=["000117001000"])
    item_version: int = Field(description="Its version.", examples=[1])
    item_name: str = Field(description="Its name.", examples=["建筑工程施工许可证核发"])
    case_type: CaseType = Field(description="How soon it is decided 办件类型.", examples=["2"])
    department_code: str = Field(description="Whose item it is, and who decides.", examples=["dept-07"])
    channel: Channel = Field(description="How it came in.", examples=["web"])
    centre_code: str | None = Field(description="The town centre that took it in.", examples=[None])
    window_code: str | None = Field(description="The window that took it in.", examples=["B03"])
    territory_code: str | None = Field(description="Where it belongs.", examples=["659007/84"])
    external_no: str | None = Field(description="The centre's own number of it.", examples=[None])
    package_application_id: UUID | None = Field(description="The application for several items it is part of.", examples=[None])
    applicant_kind: ApplicantKind = Field(description="What sort of applicant.", examples=["company"])
    masked_name: str | None = Field(description="Who applied, or who is reached there, masked.", examples=["王*"])
    masked_phone: str | None = Field(description="The telephone, masked.", examples=["138****1234"])
    company_name: str | None = Field(description="An organisation's name.", examples=["博州绿洲建设有限公司"])
    uscc: str | None = Field(description="Its unified social credit code.", examples=["91110000600037341L"])
    has_agent: bool = Field(description="Whether an agent 代理人 applied.", examples=[False])
    agent_masked_name: str | None = Field(description="The agent, masked.", examples=[None])
    agent_masked_phone: str | None = Field(description="The agent's telephone, masked.", examples=[None])
    subject: str | None = Field(description="What for.", examples=["光明小区二期工程"])
    is_likely_duplicate: bool = Field(description="The same was being applied for when it came.", examples=[False])
    submitted_at: datetime = Field(description="When it came in.", examples=_AT)
    accepted_at: datetime | None = Field(description="Since when it is accepted.", examples=_AT)
    ready_at: datetime | None = Field(description="When its review was done, so that it can be decided.", examples=_AT)
    decided_at: datetime | None = Field(description="When it was decided.", examples=[None])
    delivered_at: datetime | None = Field(description="When the result was delivered.", examples=[None])
    closed_at: datetime | None = Field(description="When it ended, whichever way.", examples=[None])
    changed_at: datetime = Field(description="When its last step was.", examples=_AT)
    promised_days: int = Field(description="Working days promised.", examples=[3])
    statutory_days: int = Field(description="Working days the law allows.", examples=[7])
    extension_days: int = Field(description="Working days by which its review was extended.", examples=[0])
    special_days: int = Field(description="Working days that special procedures have taken.", examples=[0])
    paused_at: datetime | None = Field(description="Since when its clock stands still.", examples=[None])
    due_at: datetime | None = Field(description="The promised deadline; null while nothing runs.", examples=_AT)
    statutory_due_at: datetime | None = Field(description="The statutory deadline.", examples=_AT)
    is_due_provisional: bool = Field(description="Whether they rest on days not published yet.", examples=[False])
    is_overdue: bool = Field(description="It is, or once was, past the promised deadline.", examples=[False])
    overdue_at: datetime | None = Field(description="Since when.", examples=[None])
    undelivered_at: datetime | None = Field(description="Since when its delivery is late, or was.", examples=[None])
    wait_until: datetime | None = Field(description="Until when somebody is waited for in this state.", examples=[None])
    supplement_asked_at: datetime | None = Field(description="When a supplement was asked for.", examples=[None])
    supplement_asked: list[LackingThing] = Field(description="All that was asked for.")
    supplemented_at: datetime | None = Field(description="When it came.", examples=[None])
    refusal_reason: RefusalReason | None = Field(description="Why it was not accepted.", examples=[None])
    denial_reason: DenialReason | None = Field(description="Why it was denied.", examples=[None])
    result: Status | None = Field(description="What was decided.", examples=["approved"])
    result_text: str | None = Field(description="The same in words.", examples=["符合法定条件，准予许可"])
    appeal_text: str | None = Field(description="How a denial is appealed against.", examples=[None])
    delivery_way: DeliveryWay | None = Field(description="How the result was delivered.", examples=["window"])
    tracking_no: str | None = Field(description="The parcel's number.", examples=[None])
    erased_at: datetime | None = Field(description="When its contacts were erased.", examples=[None])


class CaseReceipt(OnlineCaseView):
    """A new case, with what is told once."""

    query_code: str = Field(description="For the applicant alone; it is not kept.", examples=["7K2M-Q9TX-04FD"])
    likely_duplicates: list[str] = Field(
        description="Numbers of the cases it may repeat, as far as the caller may see them.", examples=[[]]
    )


class OnlineCaseStepView(View):
    """One step of a case's history."""

    version: int = Field(description="The case's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: Action = Field(description="What was done.", examples=["accept"])
    action_label_zh: str = Field(description="The same in Chinese.", examples=["受理"])
    action_label_en: str = Field(description="The same in English.", examples=["Accepted"])
    from_status: Status | None = Field(description="The state before.", examples=["submitted"])
    to_status: Status = Field(description="The state after.", examples=["accepted"])
    actor: str = Field(description="Who did it.", examples=["window-03"])
    actor_role: str = Field(description="As what.", examples=["window"])
    note: str | None = Field(description="A remark.", examples=["材料齐全"])
    data: dict[str, str | int | bool | None] = Field(description="What the step says besides.", examples=[{}])


class OnlineCaseTaskView(View):
    """A step of the review."""

    step_code: str = Field(description="The step.", examples=["s1"])
    name: str = Field(description="Its name.", examples=["现场核查"])
    stage: int = Field(description="Its stage; those of one stage are open side by side.", examples=[1])
    department_code: str = Field(description="Who takes it.", examples=["dept-07"])
    days: int | None = Field(description="Working days for it.", examples=[2])
    status: TaskStatus = Field(description="Where it stands.", examples=["open"])
    opinion: str | None = Field(description="What was said.", examples=["现场核查符合要求"])
    opened_at: datetime | None = Field(description="When it was opened.", examples=_AT)
    due_at: datetime | None = Field(description="When it is due.", examples=_AT)
    done_at: datetime | None = Field(description="When it was done.", examples=[None])
    done_by: str | None = Field(description="By whom.", examples=[None])
    is_late: bool = Field(description="Whether it was done late.", examples=[False])

    @computed_field(description="Whether it is open and past its limit.", examples=[False])  # type: ignore[prop-decorator]
    @property
    def is_overdue(self) -> bool:
        return self.status is TaskStatus.OPEN and self.due_at is not None and clock.now() > self.due_at


class SpecialProcedureView(View):
    """A special procedure, or an extension."""

    procedure_no: int = Field(description="Its number within the case.", examples=[1])
    code: str = Field(description="Which of the item's.", examples=["expert-review"])
    name: str = Field(description="Its name.", examples=["专家评审"])
    kind: SpecialKind = Field(description="What sort.", examples=["2"])
    days: int = Field(description="Working days it may take.", examples=[20])
    reason: str = Field(description="Why.", examples=["需组织专家评审"])
    begun_at: datetime = Field(description="When it began.", examples=_AT)
    begun_by: str = Field(description="By whom.", examples=["approver-07"])
    due_at: datetime | None = Field(description="When it ends by itself.", examples=_AT)
    ended_at: datetime | None = Field(description="When it ended.", examples=[None])
    ended_by: str | None = Field(description="By whom.", examples=[None])
    days_taken: int | None = Field(description="Working days the clock stood still for it.", examples=[12])


class ContactView(View):
    """A contact in clear."""

    name: str | None = Field(description="The name.", examples=["王明"])
    phone: str = Field(description="The telephone.", examples=["13812341234"])
