"""What may be done off line, and what becomes of it."""

from chassis.terms import Term


class FieldAction(Term):
    """What a telephone can do without a line."""

    CASE_REPORT = "case.report", "上报案件", "Report a case"
    CASE_START = "case.start", "开始处置", "Start handling"
    CASE_FINISH = "case.finish", "处置完毕", "Finish handling"
    CASE_RETURN = "case.return", "回退", "Give back"
    CASE_EXTENSION = "case.extension", "申请延时", "Ask for more time"
    CASE_SHELVING = "case.shelving", "申请挂账", "Ask to shelve"
    CASE_ESCALATE = "case.escalate", "上报上级", "Refer upwards"
    CASE_VERIFY = "case.verify", "核查", "Verify"
    PATROL_START = "patrol.start", "开始巡查", "Start a patrol"
    PATROL_VISIT = "patrol.visit", "到点登记", "Tell of a checkpoint"
    PATROL_FINISH = "patrol.finish", "完成巡查", "Finish a patrol"

    @property
    def is_of_cases(self) -> bool:
        return self.value.startswith("case.")


class Outcome(Term):
    """What became of it."""

    ACCEPTED = "accepted", "已接受", "Done as asked"
    CONFLICT = "conflict", "有冲突", "Others acted meanwhile, so it was not done"
    REFUSED = "refused", "未接受", "Not done, and would not be if it were sent again"
