"""The standard's own words."""

from chassis.terms import Term


class PublicStatus(Term):
    """Whether a request still waits, as the standard tells it."""

    OPEN = "open", "未办结", "Open"
    CLOSED = "closed", "已办结", "Closed"


class Datatype(Term):
    """What the answer to an attribute is."""

    STRING = "string", "单行文字", "A line of text"
    NUMBER = "number", "数值", "A number"
    DATETIME = "datetime", "时间", "An instant"
    TEXT = "text", "多行文字", "Text"
    SINGLEVALUELIST = "singlevaluelist", "单选", "One of a list"
    MULTIVALUELIST = "multivaluelist", "多选", "Some of a list"


# Whose answers come from a list.
LISTS = frozenset({Datatype.SINGLEVALUELIST, Datatype.MULTIVALUELIST})
