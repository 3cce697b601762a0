"""What can go wrong with alarms."""

from chassis.errors import Kind, Problem


class AlarmUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such alarm", "告警不存在"


class ReportIdReused(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This external id stood on another alarm's report", "外部编号已用于其他告警"


class DeviceClockWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The device's time cannot be right", "设备时间有误"


class ReportedSince(Problem):
    """Names when it was last reported."""

    kind, title_en, title_zh = Kind.CONFLICT, "The alarm was reported again after that time", "该时间之后仍有告警上报"
