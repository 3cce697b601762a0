"""What can go wrong with rectifications."""

from chassis.errors import Kind, Problem


class RectificationUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such rectification", "整改任务不存在"


class RectificationActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = (
        Kind.CONFLICT,
        "The rectification's state does not allow this action",
        "整改任务当前状态不允许此操作",
    )


class NothingToFollowUp(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Nothing was put right that could be rated anew", "没有可复评的整改"


class ProposedAlready(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "It was decided already that this rating stands", "该评价已认定属实，不得再次申请"


class SecondPersonNeeded(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody decides on what they proposed themselves", "申请人不得自行认定"


class NotOverYourself(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody decides on a rating of their own unit", "不得办结对本单位的评价"
