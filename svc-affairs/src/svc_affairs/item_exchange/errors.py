"""What can go wrong with the exchange of items as a whole."""

from chassis.errors import Kind, Problem


class ItemImportUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such import", "导入记录不存在"


class ImportActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The import's state does not allow this action", "导入记录当前状态不允许此操作"


class ImporterMayNotApprove(Problem):
    """Four eyes: whoever brought a list in leaves its approval to somebody else."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody approves what they brought in themselves", "不能审核发布本人导入的事项"


class NothingLeftToMove(Problem):
    """Each of the import's items has gone its own way since."""

    kind, title_en, title_zh = Kind.CONFLICT, "No item stands as the import left it", "该批事项均已另行处理"
