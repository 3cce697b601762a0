"""What comes in and goes out about the figures."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PlainSerializer

from chassis.schema import Input, View

Percent = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
_Rate = Percent | None


class By(StrEnum):
    """By what figures are told apart."""

    DAY = "day"
    MONTH = "month"
    UNIT = "unit"
    TERRITORY = "territory"
    CATEGORY = "category"
    CHANNEL = "channel"
    ORIGIN_LINE = "origin_line"
    KIND = "kind"


class Level(StrEnum):
    """At what level territories are summed up 辖区层级; the value's place is its depth."""

    CITY = "city"
    REGIMENT = "regiment"
    COMMUNITY = "community"
    CELL = "cell"

    @property
    def depth(self) -> int:
        return list(Level).index(self) + 1


class KpisView(View):
    """Figures over some tickets; imported and rejected ones stand apart. A ratio of nothing is null."""

    accepted: int = Field(description="Tickets accepted 受理, without those rejected.", examples=[3651])
    closed: int = Field(description="Of these, closed 办结.", examples=[3625])
    close_rate_pct: _Rate = Field(description="closed / accepted 办结率.", examples=[99.3])
    rated: int = Field(description="Of these, rated by their callers.", examples=[2400])
    satisfied: int = Field(description="Rated very satisfied, satisfied or neutral.", examples=[2371])
    satisfaction_pct: _Rate = Field(description="satisfied / rated 满意率.", examples=[98.8])
    open: int = Field(description="Accepted and not closed yet.", examples=[26])
    reopened: int = Field(description="Taken up again at least once 重办.", examples=[40])
    urged: int = Field(description="Urged at least once 催办.", examples=[75])
    returned: int = Field(description="Asked to be returned at least once 退单.", examples=[60])
    overdue: int = Field(description="Past their due time now, or ever before 超期.", examples=[31])
    through_cases: int = Field(description="Handled by a case of the grid.", examples=[2100])
    imported: int = Field(description="Tickets imported from elsewhere; in none of the others.", examples=[46])
    rejected: int = Field(description="Requests not accepted 不予受理; in none of the others.", examples=[12])
    resolved: int = Field(description="With an answer that counts 办结待回访 or further.", examples=[3630])
    due: int = Field(description="Resolved, or overdue: those that the on-time rate is of.", examples=[3640])
    on_time: int = Field(description="Resolved and never overdue.", examples=[3600])
    on_time_rate_pct: _Rate = Field(description="on_time / due 按时办结率.", examples=[98.9])
    dispatched: int = Field(description="Dispatched at least once 派单.", examples=[3500])
    signed: int = Field(description="Signed for by their unit 签收.", examples=[3490])
    sign_on_time_rate_pct: _Rate = Field(description="Signed for in time 按时签收率, of those to sign.", examples=[99.0])
    return_rate_pct: _Rate = Field(description="returned / dispatched 退单率.", examples=[1.7])
    reopen_rate_pct: _Rate = Field(description="reopened / accepted 重办率.", examples=[1.1])
    first_contact: int = Field(description="Resolved without any dispatch 一次办结.", examples=[150])
    first_contact_rate_pct: _Rate = Field(description="first_contact / accepted 一次办结率.", examples=[4.1])
    extended: int = Field(description="Given more time at least once 延期.", examples=[25])
    merged: int = Field(description="Merged into another 并单.", examples=[18])
    supervised: int = Field(description="Supervised 督办.", examples=[15])
    handed_over: int = Field(description="Handed over to an emergency line 移交.", examples=[3])
    called_back: int = Field(description="Called back 回访.", examples=[3000])
    reached: int = Field(description="Of these, reached.", examples=[2800])
    reached_rate_pct: _Rate = Field(description="reached / called_back 回访接通率.", examples=[93.3])
    rated_very_satisfied: int = Field(description="Rated very satisfied 非常满意.", examples=[1500])
    rated_satisfied: int = Field(description="Rated satisfied 满意.", examples=[700])
    rated_neutral: int = Field(description="Rated neutral 基本满意.", examples=[171])
    rated_dissatisfied: int = Field(description="Rated dissatisfied 不满意.", examples=[20])
    rated_very_dissatisfied: int = Field(description="Rated very dissatisfied 非常不满意.", examples=[9])
    response_rate_pct: _Rate = Field(
        description="Answered within the limit, of those answered or overdue 响应率: first of the three rates.", examples=[99.2]
    )
    resolution_rate_pct: _Rate = Field(
        description="Resolved, and not found wanting by the caller, of `due` 解决率: second of the three rates.", examples=[98.1]
    )
    mean_hours_to_dispatch: _Rate = Field(description="From acceptance to the first dispatch.", examples=[0.4])
    mean_hours_to_resolution: _Rate = Field(description="From acceptance to the answer that counts.", examples=[41.5])


