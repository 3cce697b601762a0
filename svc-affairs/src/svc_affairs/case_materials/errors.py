"""What can go wrong with the materials of a case."""

from chassis.errors import Kind, Problem


class MaterialUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The item's version names no such material", "该事项无此申请材料"


class MaterialActionNotPossible(Problem):
    """Names the material, where it stands, and what is possible with it now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The material's state does not allow this action", "材料当前状态不允许此操作"


class MaterialsSettled(Problem):
    """The case takes no more materials, or lets none go, as it stands."""

    kind, title_en, title_zh = Kind.CONFLICT, "The case's materials are settled", "办件当前状态不允许变更申请材料"


class FaultNotNamed(Problem):
    """Who has to put something right is told what is wrong 一次性告知."""

    kind, title_en, title_zh = Kind.INVALID, "Say what is wrong, or why it is waived", "请说明需补正或容缺的具体内容"


class CaseFileUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such file", "材料附件不存在"


class TooManyFiles(Problem):
    """The material, or the case, holds as many as it may."""

    kind, title_en, title_zh = Kind.TOO_LARGE, "There are as many files as there may be", "附件数量已达上限"


class CaseFilesTooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The case's files weigh as much as they may", "办件附件总大小已达上限"
