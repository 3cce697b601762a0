"""What can go wrong with mediators."""

from chassis.errors import Kind, Problem


class MediatorUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such mediator", "调解员不存在"


class MediatorTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This account is a mediator already", "该账号已是调解员"


class MediatorPlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such unit or territory", "单位或辖区不存在"
