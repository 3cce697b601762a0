"""The queues, by what a ticket waits for."""

from chassis.terms import Term


class Queue(Term):
    """What tickets wait for 待办."""

    UNASSIGNED = "unassigned", "待派单", "To be dispatched"
    UNSIGNED = "unsigned", "待签收", "To be signed for"
    RETURNS = "returns", "退单待审", "Returns to be decided"
    DISPUTES = "disputes", "权责争议", "Disputes for a supervisor"
    EXTENSIONS = "extensions", "延期待审", "Extensions to be decided"
    REPLIES = "replies", "答复待审", "Replies to be reviewed"
    CALLBACKS = "callbacks", "待回访", "Callers to be called back"
    LOW_RATINGS = "low_ratings", "低评待回应", "Low ratings to be answered"
    AWAITING_CALLER = "awaiting_caller", "待补充", "Awaiting the caller"
    SUSPENDED = "suspended", "挂起", "Suspended"
