"""What comes in and goes out about cases."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input, View
from svc_grid.organisation.schemas import Code, TerritoryCode

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$")]
Staff = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
_AT = ["2025-03-14T02:05:00Z"]
_CASE_ID = ["01959c2e-8a00-7000-8000-000000000002"]


class CaseReport(Input):
    """Something seen on a place."""

    class_code: Code = Field(description="Its class; GET /v1/case-classes lists them.", examples=["community.environment"])
    title: Line = Field(description="The matter in a line.", examples=["垃圾未清运"])
    description: Prose = Field(description="The matter in words.", examples=["三连东侧垃圾点两天未清运"])
    territory_code: TerritoryCode = Field(description="Where it is.", examples=["659007/84/03"])


class Remark(Input):
    """An action that needs no more than a remark, if that."""

    remark: Prose | None = Field(None, description="A remark for the history.", examples=["请尽快处理"])


class Reason(Remark):
    """An action that needs a reason."""

    reason_code: ReasonCode = Field(description="The reason's code.", examples=["not_our_remit"])


class Assignment(Remark):
    """Who is to handle it: a unit, a staff account, or both."""

    unit_code: Code | None = Field(None, description="The handling unit.", examples=["84-03"])
    assignee: Staff | None = Field(None, description="The staff account.", examples=["lead-84-03"])

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if self.unit_code is None and self.assignee is None:
            raise ValueError("a unit_code or an assignee is needed")
        return self


class HandlingResult(Input):
    """What was done, with its evidence."""

    result: Prose = Field(description="What was done.", examples=["更换灯具，恢复照明"])
    evidence: list[Line] = Field([], max_length=20, description="References of pictures and papers.", examples=[["photo-1"]])


class Verification(Remark):
    """What the check came to."""

    passed: bool = Field(description="Whether it is found done.", examples=[True])
    reason_code: ReasonCode | None = Field(None, description="Why not; needed when it did not pass.", examples=[None])

    @model_validator(mode="after")
    def _says_why_not(self) -> Self:
        if not self.passed and self.reason_code is None:
            raise ValueError("a reason_code is needed when the check did not pass")
        return self


class CaseView(View):
    """A case as it stands."""

    id: UUID = Field(description="The case.", examples=_CASE_ID)
    number: str = Field(description="Its human number.", examples=["AJ-20250314-000004"])
    version: int = Field(description="Rises with each step.", examples=[3])
    status: str = Field(description="Where it stands.", examples=["handling"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["处置中"])
    status_label_en: str = Field(description="The same in English.", examples=["Being handled"])
    source: str = Field(description="Where the report came from.", examples=["hotline"])
    class_code: str = Field(description="Its class, or the category its ticket had.", examples=["urban.lighting"])
    title: str = Field(description="The matter in a line.", examples=["路灯不亮"])
    description: str = Field(description="The matter in words.", examples=["三连东侧路灯连续三晚不亮"])
    territory_code: str = Field(description="Where it is.", examples=["659007/84/03"])
    ticket_id: UUID | None = Field(description="The hotline ticket behind it.", examples=[None])
    unit_code: str | None = Field(description="The handling unit.", examples=["84-03"])
    assignee: str | None = Field(description="The staff account that handles it.", examples=["lead-84-03"])
    result: str | None = Field(description="What was done.", examples=[None])
    evidence: list[str] = Field(description="References of pictures and papers.", examples=[[]])
    reason_code: str | None = Field(
        description="Why it was dismissed, returned, sent back or voided, the last time.", examples=[None]
    )
    due_at: datetime | None = Field(description="The deadline.", examples=_AT)
    is_overdue: bool = Field(description="Whether it was handled late.", examples=[False])
    reported_at: datetime = Field(description="When it was reported.", examples=_AT)
    handled_at: datetime | None = Field(description="When it was handled.", examples=[None])
    closed_at: datetime | None = Field(description="When it was closed.", examples=[None])


class CaseStepView(View):
    """One step of a case's history."""

    version: int = Field(description="The case's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: str = Field(description="What was done.", examples=["register"])
    from_status: str | None = Field(description="The status before.", examples=["reported"])
    to_status: str = Field(description="The status after.", examples=["registered"])
    actor: str = Field(description="Who did it.", examples=["grid-desk-01"])
    actor_kind: str = Field(description="What kind of actor that is.", examples=["staff"])
    note: str | None = Field(description="A remark.", examples=[None])


class CaseCounts(View):
    """Cases reported in a year."""

    reported: int = Field(description="Reported.", examples=[2100])
    closed: int = Field(description="Of these, closed.", examples=[2080])
    open: int = Field(description="Of these, neither closed nor dismissed nor voided.", examples=[20])


class CaseFigures(View):
    """The cases of a year in numbers."""

    year: int = Field(description="The year, in the city's days.", examples=[2025])
    cases: CaseCounts = Field(description="The numbers.")
    source: str = Field(description="Who counted.", examples=["svc-grid"])
    as_of: datetime = Field(description="When it was counted.", examples=_AT)