class FiguresView(KpisView):
    """Figures over the tickets accepted in a span of days."""

    merged_lines: list[str] = Field(description="Earlier lines that callers came by 并入热线.", examples=[["12319"]])
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])


class Named(View):
    """A key with its names, where it has any."""

    key: str | None = Field(description="Day, month, code or term; null: those without one.", examples=["84"])
    name_zh: str | None = Field(description="Its name.", examples=["84 团"])
    name_en: str | None = Field(description="Its name in English, where there is one.", examples=[None])


class BreakdownRow(Named, KpisView):
    """The figures of one key."""


class BreakdownView(View):
    """Figures told apart; days and months in their order, all else by how many were accepted."""

    by: By = Field(description="By what.", examples=["unit"])
    start_on: date = Field(description="First day.", examples=["2025-01-01"])
    end_on: date = Field(description="Day after the last.", examples=["2026-01-01"])
    items: list[BreakdownRow] = Field(description="At most 1,000.")
    count: int = Field(description="How many there are; more than `items` where the rest was left out.", examples=[37])
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])


class HotTopicView(View):
    """A matter at a place that came much more often than usual, and why it is said so."""

    category_code: str = Field(description="The matter.", examples=["urban.lighting"])
    category_zh: str | None = Field(description="Its name.", examples=["路灯照明"])
    category_en: str | None = Field(description="Its name in English.", examples=["Lighting"])
    territory_code: str | None = Field(description="The place; null: tickets without one.", examples=["659007/84/03"])
    territory_name: str | None = Field(description="Its name.", examples=["三连"])
    count: int = Field(description="In the last seven days.", examples=[14])
    usual: float = Field(description="A week, in the weeks before.", examples=[2.5])
    spread: float = Field(description="How far weeks differ by chance.", examples=[1.6])
    score: float = Field(description="How many spreads above the usual.", examples=[7.2])
    reason_zh: str = Field(description="Why, in words.", examples=["近 7 天 14 件，此前 8 周平均每周 2.5 件"])
    reason_en: str = Field(description="Why, in English.", examples=["14 in the last 7 days, 2.5 a week before"])


class HotTopicsView(View):
    """What rose this week against the usual 热点."""

    on: date = Field(description="Last day of the seven.", examples=["2025-03-31"])
    level: Level = Field(description="Level of the places.", examples=["community"])
    policy_version: str = Field(description="Of the rule that says what is hot.", examples=["2026-1"])
    items: list[HotTopicView] = Field(description="The most unusual first.")


class ChangeView(View):
    """One figure of a month, beside those of the month before and of the year before."""

    figure: str = Field(description="Which figure.", examples=["accepted"])
    name_zh: str = Field(description="Its name.", examples=["受理"])
    value: int = Field(description="This month.", examples=[312])
    month_before: int = Field(description="The month before.", examples=[290])
    on_month_pct: _Rate = Field(description="Risen by, against the month before 环比.", examples=[7.6])
    year_before: int = Field(description="The same month of the year before.", examples=[250])
    on_year_pct: _Rate = Field(description="Risen by, against the year before 同比.", examples=[24.8])


