"""The lives of the year's tickets, drawn once and always alike: a pure function of the published figures."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from gov171.demo.organisation import CELLS, Figures, community_units

YEAR = 2025
SEED = 171

Way = Literal["case", "department", "answer"]

CATEGORIES: tuple[tuple[str, str, str, str], ...] = (
    ("urban", "城市管理", "Urban management", "dept-26"),
    ("urban.lighting", "路灯照明", "Street lighting", "dept-26"),
    ("urban.sanitation", "环境卫生", "Sanitation", "dept-26"),
    ("urban.roads", "道路破损", "Roads", "dept-13"),
    ("housing", "住房物业", "Housing", "dept-13"),
    ("housing.heating", "供暖", "Heating", "dept-13"),
    ("housing.property", "物业服务", "Property management", "dept-13"),
    ("livelihood", "民生服务", "Livelihood", "dept-10"),
    ("livelihood.social_security", "社会保障", "Social security", "dept-10"),
    ("livelihood.medical", "医疗保障", "Medical insurance", "dept-25"),
    ("water", "供水灌溉", "Water and irrigation", "dept-15"),
    ("water.supply", "停水水压", "Water supply", "dept-15"),
    ("market", "市场监管", "Market supervision", "dept-23"),
    ("market.consumer", "消费维权", "Consumer rights", "dept-23"),
)
_MATTERS = (
    ("urban.lighting", "路灯不亮", "东侧路灯连续三晚不亮，夜间出行不便", 14),
    ("urban.sanitation", "垃圾未清运", "垃圾点两天未清运，异味较大", 18),
    ("urban.roads", "路面破损", "路口出现坑洼，车辆通行有隐患", 12),
    ("housing.heating", "暖气不热", "室内温度低于供暖标准，请上门查看", 13),
    ("housing.property", "物业不作为", "楼道灯损坏多日，物业未维修", 9),
    ("livelihood.social_security", "社保缴费咨询", "咨询灵活就业人员社保缴费时间", 11),
    ("livelihood.medical", "医保报销咨询", "咨询异地就医报销所需材料", 9),
    ("water.supply", "水压不足", "高层住户早晚用水高峰水压不足", 8),
    ("market.consumer", "消费纠纷", "购买家电出现质量问题，商家拒绝退换", 6),
)
_ADVICE = ("livelihood.social_security", "livelihood.medical")
_CHANNELS = (("phone", 74), ("wechat", 12), ("web", 8), ("app", 6))
_SHARE_ANSWERED, _SHARE_CASES = 0.30, 0.54
_SHARE_NOT_RATED = 0.06
_SHARE_MERGED = 0.02
_PLEASED = ("very_satisfied", "satisfied", "neutral")
_OPEN_STAGES = ("accepted", "dispatched", "handling")


@dataclass(frozen=True)
class Life:
    """One ticket's life: what is asked, by which way it is settled, and how it ends."""

    index: int
    opened_at: datetime
    kind: str
    urgency: str
    channel: str
    origin_line: str
    category_code: str
    territory_code: str
    title: str
    description: str
    way: Way
    unit_code: str
    stays: str | None
    rating: str | None
    is_reopened: bool
    is_urged: bool
    is_returned: bool
    is_disputed: bool
    is_extended: bool
    is_supervised: bool
    is_asked: bool
    pace: float
    again: "Life | None" = None
    """A second caller of the same matter, whose ticket is merged into this one."""

    @property
    def request(self) -> dict[str, Any]:
        """What the caller asks; the number is of a range that no network gives out."""
        return {
            "kind": self.kind, "urgency": self.urgency, "channel": self.channel, "origin_line": self.origin_line,
            "category_code": self.category_code, "territory_code": self.territory_code, "title": self.title,
            "description": self.description, "contact": {"name": "来电人", "phone": f"1990000{self.index % 10000:04d}"},
        }  # fmt: skip


def plan(hotline: Figures, organisation: Figures) -> list[Life]:
    """As many lives as were accepted, in order of time, ending so that the published figures come out.

    Some stand with the life of the main ticket that they are merged into.
    """
    drawn = random.Random(SEED)
    count = hotline["accepted"]
    order = list(range(count))
    drawn.shuffle(order)
    stays = {index: _OPEN_STAGES[at % 3] for at, index in enumerate(order[: count - hotline["closed"]])}
    ended = order[len(stays) :]
    rated = ended[: round(len(ended) * (1 - _SHARE_NOT_RATED))]
    dissatisfied = set(rated[: len(rated) - satisfied_of(len(rated), hotline["satisfaction_pct"])])
    ratings = {index: _rating(drawn, index in dissatisfied) for index in rated}
    communities = community_units(organisation)
    lines = hotline["merged_lines"]
    times = sorted(_opened_at(drawn) for _ in range(count))
    lives = [
        _life(drawn, index, times[index], communities, lines, stays.get(index), ratings.get(index)) for index in range(count)
    ]
    return _merged(drawn, lives)


