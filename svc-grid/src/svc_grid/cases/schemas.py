"""What comes in and goes out about cases."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from chassis.schema import Input, View
from contracts.coordinates import gcj02_to_wgs84
from svc_grid.codes import Code, TerritoryCode

Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$")]
Staff = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
_AT = ["2025-03-14T02:05:00Z"]
_CASE_ID = ["01959c2e-8a00-7000-8000-000000000002"]


Level = Annotated[int, Field(ge=1, le=3)]


class Place(Input):
    """A point."""

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] = Field(
        description="Longitude, degrees.", examples=[82.07]
    )
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] = Field(description="Latitude, degrees.", examples=[44.85])
    crs: Literal["WGS-84", "GCJ-02"] = Field("WGS-84", description="GCJ-02 is converted and kept as WGS-84.", examples=["WGS-84"])

    @property
    def wgs84(self) -> tuple[float, float]:
        return gcj02_to_wgs84(self.lon, self.lat) if self.crs == "GCJ-02" else (self.lon, self.lat)


class SelfHandling(Input):
    """What the reporter did about it at once."""

    result: Prose = Field(description="What was done.", examples=["已当场清理"])
    evidence: list[Line] = Field([], max_length=20, description="References of pictures and papers.", examples=[["photo-1"]])


class CaseReport(Input):
    """Something seen on a place."""

    class_code: Code = Field(description="Its class; GET /v1/case-classes lists them.", examples=["community.environment"])
    title: Line = Field(description="The matter in a line.", examples=["垃圾未清运"])
    description: Prose = Field(description="The matter in words.", examples=["三连东侧垃圾点两天未清运"])
    territory_code: TerritoryCode | None = Field(
        None, description="Where it is; left out: where its component stands, or where its point lies.", examples=["659007/84/03"]
    )
    condition_code: Code | None = Field(
        None, description="Which of the class's registering conditions it meets.", examples=[None]
    )
    level: Level | None = Field(None, description="Management level, 1 the strictest; left out: the class's own.", examples=[2])
    component_code: Code | None = Field(None, description="The component 部件 that it is about.", examples=[None])
    place: Place | None = Field(None, description="The point, where it is known.", examples=[None])
    is_from_resident: bool = Field(False, description="Whether a resident told of it; who it was is not kept.", examples=[False])
    self_handled: SelfHandling | None = Field(
        None, description="Handled by the reporter on the spot 自处理; it waits for somebody else's check.", examples=[None]
    )


class Remark(Input):
    """An action that needs no more than a remark, if that."""

    remark: Prose | None = Field(None, description="A remark for the history.", examples=["请尽快处理"])


class Reason(Remark):
    """An action that needs a reason."""

    reason_code: ReasonCode = Field(description="The reason's code.", examples=["not_our_remit"])


class Assignment(Remark):
    """Who is to handle it: a unit, a staff account, or both; neither: the unit of the case's territory 属地管理."""

    unit_code: Code | None = Field(None, description="The handling unit.", examples=["84-03"])
    assignee: Staff | None = Field(None, description="The staff account.", examples=["lead-84-03"])
    is_to_lead: bool = Field(
        False, description="To the grid lead of its place, or who stands in; a cell without one is told.", examples=[False]
    )


class Reclassification(Remark):
    """What the case is, put right; what is left out is not known."""

    class_code: Code = Field(description="Its class.", examples=["community.environment"])
    condition_code: Code | None = Field(None, description="Its registering condition.", examples=[None])
    level: Level | None = Field(None, description="Its management level.", examples=[2])


class ExtensionRequest(Reason):
    """More time for the handling, and why."""

    hours: Annotated[int, Field(ge=1, le=400)] = Field(description="Working hours, as many as the policy allows.", examples=[8])


class ShelvingRequest(Reason):
    """Let the work rest 挂账, until when, and why."""

    review_on: date = Field(description="The day to look at it again.", examples=["2025-05-01"])


class Decision(Remark):
    """Whether what was asked is granted."""

    granted: bool = Field(description="Whether.", examples=[True])


class ShelvingDecision(Decision):
    """Whether it may rest."""

    review_on: date | None = Field(None, description="Another day than was asked for.", examples=[None])


class HandOver(Remark):
    """To whom an open case goes."""

    assignee: Staff = Field(description="The staff account.", examples=["lead-84-03"])


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


class ClockView(View):
    """The clock of a stage."""

    stage: str = Field(description="What it counts.", examples=["handling"])
    started_at: datetime = Field(description="Since when.", examples=_AT)
    ended_at: datetime | None = Field(description="Until when; null while it runs.", examples=[None])
    limit_working_hours: int | None = Field(description="Its limit with what it was extended by.", examples=[24])
    due_at: datetime | None = Field(description="Its deadline; null while it stands still.", examples=_AT)
    colour: str | None = Field(
        description="green to 80 %, amber to 100 %, red beyond; null while it stands still.", examples=["green"]
    )
    colour_label_zh: str | None = Field(description="The same in Chinese.", examples=["绿灯"])
    is_running: bool = Field(description="Whether it runs.", examples=[True])


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
    condition_code: str | None = Field(description="Its registering condition.", examples=[None])
    level: int | None = Field(description="Its management level.", examples=[None])
    component_code: str | None = Field(description="The component that it is about.", examples=[None])
    lon: float | None = Field(description="Longitude of the point, WGS-84.", examples=[82.07])
    lat: float | None = Field(description="Latitude of the point, WGS-84.", examples=[44.85])
    held_by: str = Field(description="The territory whose desk decides on it.", examples=["659007/84/03"])
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
    is_territorial: bool = Field(
        description="Whether the territory's own unit has it because nobody else does.", examples=[False]
    )
    is_self_handled: bool = Field(description="Whether who reported it had handled it.", examples=[False])
    stage: str | None = Field(description="What its running clock counts.", examples=["handling"])
    stage_due_at: datetime | None = Field(description="That stage's deadline.", examples=_AT)
    colour: str | None = Field(description="green to 80 %, amber to 100 %, red beyond; null: no clock runs.", examples=["green"])
    extension_asked_h: int | None = Field(description="Working hours asked for, waiting for a decision.", examples=[None])
    shelving_asked_on: date | None = Field(description="The review date asked for, waiting for a decision.", examples=[None])
    review_on: date | None = Field(description="Shelved: when it comes back.", examples=[None])
    extended_times: int = Field(description="How often it was extended.", examples=[0])
    sent_back_times: int = Field(description="How often it did not pass.", examples=[0])
    returned_times: int = Field(description="How often it was given back.", examples=[0])
    escalated_times: int = Field(description="How often it was referred upwards.", examples=[0])
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
