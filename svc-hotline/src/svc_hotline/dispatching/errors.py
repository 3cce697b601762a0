"""What can go wrong with dispatch rules."""

from chassis.errors import Kind, Problem


class RulesWrong(Problem):
    """Names each rule at fault, and why."""

    kind, title_en, title_zh = Kind.INVALID, "The dispatch rules do not hold together", "派单规则有误"


class NotTried(Problem):
    """What goes live was tried before, exactly as it is, on at least one past ticket, if there is any."""

    kind, title_en, title_zh = (Kind.CONFLICT, "These rules were not tried on past tickets", "派单规则未经试运行，不能发布")


class NothingToPublish(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The draft is what is live already", "草稿与现行规则一致"


class RuleSetUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such published set of rules", "没有该版本的派单规则"


class TrialUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such trial", "没有该试运行"
