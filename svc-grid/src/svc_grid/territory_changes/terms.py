"""Fixed lists of the changes of territories."""

from chassis.terms import Term


class Kind(Term):
    """What a change does."""

    REDRAW = "redraw", "重划", "New bounds of several neighbours"
    MERGE = "merge", "合并", "Several become one"
    SPLIT = "split", "拆分", "One becomes several"
    MOVE = "move", "改隶", "To another parent, with all below it"
    RETIRE = "retire", "撤销", "No more, with a successor"


class Status(Term):
    """Where a change stands."""

    PLANNED = "planned", "待生效", "Waits for its day"
    APPLIED = "applied", "已生效", "Holds"
    CANCELLED = "cancelled", "已取消", "Cancelled before its day"
    FAILED = "failed", "未能生效", "Could not be made on its day"


class Action(Term):
    """What settles a planned change."""

    APPLY = "apply", "生效", "Make it"
    CANCEL = "cancel", "取消", "Cancel it"
    FAIL = "fail", "失效", "It cannot be made"
