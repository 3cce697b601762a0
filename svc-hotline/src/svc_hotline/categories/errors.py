"""What can go wrong with categories."""

from chassis.errors import Kind, Problem


class CategoryAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A category with this code exists already", "分类编码已存在"


class CategoryTreeWrong(Problem):
    kind, title_en, title_zh = (Kind.INVALID, "The category does not fit into the tree of two levels", "分类层级不正确")
