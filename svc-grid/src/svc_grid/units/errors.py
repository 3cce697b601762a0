"""What can go wrong with units."""

from chassis.errors import Kind, Problem


class UnitUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such unit", "单位不存在"


class UnitTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This unit's code is in use", "单位编码已存在"


class UnitUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The unit would not hold together", "单位数据有误"


class UnitsInCircle(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The units would stand above one another in a circle", "上级单位形成循环"


class UnitRetired(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The unit is no more", "单位已撤销"


class UnitInUse(Problem):
    kind, title_en, title_zh = (
        Kind.CONFLICT,
        "The unit has work, units or territories that need another first",
        "单位仍在使用，不能撤销",
    )
