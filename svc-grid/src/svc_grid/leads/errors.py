"""What can go wrong with the posts of a grid team."""

from chassis.errors import Kind, Problem


class LeadUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such lead", "任职记录不存在"


class AbsenceUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such absence", "请假记录不存在"


class PlaceNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such territory", "辖区不存在"


class PostNotHere(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This post is not held in such a territory", "该辖区不设此岗位"


class PostHeld(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Somebody holds this post in that time", "该岗位在此期间已有人任职"


class LeadActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible as the tenure stands", "任职当前状态不允许此操作"


class TimesWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "These times do not fit", "起止时间有误"


class AbsenceOverlaps(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The lead is away in that time already", "该时段已有请假"


class StandInUnfit(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This account cannot stand in then", "该账号此期间不能代理"


class StandsInElsewhere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The lead stands in for another in that time", "该网格长此期间正代理他人"


class CellWithoutLead(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This cell has no grid lead", "该网格没有网格长"


class LeadImportUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The appointments would not hold together", "任命数据有误"
