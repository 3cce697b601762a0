"""What can go wrong with ratings."""

from chassis.errors import Kind, Problem


class RatingUnknown(Problem):
    """A wrong number, a wrong code and a rating out of one's sight are answered alike."""

    kind, title_en, title_zh = Kind.NOT_FOUND, "No such rating", "评价不存在"


class NothingToRate(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "There is nothing to rate yet", "尚无可评价的办理"


class AlreadyRated(Problem):
    """One rating a visit, and none is changed."""

    kind, title_en, title_zh = Kind.CONFLICT, "This was rated already, and a rating is not changed", "已评价，不可重复评价或修改"


class InvitationLapsed(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The time to rate is over", "评价期限已过"


class ReasonNotOfLevel(Problem):
    kind, title_en, title_zh = Kind.INVALID, "These reasons are not of this level", "评价原因与评价等级不符"


class ClerksRateNobody(Problem):
    kind, title_en, title_zh = (
        Kind.FORBIDDEN,
        "Staff does not rate; a window's device has a key of its own",
        "工作人员不得代为评价",
    )


class NothingWritten(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The rating holds nothing of this", "该评价没有此内容"


class WordsErased(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The words were erased when their retention ended", "评价内容已到期销毁"
