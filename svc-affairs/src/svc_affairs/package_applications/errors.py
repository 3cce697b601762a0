"""What can go wrong with applications for packages."""

from chassis.errors import Kind, Problem


class ApplicationUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such application", "申请不存在"


class ApplicationEnded(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The application has ended", "该申请已结束"


class CasesDecided(Problem):
    """What is decided is not taken back; names those cases. The others can be withdrawn one by one."""

    kind, title_en, title_zh = Kind.CONFLICT, "Cases of the application are decided already", "部分办件已作出决定，不能整体撤回"


class MergedMaterialUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The items of this matter ask for no such material", "该一件事不需要此材料"
