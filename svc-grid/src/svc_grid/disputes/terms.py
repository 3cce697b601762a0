"""States, actions and fixed lists of disputes, in both languages."""

from chassis.terms import Term


class Status(Term):
    """Where a dispute stands."""

    APPLIED = "applied", "申请", "Applied for"
    ACCEPTED = "accepted", "受理", "Accepted"
    NOT_ACCEPTED = "not_accepted", "不予受理", "Not accepted"
    MEDIATING = "mediating", "调解中", "Being mediated"
    AGREED = "agreed", "达成协议", "Agreed"
    FAILED = "failed", "调解不成", "Failed"
    FOLLOWED_UP = "followed_up", "已回访", "Followed up"
    CLOSED = "closed", "结案", "Closed"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn"


class Action(Term):
    """What can be done with a dispute."""

    APPLY = "apply", "申请调解", "Apply"
    ACCEPT = "accept", "受理", "Accept"
    REFUSE = "refuse", "不予受理", "Do not accept"
    ASSIGN = "assign", "指派调解员", "Assign a mediator"
    DECLARE = "declare", "利益冲突声明", "Declare interests"
    REPLACE = "replace", "更换调解员", "Replace the mediator"
    START = "start", "开始调解", "Start mediation"
    EXTEND = "extend", "延期", "Extend"
    PLAN_SESSION = "plan_session", "安排调解会", "Plan a session"
    RECORD_SESSION = "record_session", "记录调解会", "Record a session"
    AGREE = "agree", "达成协议", "Agree"
    FAIL = "fail", "调解不成", "Fail"
    WITHDRAW = "withdraw", "撤回", "Withdraw"
    MAKE_DOCUMENT = "make_document", "制作协议书", "Make the agreement document"
    RECORD_PERFORMANCE = "record_performance", "记录履行", "Record performance"
    FOLLOW_UP = "follow_up", "回访", "Follow up"
    CLOSE = "close", "结案", "Close"
    UNSEAL = "unseal", "启封", "Unseal"
    SEAL = "seal", "封存", "Seal"
    MARK_LATE = "mark_late", "逾期", "Mark as late"
    REMIND = "remind", "履行提醒", "Remind of performance"
    ERASE = "erase", "到期销毁", "Erase"


class Kind(Term):
    """What a dispute is about."""

    NEIGHBOUR = "neighbour", "邻里纠纷", "Between neighbours"
    LAND_WATER = "land_water", "土地水利纠纷", "Land and water"
    LABOUR = "labour", "劳动争议", "Labour"
    FAMILY_PROPERTY = "family_property", "婚姻家庭财产纠纷", "Family property"
    CONTRACT = "contract", "合同纠纷", "Contract"
    CONSUMER = "consumer", "消费纠纷", "Consumer"
    MEDICAL = "medical", "医疗纠纷", "Medical"
    TRAFFIC = "traffic", "道路交通事故纠纷", "Traffic"
    OTHER = "other", "其他纠纷", "Other"


class Side(Term):
    """On which side a party stands."""

    APPLICANT = "applicant", "申请人", "Applicant"
    RESPONDENT = "respondent", "被申请人", "Respondent"


class RefusalReason(Term):
    """Why an application is not accepted."""

    IN_COURT = "in_court", "人民法院已受理", "A court has it already"
    IN_ARBITRATION = "in_arbitration", "仲裁机构已受理", "An arbitration body has it already"
    NOT_MEDIABLE = "not_mediable", "法律规定不得调解", "The law forbids mediation"
    CRIMINAL = "criminal", "涉嫌刑事犯罪", "A crime is suspected"
    PARTY_UNWILLING = "party_unwilling", "一方明确拒绝调解", "A party refuses mediation"
    NO_CLEAR_MATTER = "no_clear_matter", "无明确当事人或事实", "Neither parties nor facts are clear"
    OUTSIDE_TERRITORY = "outside_territory", "不属本辖区", "It lies outside our territory"
    DUPLICATE = "duplicate", "重复申请", "Applied for before"


class FailureReason(Term):
    """Why mediation came to nothing."""

    NO_AGREEMENT = "no_agreement", "未能达成一致", "No agreement was reached"
    PARTY_LEFT = "party_left", "一方退出调解", "A party left"
    PARTY_ABSENT = "party_absent", "一方多次不到场", "A party stayed away"
    TIME_RAN_OUT = "time_ran_out", "调解期限届满", "The time ran out"


class Referral(Term):
    """Where a failed dispute goes."""

    COURT = "court", "引导诉讼", "Court"
    ARBITRATION = "arbitration", "引导仲裁", "Arbitration"
    HIGHER_MEDIATION = "higher_mediation", "移交上级调解组织", "A higher mediation body"
    NONE = "none", "告知其他途径", "Told of other ways"


class ReplacementReason(Term):
    """Why another mediator takes over."""

    CONFLICT = "conflict", "利益冲突回避", "Conflict of interest"
    PARTY_ASKED = "party_asked", "当事人申请更换", "A party asked for it"
    ABSENT = "absent", "调解员缺席", "The mediator is absent"
    OTHER = "other", "其他原因", "Other"


class SessionStatus(Term):
    """What became of a session."""

    PLANNED = "planned", "已安排", "Planned"
    HELD = "held", "已召开", "Held"
    ADJOURNED = "adjourned", "延期再调", "Adjourned"
    NO_SHOW = "no_show", "当事人未到场", "A party did not come"


class Performance(Term):
    """How an obligation was met."""

    PERFORMED = "performed", "已履行", "Performed"
    PARTLY = "partly", "部分履行", "Partly performed"
    NOT_PERFORMED = "not_performed", "未履行", "Not performed"


class FollowUpOutcome(Term):
    """What the follow-up found."""

    SETTLED = "settled", "矛盾化解", "Settled"
    EASED = "eased", "矛盾缓和", "Eased"
    UNSETTLED = "unsettled", "矛盾未化解", "Not settled"
    NOT_REACHED = "not_reached", "未联系上", "Nobody was reached"
