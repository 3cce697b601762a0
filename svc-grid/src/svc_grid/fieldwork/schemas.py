"""What comes in from the field and goes out to it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AwareDatetime, Field, field_validator

from chassis.schema import Input, View
from svc_grid.cases.schemas import CaseView
from svc_grid.classes.views import CaseClassView
from svc_grid.fieldwork.policy import POLICY
from svc_grid.fieldwork.rules import depth_of
from svc_grid.fieldwork.terms import FieldAction, Outcome
from svc_grid.patrols.views import TaskView

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]


class FieldActionInput(Input):
    """Something done while there was no line."""

    id: UUID = Field(description="The telephone's own id of it; sent again under this id, it is still done once.", examples=_ID)
    at: AwareDatetime = Field(description="When it was done, by the telephone's clock.", examples=_AT)
    action: FieldAction = Field(description="What was done.", examples=["case.finish"])
    target: UUID | None = Field(
        None, description="The case or patrol, or the id of the action that reported the case; none for a report.", examples=_ID
    )
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = Field(
        None, description="The case's version as it was last downloaded; none: whatever it is.", examples=[3]
    )
    body: dict[str, Any] = Field(
        {}, description="As the path of the same action takes it.", examples=[{"result": "已清运", "evidence": ["photo-1"]}]
    )

    @field_validator("body")
    @classmethod
    def _is_not_too_deep(cls, body: dict[str, Any]) -> dict[str, Any]:
        if depth_of(body) > POLICY.deepest_body:
            raise ValueError(f"nested deeper than {POLICY.deepest_body}")
        return body


class FieldSync(Input):
    """What a telephone sends when it has a line again."""

    sent_at: AwareDatetime = Field(
        description="The telephone's clock now; where that is wrong, the times of the actions are put right by it.", examples=_AT
    )
    actions: list[FieldActionInput] = Field(
        max_length=POLICY.most_actions, description="In the order in which they were done.", examples=[[]]
    )


class FieldResult(View):
    """What became of an action."""

    id: UUID = Field(description="The action.", examples=_ID)
    outcome: Outcome = Field(description="accepted, conflict or refused.", examples=["accepted"])
    target: UUID | None = Field(description="The case that it was done to, or that it reported.", examples=_ID)
    version: int | None = Field(description="The case's version after it.", examples=[4])
    happened_at: datetime | None = Field(description="When it was done, by the city's clock.", examples=_AT)
    is_repeated: bool = Field(description="Whether it had been sent before; the outcome is that of then.", examples=[False])
    problem: dict[str, Any] | None = Field(
        description="Why not: a problem document, in both languages.",
        examples=[
            {
                "type": "urn:gov171:problem:acted-meanwhile",
                "title": "案件已被他人处理",
                "title_en": "Others acted on it meanwhile",
            }
        ],
    )


class FieldSyncReport(View):
    """What became of all of it."""

    results: list[FieldResult] = Field(description="One for each action, in order.", examples=[[]])
    clock_skew_s: float = Field(description="How far the telephone's clock was behind ours, in seconds.", examples=[12.5])


class FieldChanges(View):
    """What changed for somebody since a cursor."""

    cases: list[CaseView] = Field(description="Cases with them or with their unit, as they stand.", examples=[[]])
    gone: list[UUID] = Field(description="Cases that are not with them any more.", examples=[[]])
    patrols: list[TaskView] = Field(
        description="With the last page: the open patrols of the caller's unit or territory.", examples=[[]]
    )
    classes: list[CaseClassView] = Field(
        description="With the last page: the case classes that changed after `classes_since`, the retired too.", examples=[[]]
    )
    classes_version: int | None = Field(description="What to give as `classes_since` next time.", examples=[12])
    cursor: str = Field(description="Where to go on from next time.", examples=["1234.0195918c7a0070008000000000000001"])
    has_more: bool = Field(description="Whether there is more now.", examples=[False])
