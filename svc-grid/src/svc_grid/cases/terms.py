"""States and actions of a case, in both languages."""

from chassis.terms import Term


class Status(Term):
    """Where a case stands."""

    REPORTED = "reported", "上报", "Reported"
    REGISTERED = "registered", "立案", "Registered"
    DISMISSED = "dismissed", "不予立案", "Not registered"
    ASSIGNED = "assigned", "派遣", "Assigned"
    HANDLING = "handling", "处置中", "Being handled"
    HANDLED = "handled", "已处置", "Handled"
    VERIFIED = "verified", "核查通过", "Verified"
    RETURNED = "returned", "回退", "Returned"
    VOIDED = "voided", "作废", "Voided"
    CLOSED = "closed", "结案", "Closed"


class Action(Term):
    """What can be done with a case."""

    REPORT = "report", "上报", "Report"
    REGISTER = "register", "立案", "Register"
    DISMISS = "dismiss", "不予立案", "Do not register"
    ASSIGN = "assign", "派遣", "Assign"
    START_HANDLING = "start_handling", "开始处置", "Start handling"
    FINISH = "finish", "处置完毕", "Finish handling"
    PASS = "pass", "核查通过", "Pass verification"
    SEND_BACK = "send_back", "核查不通过", "Send back"
    RETURN = "return", "回退", "Give back"
    VOID = "void", "作废", "Void"
    CLOSE = "close", "结案", "Close"


class Source(Term):
    """Where a report came from."""

    HOTLINE = "hotline", "12345热线", "12345 hotline"
    STAFF = "staff", "网格员上报", "Grid staff"
    APPLICATION = "application", "系统接入", "Another system"
