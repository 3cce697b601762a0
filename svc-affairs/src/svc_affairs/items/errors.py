"""What can go wrong with items."""

from chassis.errors import Kind, Problem


class ItemUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such item", "事项不存在"


class ItemNotInForce(Problem):
    """Nothing of this code can be applied for now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The item is not in force", "事项未生效或已停办"


class ActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The item's state does not allow this action", "事项当前状态不允许此操作"


class DraftAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A draft of this item exists already", "该事项已有草稿"


class OwnerUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The item's department does not exist", "事项所属部门不存在"


class PromiseTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The promised days exceed the statutory days", "承诺时限超过法定时限"
