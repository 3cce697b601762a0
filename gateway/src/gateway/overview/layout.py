"""What stands where in the overview: data, in the order a reader meets it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureSpec:
    """Where a number stands in a source's answer (a path of keys), and what it is called."""

    key: str
    path: tuple[str, ...]
    label_zh: str
    label_en: str
    unit: str = "count"
    source: str | None = None
    """Where it comes from, if from elsewhere than the rest of its part."""


@dataclass(frozen=True)
class PartSpec:
    """A part of the overview, and the source (a name in SOURCES) of its numbers; None: its service brings none yet."""

    key: str
    label_zh: str
    label_en: str
    source: str | None
    figures: tuple[FigureSpec, ...] = ()


# name -> (service, path); `{year}` is the overview's.
SOURCES: dict[str, tuple[str, str]] = {
    "hotline": ("hotline", "/v1/hotline/figures?from={year}-01-01&to={next_year}-01-01"),
    "organisation": ("grid", "/v1/grid/organisation-figures"),
    "cases": ("grid", "/v1/grid/figures?year={year}"),
    "activities": ("grid", "/v1/grid/service-activity-figures?from={year}-01-01&to={next_year}-01-01"),
    "affairs": ("affairs", "/v1/affairs/figures?from={year}-01-01&to={next_year}-01-01"),
    "ratings": ("affairs", "/v1/rating-figures?from={year}-01-01&to={next_year}-01-01"),
    "trade": ("affairs", "/v1/trade-figures?from={year}-01-01&to={next_year}-01-01"),
    "datahub": ("datahub", "/v1/datahub/figures"),
    "risk": ("risk", "/v1/risk/figures?year={year}"),
}


def _figure(path: str, label_zh: str, label_en: str, unit: str = "count", source: str | None = None) -> FigureSpec:
    parts = tuple(path.split("."))
    key = "_".join(parts[1:] if parts[0] in ("figures", "cases", "total") else parts)
    return FigureSpec(key, parts, label_zh, label_en, unit, source)


BASE = PartSpec(
    "datahub", "大数据中心", "Big-data centre", "datahub", (_figure("figures.events", "归档事件数", "Events archived"),)
)

PLATFORMS = (
    PartSpec(
        "affairs", "智慧政务", "Government affairs", "affairs",
        (_figure("figures.departments", "部门数", "Departments"),
         _figure("figures.items_published", "发布事项数", "Items published"),
         _figure("figures.items_in_halls", "进驻大厅事项数", "Items dealt with in halls"),
         _figure("figures.city_online_receipts", "网上接件量", "Applications received online"),
         _figure("figures.town_items_available", "便民服务中心可办事项数", "Items open to town centres"),
         _figure("figures.town_claims", "累计认领事项数", "Claims by town centres"),
         _figure("figures.town_online_cases", "便民服务中心办件量", "Cases taken in by town centres"),
         _figure("figures.rated", "好差评实评数", "Visits rated", source="ratings"),
         _figure("figures.good_percent", "好评率", "Share of good ratings", "percent", "ratings")),
    ),
    PartSpec(
        "urban", "智慧城管", "Urban management", "cases",
        (_figure("cases.reported", "上报案件数", "Cases reported"), _figure("cases.closed", "结案数", "Cases closed"),
         _figure("cases.open", "在办案件数", "Cases open")),
    ),
    PartSpec(
        "community", "综治应用", "Community governance", "organisation",
        (_figure("figures.regiments", "团场数", "Regiments"), _figure("figures.communities", "连队社区数", "Communities"),
         _figure("figures.departments", "师级部门数", "Departments"),
         _figure("figures.special_groups", "专项组数", "Special groups"),
         _figure("research_visits", "基层调研次数", "Research visits", source="activities"),
         _figure("home_outreach_visits", "入户宣讲户次", "Households reached by outreach", source="activities"),
         _figure("problems_collected", "征集问题数", "Problems collected", source="activities"),
         _figure("problems_solved", "解决问题数", "Problems solved", source="activities"),
         _figure("good_deeds", "办实事好事数", "Good deeds", source="activities"),
         _figure("satisfaction_pct", "办实事满意率", "Satisfaction with service activities", "percent", "activities")),
    ),
    PartSpec("video", "视频共享", "Video resources", None),
    PartSpec(
        "hotline", "12345服务热线", "12345 hotline", "hotline",
        (_figure("accepted", "受理量", "Tickets accepted"), _figure("closed", "办结量", "Tickets closed"),
         _figure("close_rate_pct", "办结率", "Close rate", "percent"),
         _figure("satisfaction_pct", "群众满意率", "Satisfaction", "percent"),
         _figure("open", "在办量", "Tickets open"), _figure("through_cases", "网格办理量", "Handled by the grid")),
    ),
    PartSpec("water", "智慧水利", "Water", None),
    PartSpec(
        "trade", "跨境电商", "Cross-border e-commerce", "trade",
        (_figure("total.declarations", "申报清单数", "Declarations"),
         _figure("total.released", "放行清单数", "Declarations released")),
    ),
)  # fmt: skip

CENTRE = PartSpec(
    "operations", "运行中心", "Operations centre", "risk",
    (_figure("figures.tickets_urged", "催办次数", "Urges"), _figure("figures.tickets_reopened", "重办次数", "Reopenings"),
     _figure("figures.low_ratings", "不满意评价数", "Low ratings"),
     _figure("figures.tickets_overdue", "超期办结数", "Closed overdue")),
)  # fmt: skip
