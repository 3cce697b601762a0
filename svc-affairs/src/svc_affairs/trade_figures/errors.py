"""What can go wrong with the figures of trade."""

from chassis.errors import Kind, Problem


class SpanWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span ends before it begins, or is too long", "时间范围有误或过长"


class OneFilterOnly(Problem):
    kind, title_en, title_zh = Kind.INVALID, "One of platform, country and heading can be chosen", "平台、国别、商品类目只能选一"