class UnitRatesView(View):
    """A unit's three rates 三率 and its place among the units; null where there was nothing to rate."""

    rank: int | None = Field(description="By the mean of the three rates.", examples=[1])
    unit_code: str = Field(description="The unit.", examples=["84"])
    name: str | None = Field(description="Its name.", examples=["84 团"])
    accepted: int = Field(description="Tickets that are with it.", examples=[120])
    overdue: int = Field(description="Of these overdue, now or ever.", examples=[2])
    response_rate_pct: _Rate = Field(description="Response rate 响应率.", examples=[100.0])
    resolution_rate_pct: _Rate = Field(description="Resolution rate 解决率.", examples=[97.5])
    satisfaction_pct: _Rate = Field(description="Satisfaction 满意率.", examples=[98.9])
    mean_pct: _Rate = Field(description="Mean of the three rates 综合.", examples=[98.8])


class CategoryCountView(View):
    """How often a matter came."""

    category_code: str = Field(description="The matter.", examples=["urban.lighting"])
    name_zh: str | None = Field(description="Its name.", examples=["路灯照明"])
    accepted: int = Field(description="Tickets accepted.", examples=[48])
    share_pct: _Rate = Field(description="Of all accepted.", examples=[15.4])
    month_before: int = Field(description="The month before.", examples=[40])
    on_month_pct: _Rate = Field(description="Risen by, against the month before 环比.", examples=[20.0])


class BulletinView(View):
    """The figures of a month's bulletin 月报."""

    month: str = Field(description="The month.", examples=["2025-03"])
    territory_code: str | None = Field(description="Of which subtree; null: the city.", examples=[None])
    territory_name: str | None = Field(description="Its name.", examples=[None])
    totals: FiguresView = Field(description="All of the month.")
    changes: list[ChangeView] = Field(description="Against the month before and the year before.")
    units: list[UnitRatesView] = Field(description="Units by their three rates 三率排名.")
    categories: list[CategoryCountView] = Field(description="The ten matters that came most often.")
    hot_topics: HotTopicsView = Field(description="What was hot at the month's end.")
    overdue_units: list[UnitRatesView] = Field(description="Units with overdue tickets, those with most first.")
    is_provisional: bool = Field(description="The month has not ended yet.", examples=[False])
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])


class RecountRequest(Input):
    """Which days to compare, at most 31, and whether to put them right."""

    start_on: date = Field(ge=date(1970, 1, 1), le=date(2200, 1, 1), description="First day.", examples=["2025-01-01"])
    end_on: date = Field(ge=date(1970, 1, 1), le=date(2200, 1, 1), description="Day after the last.", examples=["2025-02-01"])
    is_repair: bool = Field(default=False, description="Make the cells of these days anew.", examples=[False])


class RecountView(View):
    """What a recount of the tickets found."""

    start_on: date = Field(description="First day.", examples=["2025-01-01"])
    end_on: date = Field(description="Day after the last.", examples=["2025-02-01"])
    is_equal: bool = Field(description="What is kept is what the tickets say.", examples=[True])
    cells: int = Field(description="How many cells were compared.", examples=[8123])
    differing: int = Field(description="Of these, how many differ.", examples=[0])
    measures: dict[str, int] = Field(description="By measure, in how many cells it differs.", examples=[{}])
    sums_differing: int = Field(description="Sums kept over the cells that differ from them.", examples=[0])
    examples: list[str] = Field(description="The first cells that differ: day and place.", examples=[[]])
    is_repaired: bool = Field(description="The cells were made anew after that.", examples=[False])


class SpanView(View):
    """The days that there are tickets or figures of."""

    first_on: date | None = Field(description="The first; null: there are none.", examples=["2025-01-01"])
    last_on: date | None = Field(description="The last.", examples=["2025-12-31"])
