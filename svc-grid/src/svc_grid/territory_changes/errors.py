"""What can go wrong with a change of territories."""

from chassis.errors import Kind, Problem


class ChangeUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such change of territories", "辖区调整不存在"


class ChangeUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The territories would not hold together", "辖区调整有误"


class ChangeSettled(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This change is settled already", "辖区调整已办结"
