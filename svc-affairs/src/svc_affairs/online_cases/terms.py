"""The words of online cases, in both languages."""

from chassis.terms import Term


class Status(Term):
    """Where a case stands."""

    SUBMITTED = "submitted", "已提交", "Submitted"
    PRECHECKING = "prechecking", "预审中", "Being checked before acceptance"
    SUPPLEMENT = "supplement", "待补正", "Waits for the applicant's supplement"
    ACCEPTED = "accepted", "已受理", "Accepted"
    NOT_ACCEPTED = "not_accepted", "不予受理", "Not accepted"
    REVIEWING = "reviewing", "审查中", "Under review"
    SPECIAL = "special", "特别程序中", "In a special procedure"
    APPROVED = "approved", "准予", "Approved"
    DENIED = "denied", "不予", "Denied"
    DELIVERED = "delivered", "已送达", "Delivered"
    CLOSED = "closed", "已办结", "Closed"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Action(Term):
    """What is done with a case."""

    SUBMIT = "submit", "提交", "Submitted"
    PRECHECK = "precheck", "预审", "The check before acceptance began"
    ASK_SUPPLEMENT = "ask_supplement", "要求补正", "A supplement was asked for"
    SUPPLEMENT = "supplement", "补正", "The supplement came"
    LAPSE = "lapse", "逾期未补正", "No supplement came in time"
    ACCEPT = "accept", "受理", "Accepted"
    ACCEPT_BY_SILENCE = "accept_by_silence", "逾期视为受理", "Counts as accepted, since nothing was said in time"
    REFUSE = "refuse", "不予受理", "Not accepted"
    REVIEW = "review", "审查", "A step of its review was done"
    BEGIN_SPECIAL = "begin_special", "特别程序开始", "A special procedure began"
    END_SPECIAL = "end_special", "特别程序结束", "A special procedure ended"
    EXTEND = "extend", "延长审批", "Its review was extended"
    APPROVE = "approve", "准予", "Approved"
    DENY = "deny", "不予", "Denied"
    DELIVER = "deliver", "送达", "The result was delivered"
    CLOSE = "close", "办结", "Closed"
    WITHDRAW = "withdraw", "撤回", "Withdrawn"
    MARK_OVERDUE = "mark_overdue", "超期", "The promised time ran out"
    MARK_UNDELIVERED = "mark_undelivered", "送达超期", "The result was not delivered in time"
    ERASE = "erase", "销毁联系方式", "The contact was erased"


class Channel(Term):
    """How a case came in."""

    WEB = "web", "网上", "Web"
    APP = "app", "移动端", "App"
    WECHAT = "wechat", "微信公众号", "WeChat"
    TERMINAL = "terminal", "自助终端", "Self-service terminal"
    HALL = "hall", "窗口", "At a hall's window"
    POST = "post", "邮寄", "By post"
    CENTRE = "centre", "便民服务中心", "At a town service centre"


class TaskStatus(Term):
    """Where a step of the review stands."""

    PENDING = "pending", "未开始", "Not yet"
    OPEN = "open", "办理中", "Open"
    AGREED = "agreed", "同意", "Agreed"
    OBJECTED = "objected", "不同意", "Objected"
    DROPPED = "dropped", "无需办理", "Not needed any more"


class Opinion(Term):
    """What a department says of its step."""

    AGREED = "agreed", "同意", "Agreed"
    OBJECTED = "objected", "不同意", "Objected"


class RefusalReason(Term):
    """Why an application is not accepted."""

    NOT_NEEDED = "not_needed", "依法不需要取得行政许可", "Nothing has to be applied for"
    NOT_COMPETENT = "not_competent", "不属于本机关职权范围", "Another authority is competent"
    NOT_COMPLETE = "not_complete", "材料不齐或不符合法定形式", "Its materials are not complete or not in form"
    NOT_ENTITLED = "not_entitled", "申请人不具备申请资格", "The applicant may not apply"
    DUPLICATE = "duplicate", "重复申请", "It was applied for already"
    OTHER = "other", "其他", "Other"


class DenialReason(Term):
    """Why an application is denied."""

    CONDITIONS_NOT_MET = "conditions_not_met", "不符合法定条件、标准", "The conditions are not met"
    UNTRUE_MATERIALS = "untrue_materials", "隐瞒情况或提供虚假材料", "Its materials are not true"
    QUOTA_USED_UP = "quota_used_up", "数量限额已满", "The quota is used up"
    OTHERS_RIGHTS = "others_rights", "损害他人重大利益", "It would harm others' rights"
    OTHER = "other", "其他", "Other"


class DeliveryWay(Term):
    """How a result reaches the applicant 送达方式."""

    WINDOW = "window", "窗口领取", "Collected at a window"
    POST = "post", "邮寄送达", "By post"
    ELECTRONIC = "electronic", "电子送达", "Electronically"
