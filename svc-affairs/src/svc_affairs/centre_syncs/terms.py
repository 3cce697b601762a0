"""The words of pushes and pulls, in both languages."""

from chassis.terms import Term


class SyncAction(Term):
    """What a centre's system tells that it did."""

    SUBMIT = "submit", "收件", "Take an application in"
    PRECHECK = "precheck", "预审", "Begin to check it"
    ASK_SUPPLEMENT = "ask_supplement", "要求补正", "Ask for a supplement"
    SUPPLEMENT = "supplement", "补正", "The supplement came"
    ACCEPT = "accept", "受理", "Accept"
    REFUSE = "refuse", "不予受理", "Do not accept"
    REVIEW = "review", "审查", "Do a step of the review"
    BEGIN_SPECIAL = "begin_special", "特别程序开始", "Begin a special procedure, or extend the review"
    END_SPECIAL = "end_special", "特别程序结束", "End the special procedure"
    DECIDE = "decide", "决定", "Decide"
    DELIVER = "deliver", "送达", "Deliver the result"
    CLOSE = "close", "办结", "Close"
    WITHDRAW = "withdraw", "撤回", "Withdraw, for the applicant"
    NOTE_PAPER = "note_paper", "收取纸质材料", "Materials came on paper"
    CHECK_MATERIALS = "check_materials", "材料核验", "Check materials"


class SyncOutcome(Term):
    """What became of it."""

    APPLIED = "applied", "已执行", "Done as told"
    ALREADY_APPLIED = "already_applied", "此前已执行", "Done before"
    CONFLICT = "conflict", "有冲突", "Not done: the case stands otherwise than the sender thought"
    REFUSED = "refused", "未接受", "Not done, and would not be if it were sent again"
