"""What can go wrong with service activities."""

from chassis.errors import Kind, Problem


class ActivityUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such activity", "活动记录不存在"


class ActivitiesUnsound(Problem):
    """Names each fault at its row and field."""

    kind, title_en, title_zh = Kind.INVALID, "Rows have faults; nothing was stored", "活动数据有误，未保存任何记录"


class ExternalNumberTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This number stands on another activity", "该外部编号已用于其他活动记录"


class ActivityNotChangeable(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A withdrawn record does not change any more", "已撤销的记录不能再更改"


class NotYourUnit(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Another unit's activities are its own to tell", "不能登记或更改其他单位的活动"


class ProblemNotToBeSolved(Problem):
    """The link leads to nothing that is open, or to less than is said to be solved."""

    kind, title_en, title_zh = Kind.CONFLICT, "No so many problems of this record are open", "该征集问题没有足够的待解决数量"


class ProblemHasSolutions(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Solved problems are linked to this record", "已有解决记录与该问题关联"


class SpanWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The period must end after it begins", "统计期间有误"
