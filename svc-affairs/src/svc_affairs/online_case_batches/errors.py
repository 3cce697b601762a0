"""What can go wrong with an entry of a batch, besides what the cases themselves refuse."""

from chassis.errors import Kind, Problem


class NotDecidedAtOnce(Problem):
    """Only an instant case, whose item names no steps, is accepted and decided in one visit."""

    kind, title_en, title_zh = Kind.CONFLICT, "This case is not decided at once", "该办件不属于即办件，不能当场决定"


class NamedTwice(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "An earlier entry of the batch names this case", "本批次中已有条目指定该办件"
