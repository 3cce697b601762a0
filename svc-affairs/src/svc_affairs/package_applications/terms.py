"""The words of applications for packages, in both languages."""

from chassis.terms import Term


class ApplicationStatus(Term):
    """Where an application stands."""

    OPEN = "open", "办理中", "Under way"
    COMPLETED = "completed", "已办结", "Completed"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class ApplicationAction(Term):
    """What is done with it as a whole; all else is done with its cases."""

    SUBMIT = "submit", "提交", "Submitted"
    COMPLETE = "complete", "办结", "All its cases have ended"
    WITHDRAW = "withdraw", "撤回", "Withdrawn"
