"""What goes out about patrols."""

from datetime import date, datetime, time
from uuid import UUID

from pydantic import Field, JsonValue

from chassis.schema import View

_AT = ["2026-03-02T02:05:00Z"]
_DAY = ["2026-03-02"]
_PLAN = ["01959c2e-8a00-7000-8000-000000000030"]
_TASK = ["01959c2e-8a00-7000-8000-000000000031"]
_CASE = ["01959c2e-8a00-7000-8000-000000000002"]
_ITEMS = [[{"code": "exit", "name": "消防通道畅通", "class_code": "community.safety_hazard"}]]


class PlanView(View):
    """A patrol plan as it stands."""

    id: UUID = Field(description="The plan.", examples=_PLAN)
    version: int = Field(description="Rises with each change.", examples=[1])
    status: str = Field(description="`active` or `retired`.", examples=["active"])
    name: str = Field(description="Its name.", examples=["三连消防安全日巡"])
    territory_code: str = Field(description="What it is of.", examples=["659007/84/03"])
    assigned_to: str = Field(description="`grid_lead` or `unit`.", examples=["grid_lead"])
    unit_code: str | None = Field(description="The unit or team, where it is one's.", examples=[None])
    rhythm: str = Field(description="How it recurs.", examples=["weekly"])
    starts_on: date = Field(description="Its first day.", examples=_DAY)
    ends_on: date | None = Field(description="Its last day.", examples=[None])
    weekdays: list[int] = Field(description="Of `weekly`: 1 is Monday.", examples=[[1, 4]])
    every_days: int = Field(description="Of `every_n_days`.", examples=[1])
    month_days: list[int] = Field(description="Of `monthly`.", examples=[[]])
    only_working_days: bool = Field(description="Not on days off.", examples=[False])
    opens: time = Field(description="City time from which.", examples=["08:00:00"])
    closes: time = Field(description="City time until which; 00:00 is the day's end.", examples=["20:00:00"])
    made_through: date = Field(description="Tasks are made through this day.", examples=_DAY)


