"""What can go wrong with patrols."""

from chassis.errors import Kind, Problem


class PlanUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such patrol plan", "巡查计划不存在"


class PlanUnsound(Problem):
    """Names each fault at its place."""

    kind, title_en, title_zh = Kind.INVALID, "The plan has faults; nothing was stored", "巡查计划有误，未保存"


class PlanRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A retired plan does not change any more", "已停用的巡查计划不能更改"


class CheckpointsUnsound(Problem):
    """Names each fault at its row and field."""

    kind, title_en, title_zh = Kind.INVALID, "Checkpoints have faults; nothing was stored", "巡查点数据有误，未保存任何记录"


class TaskUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such patrol task", "巡查任务不存在"


class TaskActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible in the task's state", "巡查任务当前状态不允许此操作"


class NotYourTask(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Another unit patrols here", "该巡查任务由其他单位承担"


class OutsideWindow(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This lies outside the task's time", "不在巡查任务的时间范围内"


class CheckpointUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The task has no such checkpoint", "巡查任务中没有该巡查点"


class CheckpointSeen(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The checkpoint was visited in this task already", "该巡查点本次任务已登记"


class VisitIdReused(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This id stands on another visit", "该登记标识已用于其他登记"


class CheckpointsLeft(Problem):
    """Names those that are left."""

    kind, title_en, title_zh = (
        Kind.CONFLICT,
        "Some checkpoints are neither visited nor told to be out of reach",
        "尚有巡查点未登记",
    )


class ItemUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The checkpoint has no such check item", "该巡查点没有此检查项"


class CoverageSpanWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The period must end after it begins", "统计期间有误"
