"""What comes in about patrol plans and their checkpoints."""

from datetime import date, time
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from chassis.schema import Input
from contracts.coordinates import gcj02_to_wgs84
from svc_grid.codes import Code, Name, TerritoryCode
from svc_grid.patrols.policy import POLICY
from svc_grid.patrols.terms import AssignedTo, Rhythm, VisitResult

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=3000)]
ReasonCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,40}$")]
PointCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), lt=date(2200, 1, 1))]
Minute = Annotated[time, Field(strict=False)]
Crs = Literal["WGS-84", "GCJ-02"]
_ITEM = {"code": "exit", "name": "消防通道畅通", "class_code": "community.safety_hazard"}
_DAY = ["2026-03-02"]


class CheckItem(Input):
    """What is to be looked at on a checkpoint, and what a finding of it is."""

    code: PointCode = Field(description="Its code within the checkpoint.", examples=["exit"])
    name: Name = Field(description="What is to be looked at.", examples=["消防通道畅通"])
    class_code: Code = Field(description="The case class of what is found.", examples=["community.safety_hazard"])


class CheckpointEntry(Input):
    """A place to be looked at 巡查点."""

    code: PointCode = Field(description="Its code within the plan.", examples=["cp-03"])
    name: Name = Field(description="Its name.", examples=["三连文化活动室"])
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)] = Field(
        description="Longitude, degrees.", examples=[82.07]
    )
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)] = Field(description="Latitude, degrees.", examples=[44.85])
    crs: Crs = Field("WGS-84", description="GCJ-02 is converted and kept as WGS-84.", examples=["WGS-84"])
    component_code: Code | None = Field(None, description="The component that stands there, if any.", examples=[None])
    items: list[CheckItem] = Field(
        min_length=1, max_length=POLICY.most_items, description="What is to be looked at.", examples=[[_ITEM]]
    )

    @property
    def wgs84(self) -> tuple[float, float]:
        return gcj02_to_wgs84(self.lon, self.lat) if self.crs == "GCJ-02" else (self.lon, self.lat)

    @model_validator(mode="after")
    def _items_differ(self) -> Self:
        if len({item.code for item in self.items}) < len(self.items):
            raise ValueError("two items have one code")
        return self


class PlanFacts(Input):
    """When and by whom something is patrolled."""

    name: Name = Field(description="Its name.", examples=["三连消防安全日巡"])
    territory_code: TerritoryCode = Field(description="The cell, or another territory.", examples=["659007/84/03"])
    assigned_to: AssignedTo = Field(
        AssignedTo.GRID_LEAD, description="The cell's grid lead, or a unit or team.", examples=["grid_lead"]
    )
    unit_code: Code | None = Field(None, description="The unit or team, where it is assigned to one.", examples=[None])
    rhythm: Rhythm = Field(description="How it recurs.", examples=["weekly"])
    starts_on: Day = Field(description="Its first day, from which `every_n_days` counts.", examples=_DAY)
    ends_on: Day | None = Field(None, description="Its last day; none: until it is retired.", examples=[None])
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field(
        [], max_length=7, description="Of `weekly`: the days, 1 is Monday.", examples=[[1, 4]]
    )
    every_days: int = Field(1, ge=1, le=366, description="Of `every_n_days`: how many.", examples=[1])
    month_days: list[Annotated[int, Field(ge=1, le=31)]] = Field(
        [], max_length=31, description="Of `monthly`: the days; a month that is shorter has its last day.", examples=[[]]
    )
    only_working_days: bool = Field(False, description="Not on days that the official calendar has off.", examples=[False])
    opens: Minute = Field(time(0), description="City time from which it may be made.", examples=["08:00"])
    closes: Minute = Field(time(0), description="City time until which; 00:00 is the day's end.", examples=["20:00"])

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if self.opens.tzinfo or self.closes.tzinfo:
            raise ValueError("opens and closes are city time, without a zone")
        if self.closes != time() and self.closes <= self.opens:
            raise ValueError("closes lies before opens")
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("ends_on lies before starts_on")
        wanted = {Rhythm.WEEKLY: "weekdays", Rhythm.MONTHLY: "month_days"}
        for rhythm, name in wanted.items():
            if bool(getattr(self, name)) is not (self.rhythm is rhythm):
                raise ValueError(f"{name} go with {rhythm} and with nothing else")
        if (self.rhythm is Rhythm.EVERY_N_DAYS) is not (self.every_days > 1):
            raise ValueError("every_days larger than 1 go with every_n_days and with nothing else")
        if (self.assigned_to is AssignedTo.UNIT) is not (self.unit_code is not None):
            raise ValueError("a unit_code goes with assigned_to unit and with nothing else")
        return self


class PlanEntry(PlanFacts):
    """A new plan; checkpoints may also be imported afterwards."""

    checkpoints: list[CheckpointEntry] = Field([], max_length=POLICY.most_checkpoints, description="Where to look.")


