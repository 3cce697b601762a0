"""The words a ticket is described in, each with its label in both languages."""

from chassis.terms import Term


class Kind(Term):
    """What the caller wants 诉求类型."""

    CONSULTATION = "consultation", "咨询", "Consultation"
    HELP = "help", "求助", "Help"
    COMPLAINT = "complaint", "投诉", "Complaint"
    REPORT = "report", "举报", "Report"
    SUGGESTION = "suggestion", "建议", "Suggestion"
    PRAISE = "praise", "表扬", "Praise"


class Urgency(Term):
    """How soon 紧急程度."""

    NORMAL = "normal", "一般", "Normal"
    URGENT = "urgent", "紧急", "Urgent"
    CRITICAL = "critical", "特急", "Critical"


class Channel(Term):
    """How it came in 受理渠道."""

    PHONE = "phone", "电话", "Phone"
    WEB = "web", "网站", "Web"
    APP = "app", "移动应用", "App"
    WECHAT = "wechat", "微信公众号", "WeChat"
    OPEN311 = "open311", "Open311 接口", "Open311"
    TRANSFER = "transfer", "转办", "Transfer"


class Status(Term):
    """Where a ticket is on its way 工单状态."""

    ACCEPTED = "accepted", "已受理", "Accepted"
    DISPATCHED = "dispatched", "已派单", "Dispatched"
    SIGNED = "signed", "已签收", "Signed"
    HANDLING = "handling", "办理中", "Being handled"
    RETURNED = "returned", "退单待审", "Return requested"
    RESOLVED = "resolved", "已办结待回访", "Resolved, to be called back"
    CLOSED = "closed", "已归档", "Closed"
    ANSWERED = "answered", "直接答复", "Answered at once"
    REOPENED = "reopened", "重办", "Reopened"
    REJECTED = "rejected", "不予受理", "Not accepted"
    AWAITING_CALLER = "awaiting_caller", "待补充", "Awaiting the caller"
    SUSPENDED = "suspended", "挂起", "Suspended"
    MERGED = "merged", "并单", "Merged into another"


class Rating(Term):
    """How satisfied the caller is 满意度, the standard five levels."""

    VERY_SATISFIED = "very_satisfied", "非常满意", "Very satisfied"
    SATISFIED = "satisfied", "满意", "Satisfied"
    NEUTRAL = "neutral", "基本满意", "Neutral"
    DISSATISFIED = "dissatisfied", "不满意", "Dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied", "非常不满意", "Very dissatisfied"


class CallbackOutcome(Term):
    """What came of calling back 回访结果."""

    REACHED = "reached", "已接通", "Reached"
    NOT_REACHED = "not_reached", "未接通", "Not reached"
    DECLINED = "declined", "拒绝回访", "Declined"


class CloseOutcome(Term):
    """Why a ticket could be closed 归档方式."""

    RATED = "rated", "评价归档", "The caller rated it"
    DECLINED = "declined", "拒绝回访归档", "The caller declined to rate"
    NOT_REACHED = "not_reached", "多次未接通归档", "The caller was not reached"
    ANSWERED = "answered", "直接答复归档", "Answered at once"
    NO_CALLBACK = "no_callback", "逾期未回访归档", "Not called back in time"
    HANDED_OVER = "handed_over", "移交紧急热线", "Handed over to an emergency line"
    BY_DESK = "by_desk", "坐席归档", "Closed by the desk"
    BEFORE_IMPORT = "before_import", "导入前已归档", "Closed before it was imported"


class NotReachedReason(Term):
    """Why a caller was not reached 未接通原因."""

    NO_ANSWER = "no_answer", "无人接听", "Nobody answered"
    BUSY = "busy", "占线", "Busy"
    SWITCHED_OFF = "switched_off", "关机或停机", "Switched off"
    WRONG_NUMBER = "wrong_number", "号码有误", "Wrong number"
    NO_NUMBER = "no_number", "未留号码", "No number was left"


class EmergencyLine(Term):
    """To whom an emergency is handed over 紧急热线."""

    POLICE = "110", "公安 110", "Police 110"
    FIRE = "119", "消防 119", "Fire brigade 119"
    AMBULANCE = "120", "急救 120", "Ambulance 120"
    TRAFFIC = "122", "交警 122", "Traffic police 122"


class EscalationReason(Term):
    """Why a ticket goes up 升级原因."""

    UNASSIGNED = "unassigned", "超时未派单", "Not dispatched in time"
    NOT_SIGNED = "not_signed", "超时未签收", "Not signed for in time"
    NOT_STARTED = "not_started", "签收后未办理", "Signed for and not begun"
    REPLY_NOT_REVIEWED = "reply_not_reviewed", "答复超时未审核", "A reply waits for its review"
    CALLBACK_LATE = "callback_late", "超时未回访", "Not called back in time"
    DISPUTE = "dispute", "权责争议", "Units dispute whose it is"
    SUPERVISION_LATE = "supervision_late", "督办超期", "Past the supervision's due time"
    RATING_UNANSWERED = "rating_unanswered", "低评未回应", "A low rating was not answered in time"
    BY_HAND = "by_hand", "人工升级", "Somebody asked for it"


