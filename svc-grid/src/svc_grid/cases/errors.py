"""What can go wrong with cases."""

from chassis.errors import Kind, Problem


class CaseUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such case", "案件不存在"


class ActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible in the case's state", "案件当前状态不允许此操作"


class ClassUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such case class", "案件类别不存在"


class PlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such territory", "辖区不存在"


class HandlerUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such unit", "承办单位不存在"


class NotYourCase(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Another unit handles this case", "案件由其他单位办理"


class HandlerMayNotVerify(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Who handled a case does not verify it", "处置人员不得核查本人处置的案件"
