"""What can go wrong with the policies."""

from chassis.errors import Kind, Problem


class PolicyNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such policy", "策略版本不存在"


class DayTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Another policy takes effect on that day", "该日已有策略生效"


class DayPast(Problem):
    """What was declared already is judged by the policy of its time."""

    kind, title_en, title_zh = Kind.INVALID, "A policy takes effect tomorrow at the earliest", "策略最早自次日起生效"
