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


class NotReportersSide(Problem):
    """An inspector, the desk, or who reported it verifies."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "The reporter's side verifies a case", "案件由上报方核查"


class NotYourLevel(Problem):
    """It was referred to a level above: that one's desk decides on it."""

    kind, title_en, title_zh = Kind.FORBIDDEN, "A level above decides on this case", "案件已上报，由上级决定"


class NothingAbove(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "There is no level above", "已是最高层级，无法继续上报"


class NothingAsked(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Nobody has asked for this", "没有待审批的申请"


class AlreadyAsked(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This has been asked for and waits for its decision", "已有申请待审批"


class AskerMayNotDecide(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Who asked does not decide", "申请人不得审批本人的申请"


class TooLateToAsk(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "More time is asked for before the deadline", "延时申请须在到期前提出"


class ExtensionsUsedUp(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "It has been extended as often as it may", "延时次数已达上限"


class ExtensionTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This is more time than may be asked for at once", "申请的延时超过上限"


class ReviewDateWrong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The review date is in the past or too far away", "复查日期有误"


class ConditionUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The class has no such registering condition", "立案条件不存在"


class ReportedComponentUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such component", "部件不存在"


class PhotosMissing(Problem):
    """The class asks for a photograph of this moment."""

    kind, title_en, title_zh = Kind.CONFLICT, "A photograph is missing", "缺少现场照片"


class NoOfficer(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The case has no officer to hand over from", "案件尚无经办人"
