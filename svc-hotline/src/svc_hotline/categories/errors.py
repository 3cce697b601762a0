"""What can go wrong with categories."""

from chassis.errors import Kind, Problem


class CategoryNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no category with this code", "分类编码不存在"


class CategoryAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A category with this code exists already", "分类编码已存在"


class CategoryTreeWrong(Problem):
    kind, title_en, title_zh = (Kind.INVALID, "The category does not fit into the tree of four levels", "分类层级不正确")


class CategoryIsRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The category is retired", "分类已停用"


class CategoryNotRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The category is in use", "分类在用，无需恢复"


class CategoryHasChildren(Problem):
    """Names those below it that are in use."""

    kind, title_en, title_zh = Kind.CONFLICT, "Categories below it are still in use", "下级分类仍在使用，不能停用"


class CategoryNamedByRules(Problem):
    """Names the live rules that would no longer hold for any new ticket."""

    kind, title_en, title_zh = Kind.CONFLICT, "Live dispatch rules still name the category", "现行派单规则仍引用该分类，不能停用"


class SuccessorNotUsable(Problem):
    kind, title_en, title_zh = (
        Kind.INVALID,
        "The successor must be another category that is in use",
        "替代分类必须是另一在用分类",
    )
