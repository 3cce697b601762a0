"""Words of the alarms."""

from chassis.terms import Term


class State(Term):
    """Where an alarm stands."""

    RAISED = "raised", "告警中", "Raised"
    CLEARED = "cleared", "已恢复", "Cleared"


class Severity(Term):
    """How serious an alarm is."""

    INFO = "info", "提示", "Information"
    MINOR = "minor", "一般", "Minor"
    MAJOR = "major", "重要", "Major"
    CRITICAL = "critical", "紧急", "Critical"
