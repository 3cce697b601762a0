"""What can go wrong with figures."""

from chassis.errors import Kind, Problem


class SpanBackwards(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span ends before it begins", "时间段的结束早于开始"


class SpanTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The span is too long for this", "时间段过长"


class PlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such territory here", "没有这个辖区"
