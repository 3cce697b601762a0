"""The year's service activities, drawn once and always alike: a pure function of the published figures."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from gov171.demo.organisation import CITY, Entry, Figures, organisation
from gov171.demo.plan import YEAR, satisfied_of

SEED = 17_125
SOURCE = "acceptance-replay"
PART = 5_000

_FIRST, _LAST = date(YEAR, 1, 2), date(YEAR, 12, 31)
_TITLES = {
    "research_visit": (
        "调研春耕备耕情况", "走访了解冬季供暖情况", "调研连队人居环境整治", "调研棉花机采进度", "调研滴灌设施运行情况",
        "走访企业了解用工需求", "调研社区养老服务", "调研学校周边交通秩序", "调研安全生产责任落实", "调研农贸市场经营情况",
    ),
    "home_outreach_visit": (
        "宣讲医保缴费政策", "宣讲冬季用火用电安全", "宣讲防范电信诈骗知识",
        "宣讲惠农补贴政策", "宣讲垃圾分类办法", "宣讲就业创业政策",
    ),
    "problem_collected": (
        "渠道淤堵影响灌溉", "小区停车位不足", "路灯照明不足", "暖气管网老化",
        "健身器材损坏", "公交班次偏少", "排水不畅", "农机维修不便",
    ),
    "problem_solved": (
        "渠道清淤完成", "新增停车位投入使用", "补装路灯", "更换供暖管网",
        "维修健身器材", "增加公交班次", "疏通排水管道", "设立农机维修点",
    ),
    "good_deed": (
        "检修取暖设施", "组织义务清雪", "开展免费义诊", "帮助代办证件", "维修楼道照明", "送技术到田间",
        "组织招聘服务", "开展义务理发", "平整居民区道路", "为学校修缮桌椅",
    ),
}  # fmt: skip
_OUTCOMES = {"problem_solved": "已办结并回访", "good_deed": "当天完成", "research_visit": "形成问题清单"}
_PREFIXES = {
    "research_visit": "DY", "home_outreach_visit": "XJ", "problem_collected": "ZJ", "problem_solved": "JJ", "good_deed": "HS",
}  # fmt: skip
# How much of each kind communities, regiments and departments do.
_SHARES = {
    "research_visit": (50, 25, 25), "home_outreach_visit": (85, 12, 3), "problem_collected": (80, 14, 6),
    "problem_solved": (62, 20, 18), "good_deed": (72, 16, 12),
}  # fmt: skip
_SHARE_SOLVED_HERE, _SHARE_ASKED = 0.88, 0.4
_FEWEST_REACHED, _MOST_REACHED = 3, 30
_MOST_ASKED = 6
_LONGEST_SOLVING_DAYS = 45


def activities(figures: Figures, about: Figures) -> list[Entry]:
    """Rows of the import, in the order of their days, that come to `figures` (the `[service_activities]` section).

    `about` is the `[organisation]` section. Each row is one thing done; of outreach it counts the households of one outing.
    """
    drawn = random.Random(SEED)
    units = _units(about)
    rows = [_row(drawn, units, "research_visit") for _ in range(figures["research_visits"])]
    rows += [_row(drawn, units, "home_outreach_visit", count=each) for each in _outings(drawn, figures["home_outreach_visits"])]
    problems = [_row(drawn, units, "problem_collected") for _ in range(figures["problems_collected"])]
    rows += _numbered(problems)
    rows += _solutions(drawn, units, problems, figures["problems_solved"])
    rows += [_row(drawn, units, "good_deed") for _ in range(figures["good_deeds"])]
    _ask(drawn, rows, figures["satisfaction_pct"])
    return sorted(_numbered(rows), key=lambda row: (row["held_on"], row["external_no"]))


def parts(rows: list[Entry]) -> Iterator[list[Entry]]:
    """The rows as they are sent: some thousands at once."""
    for start in range(0, len(rows), PART):
        yield rows[start : start + PART]


def _units(about: Figures) -> list[list[tuple[str, str]]]:
    """Communities, regiments and departments with their territories."""
    made = organisation(about)["units"]
    return [
        [(each["code"], each.get("territory_code", CITY)) for each in made if each["kind"] == kind]
        for kind in ("community", "regiment", "department")
    ]


def _row(drawn: random.Random, units: list[list[tuple[str, str]]], kind: str, **more: Any) -> Entry:
    unit, territory = drawn.choice(drawn.choices(units, _SHARES[kind])[0])
    row = {
        "kind": kind, "unit_code": unit, "territory_code": territory, "held_on": _day(drawn).isoformat(), "count": 1,
        "title": drawn.choice(_TITLES[kind]),
    }  # fmt: skip
    if kind in _OUTCOMES:
        row["outcome"] = _OUTCOMES[kind]
    return row | more


def _day(drawn: random.Random) -> date:
    """Some day of the year, of weekends fewer."""
    while True:
        day = _FIRST + timedelta(days=drawn.randrange((_LAST - _FIRST).days + 1))
        if day.weekday() < 5 or drawn.random() < 0.3:
            return day


def _outings(drawn: random.Random, households: int) -> Iterator[int]:
    """How many households each outing reaches; together `households`."""
    while households > _MOST_REACHED:
        # What remains is again enough for an outing.
        reached = drawn.randint(_FEWEST_REACHED, min(_MOST_REACHED, households - _FEWEST_REACHED))
        yield reached
        households -= reached
    if households:
        yield households


def _solutions(drawn: random.Random, units: list[list[tuple[str, str]]], problems: list[Entry], count: int) -> Iterator[Entry]:
    """Most of what was collected is solved by the same unit some days later; the rest are older problems."""
    here = min(count, round(len(problems) * _SHARE_SOLVED_HERE))
    for problem in drawn.sample(problems, here):
        later = date.fromisoformat(problem["held_on"]) + timedelta(days=drawn.randint(1, _LONGEST_SOLVING_DAYS))
        title = _TITLES["problem_solved"][_TITLES["problem_collected"].index(problem["title"])]
        places = {name: problem[name] for name in ("unit_code", "territory_code")}
        solved = {"held_on": min(later, _LAST).isoformat(), "title": title, "solves_no": problem["external_no"]}
        yield _row(drawn, units, "problem_solved") | places | solved
    for _ in range(count - here):
        yield _row(drawn, units, "problem_solved")


def _ask(drawn: random.Random, rows: list[Entry], percent: float) -> None:
    """After some of it people are asked; as many are satisfied as gives the published share."""
    asked = [row for row in rows if row["kind"] in ("problem_solved", "good_deed") and drawn.random() < _SHARE_ASKED]
    for row in asked:
        row["asked_count"] = row["satisfied_count"] = drawn.randint(1, _MOST_ASKED)
    if not asked:
        return
    while (dissatisfied := _dissatisfied(sum(row["asked_count"] for row in asked), percent)) is None:
        row = drawn.choice(asked)
        row["asked_count"] = row["satisfied_count"] = row["asked_count"] + 1
    voices = [row for row in asked for _ in range(row["asked_count"])]
    for row in drawn.sample(voices, dissatisfied):
        row["satisfied_count"] -= 1


def _dissatisfied(asked: int, percent: float) -> int | None:
    """How many of those asked are not satisfied; none where no number of them gives the share."""
    if percent == 100:  # what is published as all is meant as all, though a few of many would be rounded away
        return 0
    try:
        return asked - satisfied_of(asked, percent)
    except ValueError:
        return None


def _numbered(rows: list[Entry]) -> list[Entry]:
    """Each with a number of its own; those that have one keep it."""
    for index, row in enumerate(rows, 1):
        row.setdefault("external_no", f"{_PREFIXES[row['kind']]}-{YEAR}-{index:05d}")
    return rows
