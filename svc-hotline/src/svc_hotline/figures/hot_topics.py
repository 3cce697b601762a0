"""What is a hot topic 热点: pure. A matter at a place that came much more often this week than in the weeks before."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from svc_hotline.figures.repository import Weeks


@dataclass(frozen=True)
class Policy:
    """What counts as much, as data with a version."""

    version: str = "2026-1"
    weeks: int = 8
    least: int = 5
    least_ratio: float = 1.5
    least_score: float = 3.0
    most: int = 50


POLICY = Policy()


@dataclass(frozen=True)
class HotTopic:
    """A hot topic and why it is one."""

    category_code: str
    territory_code: str
    count: int
    usual: float
    spread: float
    score: float
    reason_zh: str
    reason_en: str


def hot_topics(found: Iterable[Weeks], policy: Policy = POLICY) -> list[HotTopic]:
    """The hot topics among `found`, the most unusual first."""
    hot = [topic for each in found if (topic := judge(each, policy)) is not None]
    return sorted(hot, key=lambda each: (-each.score, each.category_code, each.territory_code))[: policy.most]


def judge(each: Weeks, policy: Policy = POLICY) -> HotTopic | None:
    """How far above the usual it is, in units of the spread, if that is far enough.

    Calls that have nothing to do with each other scatter by the root of their mean; where the weeks before scattered more
    than that, their own spread counts.
    """
    mean = each.before / policy.weeks
    variance = (each.before_squared - policy.weeks * mean * mean) / (policy.weeks - 1)
    spread = sqrt(max(mean, variance, 1.0))
    score = (each.now - mean) / spread
    if each.now < policy.least or each.now < policy.least_ratio * mean or score < policy.least_score:
        return None
    zh, en = _reasons(each.now, mean, spread, policy)
    return HotTopic(
        each.category_code, each.territory_code, each.now, round(mean, 1), round(spread, 1), round(score, 1), zh, en
    )  # fmt: skip


def _reasons(now: int, mean: float, spread: float, policy: Policy) -> tuple[str, str]:
    if mean == 0:
        return (
            f"近 7 天 {now} 件，此前 {policy.weeks} 周没有",
            f"{now} in the last 7 days, none in the {policy.weeks} weeks before",
        )
    times = now / mean
    return (
        f"近 7 天 {now} 件，此前 {policy.weeks} 周平均每周 {mean:.1f} 件（波动 {spread:.1f}），是平常的 {times:.1f} 倍",
        f"{now} in the last 7 days, {mean:.1f} a week in the {policy.weeks} weeks before (spread {spread:.1f}): "
        f"{times:.1f} times the usual",
    )
