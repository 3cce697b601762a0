"""What can go wrong with figures."""

from chassis.errors import Kind, Problem


class SpanBackwards(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span ends before it begins", "起止日期有误"


class SpanTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span is too long for this", "统计时段过长"


class AreaUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such territory", "辖区不存在"


class EitherClassOrUnit(Problem):
    """The counts are kept by class and by unit, not by both together."""

    kind, title_en, title_zh = Kind.INVALID, "Ask by class or by unit, not by both", "类别和单位不能同时筛选"
