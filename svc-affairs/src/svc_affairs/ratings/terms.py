"""The words of ratings, in both languages."""

from chassis.terms import Term


class Level(Term):
    """How satisfied somebody is 满意度, the standard five levels; the first is 1 of GB/T 39046 annex A, the last 5."""

    VERY_SATISFIED = "very_satisfied", "非常满意", "Very satisfied"
    SATISFIED = "satisfied", "满意", "Satisfied"
    NEUTRAL = "neutral", "基本满意", "Neutral"
    DISSATISFIED = "dissatisfied", "不满意", "Dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意", "Very dissatisfied"

    @property
    def number(self) -> int:
        """Its number in the standard's code set: the reverse of stars."""
        return 1 + [*Level].index(self)


LOW = frozenset({Level.DISSATISFIED, Level.VERY_DISSATISFIED})


class RatingStatus(Term):
    """Where a rating stands."""

    INVITED = "invited", "待评价", "May be rated"
    GIVEN = "given", "已评价", "Rated"
    LAPSED = "lapsed", "逾期未评价", "Not rated in time"


class RatingAction(Term):
    """What is done with a rating."""

    GIVE = "give", "评价", "Rated"
    LAPSE = "lapse", "逾期", "The time to rate ran out"


class Occasion(Term):
    """What is rated."""

    RESULT = "result", "办件", "The case as a whole"
    COUNTER = "counter", "现场办理", "One visit to a counter"


class RatingChannel(Term):
    """How a rating came in."""

    WEB = "web", "网上", "Web"
    APP = "app", "移动端", "App"
    WECHAT = "wechat", "微信公众号", "WeChat"
    TERMINAL = "terminal", "自助终端", "Self-service terminal"
    CODE = "code", "扫码", "By a code on paper"
    DEVICE = "device", "窗口评价器", "The window's device"
