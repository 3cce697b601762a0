"""What can go wrong with what was sent from the field; most of it is told within the answer."""

from chassis.errors import Kind, Problem


class CursorWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This is no cursor that was given here", "同步游标无效"


class ActedMeanwhile(Problem):
    """Names what others did since the telephone looked."""

    kind, title_en, title_zh = Kind.CONFLICT, "Others acted on it meanwhile", "案件已被他人处理"


class TimeWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "It happened too long ago, or lies ahead", "操作时间超出允许范围"


class VersionAhead(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The case has not come to this version yet", "案件版本号有误"


class ActionIdReused(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This id stood on another action", "该操作编号已用于其他操作"


class TargetUnknown(Problem):
    kind, title_en, title_zh = (
        Kind.INVALID,
        "Neither a case nor an action that reported one has this id",
        "找不到对应的案件或上报操作",
    )


class BodyWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The action's content has faults", "操作内容有误"