def _merged(drawn: random.Random, lives: list[Life]) -> list[Life]:
    """Some that end well tell what another has told some hours before."""
    plain = [life for life in lives if life.way != "answer" and _ends_well(life)]
    chosen = drawn.sample(plain, 2 * round(len(lives) * _SHARE_MERGED))
    mains, seconds = chosen[::2], chosen[1::2]
    with_second = {
        main.index: replace(main, again=_told_again(second, main)) for main, second in zip(mains, seconds, strict=True)
    }
    gone = {second.index for second in seconds}
    return [with_second.get(life.index, life) for life in lives if life.index not in gone]


def _told_again(second: Life, main: Life) -> Life:
    return replace(
        second, opened_at=main.opened_at + timedelta(hours=0.2), kind=main.kind, category_code=main.category_code,
        territory_code=main.territory_code, title=main.title, description=f"{main.description}，邻居也已反映",
        way=main.way, unit_code=main.unit_code, is_reopened=False, is_urged=False, is_returned=False, pace=main.pace,
    )  # fmt: skip


def _ends_well(life: Life) -> bool:
    return life.stays is None and life.rating in _PLEASED


def satisfied_of(rated: int, percent: float) -> int:
    """How many of `rated` are satisfied when `percent` is published; raises ValueError where no number gives it."""
    near = int(rated * percent / 100)
    for satisfied in range(max(near - 2, 0), near + 3):
        share = (Decimal(100 * satisfied) / rated).quantize(Decimal("0.1"), ROUND_HALF_UP)
        if share == Decimal(str(percent)):
            return satisfied
    raise ValueError(f"{percent} % of {rated} is no number of people")


def _life(
    drawn: random.Random, index: int, opened_at: datetime, communities: list[tuple[str, str]], lines: list[str],
    stays: str | None, rating: str | None,
) -> Life:  # fmt: skip
    way = _way(drawn, stays)
    matters = [each for each in _MATTERS if (each[0] in _ADVICE) is (way == "answer")]
    category, title, description, _ = drawn.choices(matters, [each[3] for each in matters])[0]
    unit, territory = drawn.choice(communities)
    is_plain = stays is None and rating in _PLEASED
    kinds = ("consultation",) if way == "answer" else ("help", "complaint", "report", "suggestion")
    return Life(
        index=index, opened_at=opened_at, kind=drawn.choices(kinds, (5, 4, 2, 1)[: len(kinds)])[0],
        urgency=drawn.choices(("normal", "urgent", "critical"), (92, 7, 1))[0],
        channel=drawn.choices([each[0] for each in _CHANNELS], [each[1] for each in _CHANNELS])[0],
        origin_line=drawn.choice(lines) if category.startswith("urban") and drawn.random() < 0.3 else "12345",
        category_code=category, territory_code=f"{territory}/{drawn.choice(CELLS)}", title=title, description=description,
        way=way,
        unit_code=unit if way == "case" else next(each[3] for each in CATEGORIES if each[0] == category),
        stays=stays, rating=rating,
        is_reopened=is_plain and way != "answer" and drawn.random() < 0.02,
        is_urged=way != "answer" and drawn.random() < 0.04,
        is_returned=way == "department" and stays is None and drawn.random() < 0.08,
        is_disputed=drawn.random() < 0.15,
        is_extended=way == "department" and stays is None and drawn.random() < 0.12,
        is_supervised=way != "answer" and drawn.random() < 0.015,
        is_asked=way == "department" and stays is None and drawn.random() < 0.05,
        pace=drawn.choices((0.4, 1.0, 2.4), (55, 42, 3))[0],
    )  # fmt: skip


def _way(drawn: random.Random, stays: str | None) -> Way:
    share = drawn.random()
    if stays is None and share < _SHARE_ANSWERED:
        return "answer"
    return "case" if share < _SHARE_ANSWERED + _SHARE_CASES else "department"


def _rating(drawn: random.Random, is_dissatisfied: bool) -> str:
    if is_dissatisfied:
        return drawn.choice(("dissatisfied", "very_dissatisfied"))
    return drawn.choices(("very_satisfied", "satisfied", "neutral"), (50, 44, 6))[0]


def _opened_at(drawn: random.Random) -> datetime:
    """Some time of day between the second of January and the tenth of December, so that all can end within the year."""
    start = datetime(YEAR, 1, 2, tzinfo=UTC)
    day, hour = drawn.randrange(342), drawn.choices(range(24), [1] * 8 + [9] * 10 + [4] * 4 + [1] * 2)[0]
    # Hours are the city's, eight ahead of UTC.
    return start + timedelta(days=day, hours=hour - 8, seconds=drawn.randrange(3600))
