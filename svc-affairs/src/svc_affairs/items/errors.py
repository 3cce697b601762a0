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
    kind, title_en, title_zh = Kind.INVALID, "A department that the item names does not exist", "事项所列部门不存在"


class PromiseTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The promised days exceed the statutory days", "承诺时限超过法定时限"


class AuthorMayNotApprove(Problem):
    """Four eyes: whoever drafted or changed a version leaves its approval to somebody else."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody approves what they wrote themselves", "不能审核发布本人起草或修改的事项"


class NotForYourRole(Problem):
    """Drafts are withdrawn by editors, what was approved by reviewers; names the role that is needed."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "In this state another role withdraws it", "该状态的事项应由其他角色撤回"


class DayNotPossible(Problem):
    """The day lies in the past, or too far away; names the earliest and the latest."""

    kind, title_en, title_zh = Kind.INVALID, "The day lies in the past or too far ahead", "日期已过或超出允许范围"


class AnotherWaits(Problem):
    """Another version of the code waits for its day; names it. Call it off first."""

    kind, title_en, title_zh = Kind.CONFLICT, "Another version waits for its day", "该事项已有待生效版本，请先撤回"


class CodeNotByProfile(Problem):
    """The code does not have the structure of the configured profile; says what of it is wrong."""

    kind, title_en, title_zh = Kind.INVALID, "The code does not follow the configured profile", "事项编码不符合所配置的编码规则"


class NoVersionBefore(Problem):
    """There is nothing to compare the first version with."""

    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no version before this one", "没有可比较的上一版本"
