"""What can go wrong with knowledge entries."""

from chassis.errors import Kind, Problem


class EntryUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such knowledge entry", "知识条目不存在"


class EntryActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = (Kind.CONFLICT, "The entry's state does not allow this action", "知识条目当前状态不允许此操作")


class NotYourEntry(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "The entry is another unit's", "该知识条目由其他单位负责"


class ApproverIsAuthor(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody approves what they wrote themselves", "不能审核本人撰写的内容"


class ReplacesTooEarly(Problem):
    """The published version still holds until the new one does."""

    kind, title_en, title_zh = (Kind.CONFLICT, "The new version is not in force yet", "新版本尚未生效，不能替换现行版本")


class ValidityWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The validity ends before it begins", "有效期止早于有效期起"
