"""Words of the component register."""

from chassis.terms import Term


class State(Term):
    """How a component is."""

    NORMAL = "normal", "正常", "In order"
    DAMAGED = "damaged", "损坏", "Damaged"
    MISSING = "missing", "缺失", "Missing"
    RETIRED = "retired", "已拆除", "Taken out of the register"


class Action(Term):
    """What is done with a component."""

    REGISTER = "register", "登记", "Register"
    CHANGE = "change", "变更", "Change its entry"
    REPORT_DAMAGED = "report_damaged", "报损坏", "Report it damaged"
    REPORT_MISSING = "report_missing", "报缺失", "Report it missing"
    RESTORE = "restore", "恢复正常", "Restore it"
    RETIRE = "retire", "注销", "Retire it"
