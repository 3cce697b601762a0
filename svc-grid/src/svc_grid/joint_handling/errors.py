"""What can go wrong with joint calls."""

from chassis.errors import Kind, Problem


class JointCallUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such joint call", "吹哨记录不存在"


class CalledUnitUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "This unit was not called", "该单位未被吹哨"


class JointCallActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible in the call's state", "当前状态不允许此操作"


class NotOfTheTerritory(Problem):
    kind, title_en, title_zh = (
        Kind.FORBIDDEN,
        "Only the staff of its community or regiment may do this",
        "仅属地连队、团场人员可操作",
    )


class NotOfTheRegiment(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Only the caller's regiment decides this", "仅所属团场可裁定"


class NotOfTheUnit(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Only the unit's own staff may do this", "仅本单位人员可操作"


class CalledUnitsUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There are no such units", "被吹哨单位不存在"


class CallPlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such territory", "辖区不存在"


class CallCaseUnfit(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such open case there", "案件不存在、已结束或不在该辖区"


class JudgesItself(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Nobody rates or decides about the own unit", "不得评价或裁定本单位"


class RatedBefore(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This unit was rated before", "该单位已评价"
