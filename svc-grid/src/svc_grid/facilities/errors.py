"""What can go wrong with facilities."""

from chassis.errors import Kind, Problem


class FacilityUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such facility", "阵地不存在"


class FacilityTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This facility's code is in use", "阵地编码已存在"


class FacilityUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The facility would not hold together", "阵地数据有误"


class FacilityClosed(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The facility is closed for good", "阵地已永久关闭"


class FacilityServiceUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such service of facilities", "服务项目不存在"
