"""What can go wrong with the figures."""

from chassis.errors import Kind, Problem


class SpanBackwards(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span ends before it begins", "结束日期早于开始日期"
