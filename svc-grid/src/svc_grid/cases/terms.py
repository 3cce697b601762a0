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
    ESCALATED = "escalated", "已上报上级", "Referred upwards"
    SHELVED = "shelved", "挂账", "Shelved"
    VOIDED = "voided", "作废", "Voided"
    CLOSED = "closed", "结案", "Closed"


class Action(Term):
    """What can be done with a case."""

    REPORT = "report", "上报", "Report"
    SELF_HANDLE = "self_handle", "自处理", "Report what one has handled oneself"
    REGISTER = "register", "立案", "Register"
    DISMISS = "dismiss", "不予立案", "Do not register"
    RECLASSIFY = "reclassify", "调整类别", "Reclassify"
    ASSIGN = "assign", "派遣", "Assign"
    START_HANDLING = "start_handling", "开始处置", "Start handling"
    FINISH = "finish", "处置完毕", "Finish handling"
    PASS = "pass", "核查通过", "Pass verification"
    SEND_BACK = "send_back", "核查不通过", "Send back"
    RETURN = "return", "回退", "Give back"
    REQUEST_EXTENSION = "request_extension", "申请延时", "Ask for more time"
    GRANT_EXTENSION = "grant_extension", "同意延时", "Grant more time"
    REFUSE_EXTENSION = "refuse_extension", "不同意延时", "Refuse more time"
    REQUEST_SHELVING = "request_shelving", "申请挂账", "Ask to shelve"
    SHELVE = "shelve", "同意挂账", "Shelve"
    REFUSE_SHELVING = "refuse_shelving", "不同意挂账", "Refuse to shelve"
    RESUME = "resume", "恢复处置", "Resume"
    ESCALATE = "escalate", "上报上级", "Refer upwards"
    HAND_DOWN = "hand_down", "下派", "Hand down"
    RELOCATE = "relocate", "辖区调整", "Move to another territory"
    HAND_OVER = "hand_over", "移交", "Hand over to another officer"
    MARK_OVERDUE = "mark_overdue", "超时", "Mark as overdue"
    VOID = "void", "作废", "Void"
    CLOSE = "close", "结案", "Close"


class Stage(Term):
    """What the running clock of a case counts 阶段."""

    REGISTRATION = "registration", "立案", "Registration"
    ASSIGNMENT = "assignment", "派遣", "Assignment"
    HANDLING = "handling", "处置", "Handling"
    VERIFICATION = "verification", "核查", "Verification"


class Colour(Term):
    """How a stage stands with its limit: green to 80 %, amber to 100 %, red beyond 亮灯."""

    GREEN = "green", "绿灯", "In time"
    AMBER = "amber", "黄灯", "Nearly due"
    RED = "red", "红灯", "Overdue"


class Source(Term):
    """Where a report came from."""

    HOTLINE = "hotline", "12345热线", "12345 hotline"
    STAFF = "staff", "网格员上报", "Grid staff"
    APPLICATION = "application", "系统接入", "Another system"
    RESIDENT = "resident", "居民反映", "A resident"
    PATROL = "patrol", "巡查发现", "A patrol"
    ALARM = "alarm", "设备报警", "A device's alarm"
