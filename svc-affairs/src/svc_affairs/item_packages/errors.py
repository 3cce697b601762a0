"""What can go wrong with packages."""

from chassis.errors import Kind, Problem


class PackageUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such package", "一件事不存在"


class PackageActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The package's state does not allow this action", "一件事当前状态不允许此操作"


class PackageDraftAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A draft of this package exists already", "该一件事已有草稿"


class PackageItemsNotInForce(Problem):
    """A package only holds items that can be applied for; names those that cannot."""

    kind, title_en, title_zh = Kind.CONFLICT, "Items of the package are not in force", "一件事所含事项未生效或已停办"


class PackageMaterialsUnknown(Problem):
    """What is said to be one thing has to be asked for by the items; names the places where nothing is."""

    kind, title_en, title_zh = Kind.CONFLICT, "Items of the package do not ask for these materials", "一件事所含事项无此材料"


class PackageAuthorMayNotPublish(Problem):
    """Four eyes: whoever drafted or changed a version leaves its publication to somebody else."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody publishes a package that they wrote", "不能发布本人起草或修改的一件事"


class PackageNotForYourRole(Problem):
    """Drafts are given up by editors, what is published is ended by reviewers; names the role that is needed."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "In this state another role withdraws it", "该状态的一件事应由其他角色撤回"


class PackageNotInForce(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The package is not in force", "一件事未发布或已撤回"


class AnswersNotFit(Problem):
    """Names the questions that are not answered, or not with one of their answers."""

    kind, title_en, title_zh = Kind.INVALID, "The answers do not fit the package's questions", "回答与一件事的问题不符"


class NothingApplies(Problem):
    kind, title_en, title_zh = Kind.INVALID, "By these answers no item of the package applies", "按所选情形无需办理任何事项"
