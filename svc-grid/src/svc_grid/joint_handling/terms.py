"""States, commands and fixed lists of joint calls, in both languages."""

from chassis.terms import Term


class CallStatus(Term):
    """Where a call stands."""

    OPEN = "open", "已吹哨", "Called"
    ASSEMBLED = "assembled", "已集结", "All have reported"
    DONE = "done", "已办结", "All have done their part"
    RATED = "rated", "已评价", "Rated"
    CLOSED = "closed", "已关闭", "Closed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class CallCommand(Term):
    """What can be done with a call as a whole."""

    OPEN = "open", "吹哨", "Blow the whistle"
    REPORT = "report", "单位报到", "A unit reports"
    DECLINE = "decline", "单位申请不报到", "A unit declines"
    UPHOLD = "uphold", "同意不报到", "Uphold a unit's declining"
    OVERRULE = "overrule", "驳回不报到", "Overrule a unit's declining"
    MARK_LATE = "mark_late", "报到超时", "A unit is late"
    WORK = "work", "单位处置", "A unit works"
    FINISH = "finish", "单位办结", "A unit has done its part"
    ASSEMBLE = "assemble", "集结完毕", "All have reported"
    COMPLETE = "complete", "全部办结", "All have done their part"
    RATE = "rate", "评价", "Rate a unit"
    SETTLE = "settle", "评价完毕", "All are rated"
    CLOSE = "close", "关闭", "Close"
    CANCEL = "cancel", "取消", "Cancel"


class UnitStatus(Term):
    """Where a called unit stands."""

    CALLED = "called", "待报到", "Called"
    DECLINED = "declined", "申请不报到", "Declined, to be decided"
    EXCUSED = "excused", "无需报到", "Excused"
    REPORTED_IN = "reported_in", "已报到", "Reported"
    WORKING = "working", "处置中", "Working"
    DONE = "done", "已办结", "Done"
    RELEASED = "released", "已解除", "Released as the call was cancelled"


class UnitCommand(Term):
    """What can be done by or with a called unit."""

    REPORT_IN = "report_in", "报到", "Report"
    DECLINE = "decline", "申请不报到", "Decline"
    UPHOLD = "uphold", "同意", "Uphold its declining"
    OVERRULE = "overrule", "驳回", "Overrule its declining"
    MARK_LATE = "mark_late", "报到超时", "Mark as late"
    START = "start", "开始处置", "Start working"
    FINISH = "finish", "办结", "Finish"
    RATE = "rate", "评价", "Rate"
    RELEASE = "release", "解除", "Release"


class Urgency(Term):
    """How urgent a call is."""

    NORMAL = "normal", "一般", "Normal"
    URGENT = "urgent", "紧急", "Urgent"
    CRITICAL = "critical", "特急", "Critical"


class DeclineReason(Term):
    """Why a unit says that it is not for it."""

    NOT_OUR_REMIT = "not_our_remit", "非本单位职责", "Not our remit"
    NO_LEGAL_BASIS = "no_legal_basis", "无执法依据", "No legal basis"
    ALREADY_HANDLED = "already_handled", "已处理完毕", "Handled already"
    ON_EMERGENCY = "on_emergency", "人员在处置突发事件", "Its staff are on an emergency"


class CancelReason(Term):
    """Why a call is cancelled."""

    SETTLED = "settled", "问题已解决", "The matter is settled"
    CALLED_BY_MISTAKE = "called_by_mistake", "误吹哨", "Called by mistake"
    NOBODY_CAME = "nobody_came", "无单位到场", "No unit is to come"
    TAKEN_OVER = "taken_over", "上级接手", "Taken over from above"


class Rating(Term):
    """How content the community is with a unit."""

    VERY_SATISFIED = "very_satisfied", "很满意", "Very satisfied"
    SATISFIED = "satisfied", "满意", "Satisfied"
    NEUTRAL = "neutral", "基本满意", "Neutral"
    DISSATISFIED = "dissatisfied", "不满意", "Dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied", "很不满意", "Very dissatisfied"