class PlanPatch(Input):
    """What of a plan changes from the next day on; what is not named stays."""

    reason: Words = Field(description="Why.", examples=["冬季增加频次"])
    name: Name | None = Field(None, description="Its name.", examples=["三连消防安全日巡"])
    territory_code: TerritoryCode | None = Field(None, description="The territory.", examples=["659007/84/03"])
    assigned_to: AssignedTo | None = Field(None, description="Whose it is.", examples=["unit"])
    unit_code: Code | None = Field(None, description="The unit or team; null: none.", examples=["84-03"])
    rhythm: Rhythm | None = Field(None, description="How it recurs.", examples=["daily"])
    starts_on: Day | None = Field(None, description="From which day it counts.", examples=_DAY)
    ends_on: Day | None = Field(None, description="Its last day; null: until it is retired.", examples=[None])
    weekdays: list[int] | None = Field(None, max_length=7, description="The days of the week.", examples=[[1, 4]])
    every_days: int | None = Field(None, description="Every how many days.", examples=[1])
    month_days: list[int] | None = Field(None, max_length=31, description="The days of the month.", examples=[[]])
    only_working_days: bool | None = Field(None, description="Only on working days.", examples=[True])
    opens: Minute | None = Field(None, description="City time from which.", examples=["08:00"])
    closes: Minute | None = Field(None, description="City time until which.", examples=["20:00"])

    @property
    def changes(self) -> dict[str, Any]:
        return self.model_dump(exclude_unset=True, exclude={"reason"})


class Retirement(Input):
    """Takes a plan, or checkpoints, out of use."""

    reason: Words = Field(description="Why.", examples=["合并到新计划"])


class CheckpointRetirement(Retirement):
    """Which checkpoints are looked at no more."""

    codes: list[PointCode] = Field(
        min_length=1, max_length=POLICY.most_checkpoints, description="Their codes.", examples=[["cp-03"]]
    )


class CheckpointImport(Input):
    """Checkpoints as rows or as GeoJSON points; those that are not named stay as they are."""

    reason: Words = Field(description="Why.", examples=["普查后补充"])
    rows: list[CheckpointEntry] | None = Field(
        None, min_length=1, max_length=POLICY.most_checkpoints, description="The checkpoints.", examples=[None]
    )
    geojson: dict[str, Any] | None = Field(
        None,
        description="A FeatureCollection of Points with properties code, name, component_code, items.",
        examples=[{"type": "FeatureCollection", "features": []}],
    )
    crs: Crs = Field("WGS-84", description="What the GeoJSON's positions are in.", examples=["WGS-84"])
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.rows is None) is (self.geojson is None):
            raise ValueError("either rows or geojson is needed")
        return self


class TaskStart(Input):
    """Begins a patrol."""

    at: AwareDatetime | None = Field(None, description="When, if it was earlier, off-line.", examples=[None])


class TaskCompletion(TaskStart):
    """Ends a patrol whose checkpoints are all told of."""


class FindingEntry(Input):
    """What was found."""

    item_code: PointCode = Field(description="The check item.", examples=["exit"])
    title: Line = Field(description="The matter in a line.", examples=["消防通道堆放杂物"])
    description: Prose = Field(description="The matter in words.", examples=["楼道口堆放纸箱，占用疏散通道"])


class VisitEntry(Input):
    """That a checkpoint was seen, and what came of it."""

    visit_id: UUID = Field(
        description="Drawn by who sends it; sent again it is the same visit.", examples=["0195a000-0000-7000-8000-000000000001"]
    )
    checkpoint_code: PointCode = Field(description="The checkpoint.", examples=["cp-03"])
    at: AwareDatetime | None = Field(None, description="When, if it was earlier, off-line.", examples=[None])
    result: VisitResult = Field(description="What it came to.", examples=["fine"])
    reason_code: ReasonCode | None = Field(None, description="Why it could not be reached.", examples=["road_closed"])
    findings: list[FindingEntry] = Field([], max_length=POLICY.most_findings, description="What was found.")

    @model_validator(mode="after")
    def _fits_its_result(self) -> Self:
        if bool(self.findings) is not (self.result is VisitResult.FINDING):
            raise ValueError("findings go with the result finding, at least one, and with nothing else")
        if (self.reason_code is not None) is not (self.result is VisitResult.NOT_REACHABLE):
            raise ValueError("a reason_code goes with not_reachable and with nothing else")
        return self


class TaskCancellation(Input):
    """Calls a patrol off."""

    reason_code: ReasonCode = Field(description="The reason's code.", examples=["severe_weather"])
    remark: Words | None = Field(None, description="A remark for the history.", examples=["暴雪红色预警"])


class CoverageRecount(Input):
    """Of which days the counters are to be proved."""

    start_on: Day = Field(description="The first day.", examples=["2026-01-01"])
    end_on: Day = Field(description="The day after the last.", examples=["2026-02-01"])