class PlanVersionView(View):
    """A plan as one change left it."""

    version: int = Field(description="Its version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    change: str = Field(description="create, change, checkpoints or retire.", examples=["change"])
    actor: str = Field(description="The account that made it.", examples=["grid-desk-01"])
    reason: str | None = Field(description="Why.", examples=["冬季增加频次"])
    entry: dict[str, JsonValue] = Field(description="How the plan read, its checkpoints with it.", examples=[{"rhythm": "daily"}])


class DueDays(View):
    """On which days a plan is due, as it reads now."""

    days: list[date] = Field(description="The days.", examples=[_DAY])


class CheckpointView(View):
    """A place to be looked at, and how long it was not."""

    plan_id: UUID = Field(description="Its plan.", examples=_PLAN)
    code: str = Field(description="Its code within the plan.", examples=["cp-03"])
    name: str = Field(description="Its name.", examples=["三连文化活动室"])
    territory_code: str = Field(description="Its plan's territory.", examples=["659007/84/03"])
    lon: float = Field(description="Longitude, WGS-84.", examples=[82.07])
    lat: float = Field(description="Latitude, WGS-84.", examples=[44.85])
    component_code: str | None = Field(description="The component that stands there.", examples=[None])
    items: list[dict[str, str]] = Field(description="What is to be looked at.", examples=_ITEMS)
    is_active: bool = Field(description="Whether it is in use.", examples=[True])
    since_on: date = Field(description="Since when it waits to be seen.", examples=_DAY)
    last_seen_on: date | None = Field(description="The day on which it was last seen.", examples=_DAY)
    overdue_since: date | None = Field(description="The first day since then on which it was due and not seen.", examples=[None])


class CheckpointImportReport(View):
    """What an import of checkpoints did."""

    created: int = Field(description="New.", examples=[12])
    changed: int = Field(description="Changed.", examples=[1])
    unchanged: int = Field(description="As they were.", examples=[0])
    is_dry_run: bool = Field(description="Whether it was only tried.", examples=[False])
    plan_version: int = Field(description="The plan's version after it.", examples=[2])


class TaskView(View):
    """One patrol of a plan on one day."""

    id: UUID = Field(description="The task.", examples=_TASK)
    version: int = Field(description="Rises with each step.", examples=[3])
    status: str = Field(description="Where it stands.", examples=["under_way"])
    status_label_zh: str = Field(description="The same in Chinese.", examples=["巡查中"])
    status_label_en: str = Field(description="The same in English.", examples=["Under way"])
    plan_id: UUID = Field(description="Its plan.", examples=_PLAN)
    plan_version: int = Field(description="The plan's version that it was made by.", examples=[1])
    due_on: date = Field(description="The city's day.", examples=_DAY)
    opens_at: datetime = Field(description="From when.", examples=_AT)
    closes_at: datetime = Field(description="Until when.", examples=_AT)
    territory_code: str = Field(description="Where.", examples=["659007/84/03"])
    assigned_to: str = Field(description="`grid_lead` or `unit`.", examples=["grid_lead"])
    unit_code: str | None = Field(description="The unit that answers for it.", examples=["84-03"])
    points_planned: int = Field(description="Checkpoints that it has.", examples=[8])
    points_visited: int = Field(description="Of these, seen.", examples=[5])
    points_not_reachable: int = Field(description="Of these, out of reach.", examples=[0])
    findings: int = Field(description="What was found.", examples=[1])
    ended_at: datetime | None = Field(description="When it was done, missed or cancelled.", examples=[None])
    reason_code: str | None = Field(description="Why it was cancelled.", examples=[None])


class TaskPointView(View):
    """A checkpoint within a task, and what came of it."""

    code: str = Field(description="The checkpoint.", examples=["cp-03"])
    name: str = Field(description="Its name.", examples=["三连文化活动室"])
    lon: float = Field(description="Longitude, WGS-84.", examples=[82.07])
    lat: float = Field(description="Latitude, WGS-84.", examples=[44.85])
    check_items: list[dict[str, str]] = Field(description="What is to be looked at.", examples=_ITEMS)
    state: str = Field(description="planned, visited, not_reachable or dropped.", examples=["visited"])
    visit_id: UUID | None = Field(description="The last visit.", examples=[None])
    visited_at: datetime | None = Field(description="When that was.", examples=_AT)
    result: str | None = Field(description="What it came to.", examples=["fine"])
    reason_code: str | None = Field(description="Why it could not be reached.", examples=[None])


class FindingView(View):
    """Something found on a checkpoint, and the case that follows it."""

    id: UUID = Field(description="The finding.", examples=["01959c2e-8a00-7000-8000-000000000032"])
    task_id: UUID = Field(description="The task.", examples=_TASK)
    plan_id: UUID = Field(description="The plan.", examples=_PLAN)
    checkpoint_code: str = Field(validation_alias="code", description="The checkpoint.", examples=["cp-03"])
    item_code: str = Field(description="The check item.", examples=["exit"])
    class_code: str = Field(description="The case class.", examples=["community.safety_hazard"])
    title: str = Field(description="The matter in a line.", examples=["消防通道堆放杂物"])
    description: str = Field(description="The matter in words.", examples=["楼道口堆放纸箱，占用疏散通道"])
    territory_code: str = Field(description="Where.", examples=["659007/84/03"])
    case_id: UUID = Field(description="The case that follows it.", examples=_CASE)
    is_new_case: bool = Field(description="Whether the case was opened for it.", examples=[True])
    joined_because: str | None = Field(
        description="Why an earlier case took it in: `earlier_finding_open`.", examples=["earlier_finding_open"]
    )
    found_at: datetime = Field(description="When it was told.", examples=_AT)


class VisitView(View):
    """A visit with its findings."""

    id: UUID = Field(description="The visit, as its sender named it.", examples=["0195a000-0000-7000-8000-000000000001"])
    task_id: UUID = Field(description="The task.", examples=_TASK)
    checkpoint_code: str = Field(validation_alias="code", description="The checkpoint.", examples=["cp-03"])
    visited_at: datetime = Field(description="When.", examples=_AT)
    result: str = Field(description="What it came to.", examples=["fine"])
    reason_code: str | None = Field(description="Why it could not be reached.", examples=[None])
    findings: list[FindingView] = Field([], description="What was found, with the cases.")


class TaskStepView(View):
    """One step of a task's history."""

    version: int = Field(description="The task's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: str = Field(description="What was done.", examples=["start"])
    from_status: str = Field(description="The status before.", examples=["planned"])
    to_status: str = Field(description="The status after.", examples=["under_way"])
    actor: str = Field(description="The account that answers for it.", examples=["lead-84-03"])
    actor_kind: str = Field(description="What kind of account that is.", examples=["staff"])
    note: str | None = Field(description="A remark.", examples=[None])


class CoverageFigures(View):
    """What was due and what came of it."""

    tasks_planned: int = Field(description="Patrols that were due.", examples=[31])
    tasks_done: int = Field(description="Of these, made.", examples=[29])
    tasks_missed: int = Field(description="Of these, missed 漏巡.", examples=[1])
    tasks_cancelled: int = Field(description="Of these, called off.", examples=[1])
    checkpoints_planned: int = Field(description="Checkpoints to be seen in them.", examples=[240])
    checkpoints_visited: int = Field(description="Of these, seen.", examples=[231])
    checkpoints_not_reachable: int = Field(description="Of these, out of reach.", examples=[1])
    findings: int = Field(description="What was found.", examples=[7])
    coverage_pct: float | None = Field(
        description="Seen of planned, in percent to one decimal; null: none planned.", examples=[96.3]
    )


class CoverageGroup(CoverageFigures):
    """The same for one territory or month."""

    key: str = Field(description="The territory's code, or the month.", examples=["659007/84"])


class CoverageView(CoverageFigures):
    """Coverage of a period, in all and by one property."""

    from_on: date = Field(description="The first day.", examples=["2026-03-01"])
    to_on: date = Field(description="The day after the last.", examples=["2026-04-01"])
    overdue_checkpoints: int = Field(description="Places that are overdue now.", examples=[3])
    groups: list[CoverageGroup] = Field(description="By territory or month, if asked for.")
    source: str = Field(description="Who counted.", examples=["svc-grid"])
    as_of: datetime = Field(description="When it was counted.", examples=_AT)


class CoverageRecountView(View):
    """Whether the counters are what the tasks give."""

    is_equal: bool = Field(description="Whether nothing differs.", examples=[True])
    cells: int = Field(description="How many counters there are, by day and territory.", examples=[31])
    differing: int = Field(description="How many of them differ.", examples=[0])
    examples: list[str] = Field(description="Some that differ.", examples=[[]])
