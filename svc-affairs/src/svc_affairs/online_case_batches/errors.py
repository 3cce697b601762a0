"""What can go wrong with an entry of a batch, besides what the cases themselves refuse."""

from chassis.errors import Kind, Problem


class NamedTwice(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "An earlier entry of the batch names this case", "本批次中已有条目指定该办件"