class ReturnReason(Term):
    """Why a unit gives a ticket back 退单原因."""

    NOT_OUR_REMIT = "not_our_remit", "不属本单位职责", "Not this unit's remit"
    WRONG_TERRITORY = "wrong_territory", "不属本辖区", "Not this unit's territory"
    WRONG_CATEGORY = "wrong_category", "分类错误", "Wrong category"
    INSUFFICIENT_INFORMATION = "insufficient_information", "信息不全", "Too little is known"
    DUPLICATE = "duplicate", "重复工单", "A duplicate"
    BEYOND_AUTHORITY = "beyond_authority", "超出权限", "Beyond this unit's authority"
    CASE_DISMISSED = "case_dismissed", "网格不予立案", "The grid did not register a case"
    CASE_RETURNED = "case_returned", "网格案件回退", "The grid case was returned"
    CASE_VOIDED = "case_voided", "网格案件作废", "The grid case was voided"


class RejectReason(Term):
    """Why a request is not accepted 不予受理原因."""

    OUTSIDE_REMIT = "outside_remit", "不属受理范围", "Outside what the hotline deals with"
    IN_LEGAL_PROCEDURE = ("in_legal_procedure", "已进入法定程序", "Already before a court or in a legal procedure")
    ALREADY_ANSWERED = "already_answered", "已有明确答复", "Answered before, with nothing new"
    NO_CLEAR_REQUEST = "no_clear_request", "诉求不明确", "No clear request"
    EMERGENCY_LINE = "emergency_line", "应由紧急热线处理", "A matter for the emergency lines"


class Action(Term):
    """What can be done with a ticket; also what its history names."""

    OPEN = "open", "受理", "Accepted"
    IMPORT = "import", "导入", "Imported"
    DISPATCH = "dispatch", "派单", "Dispatched"
    SIGN = "sign", "签收", "Signed for"
    START_HANDLING = "start_handling", "开始办理", "Handling started"
    REQUEST_RETURN = "request_return", "申请退单", "Return asked for"
    AGREE_RETURN = "agree_return", "同意退单", "Return agreed to"
    REFUSE_RETURN = "refuse_return", "不同意退单", "Return refused"
    REPLY = "reply", "答复", "Replied"
    APPROVE_REPLY = "approve_reply", "审核通过", "Reply approved"
    SEND_REPLY_BACK = "send_reply_back", "审核退回", "Reply sent back"
    RESOLVE = "resolve", "办结", "Resolved"
    CALL_BACK = "call_back", "回访", "Called back"
    RATE = "rate", "评价", "Rated"
    REOPEN = "reopen", "重办", "Reopened"
    URGE = "urge", "催办", "Urged"
    SUPERVISE = "supervise", "督办", "Supervised"
    REJECT = "reject", "不予受理", "Not accepted"
    ANSWER = "answer", "直接答复", "Answered at once"
    CLOSE = "close", "归档", "Closed"
    HAND_OVER = "hand_over", "移交紧急热线", "Handed over to an emergency line"
    AWAIT_CALLER = "await_caller", "请来电人补充", "More was asked of the caller"
    SUPPLEMENT = "supplement", "来电人补充", "The caller told more"
    SUSPEND = "suspend", "挂起", "Suspended"
    RESUME = "resume", "恢复办理", "Resumed"
    REQUEST_EXTENSION = "request_extension", "申请延期", "Extension asked for"
    GRANT_EXTENSION = "grant_extension", "同意延期", "Extension granted"
    REFUSE_EXTENSION = "refuse_extension", "不同意延期", "Extension refused"
    RECLASSIFY = "reclassify", "重新分类", "Reclassified"
    MERGE = "merge", "并单", "Merged into another"
    UNMERGE = "unmerge", "撤销并单", "Taken out of a merge"
    SPLIT = "split", "拆单", "Split"
    ANSWER_RATING = "answer_rating", "回应低评", "A low rating answered"
    REMARK = "remark", "备注", "Remarked"
    ATTACH = "attach", "添加附件", "Attachment added"
    ESCALATE = "escalate", "升级", "Escalated"
    WARN = "warn", "临期预警", "Warned of its deadline"
    MARK_OVERDUE = "mark_overdue", "超期", "Past its due time"
    RECOMPUTE_DUE = "recompute_due", "期限重算", "Deadline computed anew"
