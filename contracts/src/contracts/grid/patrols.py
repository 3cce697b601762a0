"""Patrols 巡查 as they are made, missed, and find something."""

from datetime import date
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from contracts.event import Event
from contracts.grid.fields import TerritoryCode


class PatrolEvent(Event):
    """What every event of a patrol task 巡查任务 says: of a place, and of nobody."""

    task_id: UUID = Field(description="The task.", examples=["01959c2e-8a00-7000-8000-000000000031"])
    plan_id: UUID = Field(description="The plan that it is of.", examples=["01959c2e-8a00-7000-8000-000000000030"])
    territory_code: TerritoryCode
    due_on: date = Field(description="The city's day on which it was due.", examples=["2025-03-14"])


class PatrolTaskDoneV1(PatrolEvent):
    """A patrol was made 完成."""

    type: ClassVar[str] = "gov171.grid.patrol.task_done.v1"

    checkpoints_planned: int = Field(description="How many checkpoints it had.", examples=[8])
    checkpoints_visited: int = Field(description="How many of them were seen.", examples=[7])


class PatrolTaskMissedV1(PatrolEvent):
    """A patrol was not made in its time 漏巡."""

    type: ClassVar[str] = "gov171.grid.patrol.task_missed.v1"

    checkpoints_planned: int = Field(description="How many checkpoints it had.", examples=[8])
    checkpoints_visited: int = Field(description="How many of them were seen.", examples=[0])


class PatrolFindingReportedV1(PatrolEvent):
    """Something was found on a checkpoint 巡查发现; a case follows it."""

    type: ClassVar[str] = "gov171.grid.patrol.finding_reported.v1"

    finding_id: UUID = Field(description="The finding.", examples=["01959c2e-8a00-7000-8000-000000000032"])
    checkpoint_code: str = Field(description="The checkpoint.", examples=["cp-03"])
    class_code: str = Field(description="The case class.", examples=["community.safety_hazard"])
    case_id: UUID = Field(description="The case that follows it.", examples=["01959c2e-8a00-7000-8000-000000000002"])
    is_new_case: bool = Field(description="Whether the case was opened for it; else an open one took it in.", examples=[True])
