"""What can go wrong with online cases."""

from chassis.errors import Kind, Problem


class CaseUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such case", "办件不存在"


class ActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The case's state does not allow this action", "办件当前状态不允许此操作"


class ChannelNotOpen(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The item cannot be applied for this way", "该事项不支持此办理渠道"


class ApplicantNotAllowed(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The item is not for this kind of applicant", "该事项不面向此类申请人"


class PlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "No such territory", "辖区不存在"


class CentreNeeded(Problem):
    """Nobody can tell for which centre this is."""

    kind, title_en, title_zh = Kind.INVALID, "Name the centre that takes this case in", "请指定受理的便民服务中心"


class NotYourCentre(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "You do not act for this centre", "无权代表该便民服务中心"


class ExternalNumberTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The centre has a case with this number already", "该中心已有此编号的办件"


class SupplementAskedAlready(Problem):
    """All that is lacking is told at once 一次性告知; nobody is sent for more."""

    kind, title_en, title_zh = Kind.CONFLICT, "A supplement is asked for once, and was", "补正须一次性告知，不得再次要求"


class SupplementIncomplete(Problem):
    """Materials are lacking, or were found faulty, that the request does not name."""

    kind, title_en, title_zh = Kind.CONFLICT, "The request must name all that is lacking", "须一次性告知全部需补正的内容"


class MaterialsLacking(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Materials are lacking", "申请材料不齐全"


class NotYourStep(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Another department takes this step", "该环节由其他部门办理"


class StepNotOpen(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This step is not open", "该环节未开始或已完成"


class StepToBeNamed(Problem):
    kind, title_en, title_zh = Kind.INVALID, "Several steps are open with you: name one", "有多个待办环节，请指定"


class NotYourDecision(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "Another department decides on this case", "该办件由其他部门决定"


class ReviewNotDone(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Steps of its review are not done yet", "审查环节尚未完成"


class ProcedureUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The item names no such special procedure", "该事项未设此特别程序"


class ProcedureNotRunning(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such special procedure is running", "特别程序不存在或已结束"


class ExtendedAlready(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Its review was extended once already", "审批已延长一次，不得再次延长"


class ExtensionTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This is a longer extension than is allowed", "延长天数超过上限"


class NoContact(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The case holds no such contact", "该办件没有此联系人"


class ExtensionTooLate(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The promised time has run out already", "已超过承诺时限，不得再延长"
