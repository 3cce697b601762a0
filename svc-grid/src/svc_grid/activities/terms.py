"""Kinds and states of service activities, in both languages."""

from enum import StrEnum

from chassis.terms import Term


class ActivityKind(Term):
    """What was done."""

    RESEARCH_VISIT = "research_visit", "基层调研", "Research visit"
    HOME_OUTREACH_VISIT = "home_outreach_visit", "入户宣讲", "Home outreach, in households reached"
    PROBLEM_COLLECTED = "problem_collected", "征集困难问题和意见建议", "Problem collected"
    PROBLEM_SOLVED = "problem_solved", "解决问题", "Problem solved"
    GOOD_DEED = "good_deed", "办实事好事", "Good deed"


class Status(Term):
    """Whether the record holds."""

    REGISTERED = "registered", "有效", "Registered"
    WITHDRAWN = "withdrawn", "已撤销", "Withdrawn"


class Action(Term):
    """What can be done with a record."""

    REGISTER = "register", "登记", "Register"
    CORRECT = "correct", "更正", "Correct"
    WITHDRAW = "withdraw", "撤销", "Withdraw"


class ProblemState(Term):
    """Where a collected problem stands."""

    OPEN = "open", "待解决", "Open"
    SOLVED = "solved", "已解决", "Solved"


class GroupBy(StrEnum):
    """What figures can be broken down by."""

    UNIT = "unit"
    TERRITORY = "territory"
    MONTH = "month"
