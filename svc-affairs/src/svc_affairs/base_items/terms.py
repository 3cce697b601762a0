"""The words of base items, in both languages."""

from chassis.terms import Term


class BaseItemStatus(Term):
    """Whether the catalogue still has it."""

    IN_USE = "in_use", "在用", "In use"
    ABOLISHED = "abolished", "已取消", "Abolished"


class BaseAction(Term):
    """What is done with a base item."""

    CHANGE = "change", "修改", "Change"
    ABOLISH = "abolish", "取消", "Abolish"
    RESTORE = "restore", "恢复", "Restore"
