"""States, actions and results of patrols, in both languages."""

from enum import StrEnum

from chassis.terms import Term


class PlanStatus(Term):
    """Whether a plan makes tasks."""

    ACTIVE = "active", "启用", "Active"
    RETIRED = "retired", "停用", "Retired"


class PlanChange(Term):
    """What became of a plan."""

    CREATE = "create", "制定", "Create"
    CHANGE = "change", "调整", "Change"
    CHECKPOINTS = "checkpoints", "调整巡查点", "Change checkpoints"
    RETIRE = "retire", "停用", "Retire"


class AssignedTo(Term):
    """Whose task it is."""

    GRID_LEAD = "grid_lead", "网格长", "The cell's grid lead"
    UNIT = "unit", "单位或队伍", "A unit or team"


class Rhythm(Term):
    """How a plan recurs."""

    DAILY = "daily", "每日", "Every day"
    WEEKDAYS = "weekdays", "周一至周五", "Monday to Friday"
    WEEKLY = "weekly", "每周指定日", "On given days of the week"
    EVERY_N_DAYS = "every_n_days", "每隔若干日", "Every n days"
    MONTHLY = "monthly", "每月指定日", "On given days of the month"


class TaskStatus(Term):
    """Where a task stands."""

    PLANNED = "planned", "待巡查", "Planned"
    UNDER_WAY = "under_way", "巡查中", "Under way"
    DONE = "done", "已完成", "Done"
    MISSED = "missed", "漏巡", "Missed"
    CANCELLED = "cancelled", "已取消", "Cancelled"


class TaskAction(Term):
    """What can be done with a task."""

    START = "start", "开始巡查", "Start"
    VISIT = "visit", "到点登记", "Visit a checkpoint"
    FINISH = "finish", "完成巡查", "Finish"
    MISS = "miss", "记为漏巡", "Count as missed"
    CANCEL = "cancel", "取消", "Cancel"


class VisitResult(Term):
    """What a visit to a checkpoint came to."""

    FINE = "fine", "正常", "Fine"
    FINDING = "finding", "发现问题", "Something found"
    NOT_REACHABLE = "not_reachable", "无法到达", "Not reachable"


class PointState(Term):
    """Where a checkpoint stands within a task."""

    PLANNED = "planned", "待巡查", "Planned"
    VISITED = "visited", "已巡查", "Visited"
    NOT_REACHABLE = "not_reachable", "无法到达", "Not reachable"
    DROPPED = "dropped", "不再巡查", "No longer planned: its task was cancelled"


class CoverageBy(StrEnum):
    """What coverage can be broken down by."""

    TERRITORY = "territory"
    MONTH = "month"
