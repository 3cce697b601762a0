"""What can go wrong with alarms and their classes."""

from chassis.errors import Kind, Problem


class AlarmClassUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "Nothing is settled for such alarms", "未设置该类告警的案件类别"


class AlarmClassUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such case class in use", "案件类别不存在或已停用"
