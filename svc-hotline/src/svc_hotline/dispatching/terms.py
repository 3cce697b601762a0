"""Words of the dispatch rules."""

from chassis.terms import Term


class Basis(Term):
    """What a suggested unit rests on."""

    RULE = "rule", "派单规则", "a dispatch rule"
    CATEGORY = "category", "分类默认单位", "the category's usual unit"
    TERRITORY = "territory", "属地管理", "the territory's own unit"
    NONE = "none", "无", "nothing"


class DayType(Term):
    """On which days a rule holds, by the official calendar."""

    ANY = "any", "每日", "any day"
    WORKING = "working", "工作日", "working days"
    OFF = "off", "休息日", "days off"
