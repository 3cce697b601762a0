"""What goes out about service activities."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, JsonValue

from chassis.schema import View

_AT = ["2025-03-14T02:05:00Z"]
_ID = ["01959c2e-8a00-7000-8000-000000000021"]


class ActivityView(View):
    """A service activity as it stands."""

    id: UUID = Field(description="The record.", examples=_ID)
    version: int = Field(description="Rises with each correction.", examples=[1])
    status: str = Field(description="`registered`, or `withdrawn`: it does not count.", examples=["registered"])
    kind: str = Field(description="What was done.", examples=["good_deed"])
    kind_label_zh: str = Field(description="The same in Chinese.", examples=["办实事好事"])
    kind_label_en: str = Field(description="The same in English.", examples=["Good deed"])
    unit_code: str = Field(description="The unit that did it.", examples=["84-03"])
    territory_code: str = Field(description="Where.", examples=["659007/84/03"])
    held_on: date = Field(description="The city's day on which it was done.", examples=["2025-03-14"])
    count: int = Field(description="How many; of outreach the number of households reached.", examples=[1])
    title: str = Field(description="The subject in a line.", examples=["为独居职工检修取暖设施"])
    description: str | None = Field(description="More of it in words.", examples=["连队党支部组织检修队上门服务"])
    outcome: str | None = Field(description="What came of it.", examples=["当天完成检修"])
    asked_count: int = Field(description="How many were asked whether they are satisfied.", examples=[4])
    satisfied_count: int = Field(description="How many of them said yes.", examples=[4])
    problem_state: str | None = Field(description="Of a collected problem: `open` or `solved`.", examples=[None])
    solved_count: int = Field(description="Of a collected problem: how many of its count are solved.", examples=[0])
    solves_id: UUID | None = Field(description="Of a solved problem: the record that it was collected with.", examples=[None])
    source: str | None = Field(description="The system that it comes from.", examples=[None])
    external_no: str | None = Field(description="Its number there.", examples=[None])
    registered_at: datetime = Field(description="When it was registered.", examples=_AT)


class ActivityVersionView(View):
    """A record as one change left it."""

    version: int = Field(description="The record's version after it.", examples=[2])
    at: datetime = Field(description="When.", examples=_AT)
    action: str = Field(description="register, correct or withdraw.", examples=["correct"])
    actor: str = Field(description="The account that did it.", examples=["lead-84-03"])
    actor_kind: str = Field(description="What kind of account that is.", examples=["staff"])
    reason: str | None = Field(description="Why.", examples=["日期录入有误"])
    facts: dict[str, JsonValue] = Field(description="How the record read after it.", examples=[{"count": 2}])


class ActivityImportReport(View):
    """What an import did."""

    created: int = Field(description="Stored now.", examples=[4980])
    unchanged: int = Field(description="Here already, by their numbers.", examples=[20])
    is_dry_run: bool = Field(description="Whether it was only tried.", examples=[False])


class ActivityFigures(View):
    """How much was done, keyed as in the city's published figures."""

    research_visits: int = Field(description="基层调研, times.", examples=[11697])
    home_outreach_visits: int = Field(description="入户宣讲, households reached.", examples=[2472])
    problems_collected: int = Field(description="征集困难问题和意见建议.", examples=[1313])
    problems_solved: int = Field(description="解决问题, older ones included.", examples=[1463])
    good_deeds: int = Field(description="办实事好事.", examples=[9860])
    satisfaction_pct: float | None = Field(
        description="Satisfied of those asked, in percent to one decimal; null: nobody was asked.", examples=[100.0]
    )


class ActivityFiguresGroup(ActivityFigures):
    """The same for one unit, territory or month."""

    key: str = Field(description="The unit's or territory's code, or the month.", examples=["659007/84"])


class ActivityFiguresView(ActivityFigures):
    """How much was done in a period, in all and by one property."""

    from_on: date = Field(description="The first day.", examples=["2025-01-01"])
    to_on: date = Field(description="The day after the last.", examples=["2026-01-01"])
    groups: list[ActivityFiguresGroup] = Field(description="By unit, territory or month, if asked for; their sum is the whole.")
    source: str = Field(description="Who counted.", examples=["svc-grid"])
    as_of: datetime = Field(description="When it was counted.", examples=["2026-01-05T08:00:00Z"])


class ActivityRecountView(View):
    """Whether the counters are what the records give."""

    is_equal: bool = Field(description="Whether nothing differs.", examples=[True])
    cells: int = Field(description="How many counters there are, by day, unit and territory.", examples=[365])
    differing: int = Field(description="How many of them differ.", examples=[0])
    examples: list[str] = Field(description="Some that differ.", examples=[[]])
    is_repaired: bool = Field(description="Whether they were made anew.", examples=[False])
