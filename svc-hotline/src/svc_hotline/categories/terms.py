"""Words of the categories."""

from chassis.terms import Term


class Change(Term):
    """What made a version of a category."""

    ADD = "add", "新增", "Added"
    IMPORT = "import", "批量导入", "Brought in"
    CHANGE = "change", "修改", "Changed"
    RETIRE = "retire", "停用", "Retired"
    REINSTATE = "reinstate", "恢复使用", "Reinstated"
    CARRY_OVER = "carry_over", "沿用", "Carried over from before versions were kept"
