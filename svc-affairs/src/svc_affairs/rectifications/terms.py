"""The words of rectifications, in both languages."""

from chassis.terms import Term


class RectificationStatus(Term):
    """Where a rectification stands."""

    OPEN = "open", "待回访", "To be called back"
    CALLED_BACK = "called_back", "整改中", "Called back, to be put right"
    DISPUTED = "disputed", "申请认定不实", "Said to be unfounded, to be decided"
    PUT_RIGHT = "put_right", "已整改待复评", "Put right, may be rated anew"
    ESCALATED = "escalated", "提级督办", "Taken over by the government-affairs office"
    CLOSED = "closed", "已办结", "Closed"


class RectificationAction(Term):
    """What is done with a rectification."""

    OPEN = "open", "差评立案", "Opened by a low rating"
    MISS_CALL = "miss_call", "回访未接通", "Called, and not reached"
    CALL_BACK = "call_back", "回访", "Called back"
    PROPOSE_UNFOUNDED = "propose_unfounded", "申请认定不实", "Said to be unfounded"
    UPHOLD = "uphold", "认定属实", "Found to stand"
    VOID = "void", "认定不实", "Found to be unfounded"
    PUT_RIGHT = "put_right", "整改答复", "Answered with what was done"
    CONFIRM = "confirm", "复评满意", "Rated anew, and well"
    REOPEN = "reopen", "复评仍不满意", "Rated low again"
    ESCALATE = "escalate", "提级督办", "Rated low again, too often"
    LAPSE = "lapse", "逾期未复评", "Not rated anew in time"
    CONCLUDE = "conclude", "督办办结", "Settled by the government-affairs office"
    MARK_CALL_OVERDUE = "mark_call_overdue", "回访超期", "The time to call back ran out"
    MARK_OVERDUE = "mark_overdue", "整改超期", "The time to put it right ran out"


class CallOutcome(Term):
    """What came of a call back."""

    REACHED = "reached", "已接通", "Reached"
    NOT_REACHED = "not_reached", "未接通", "Not reached"
    DECLINED = "declined", "拒绝回访", "Declined"
    NO_NUMBER = "no_number", "未留联系方式", "There is no number to call"


class Outcome(Term):
    """How a rectification ended."""

    CONFIRMED = "confirmed", "复评满意", "Rated anew, and well"
    NOT_RATED_AGAIN = "not_rated_again", "逾期未复评", "Not rated anew in time"
    UNFOUNDED = "unfounded", "认定不实", "Found to be unfounded"
    CONCLUDED = "concluded", "督办办结", "Settled by the government-affairs office"
