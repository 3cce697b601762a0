"""What can go wrong with duty."""

from chassis.errors import Kind, Problem


class DutyUnitUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such unit", "单位不存在"


class DutyPostUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such duty post", "值班岗不存在"


class DutyPostTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The unit has a duty post of this name", "该单位已有同名值班岗"


class TooManyDutyPosts(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The unit has as many duty posts as it may", "值班岗数量已达上限"


class DutyPostInUse(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The duty post has shifts to come", "该值班岗还有未到的班次"


class RosterUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The roster would not hold together", "排班数据有误"
