"""What can go wrong with tickets."""

from chassis.errors import Kind, Problem


class TicketUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such ticket", "工单不存在"


class ActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = (Kind.CONFLICT, "The ticket's state does not allow this action", "工单当前状态不允许此操作")


class NotYourTicket(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "The ticket is with another unit", "该工单由其他单位承办"


class CategoryUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "No such category", "分类不存在"


class TerritoryUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "No such territory", "辖区不存在"


class UnitUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "No such unit", "单位不存在"


class ChannelNotOpen(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This channel is not open to the public", "该渠道不对公众开放"


class NoContact(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The ticket holds no contact", "该工单没有联系人"


class DisputeIsSupervisors(Problem):
    kind, title_en, title_zh = (Kind.FORBIDDEN, "Units dispute this ticket: a supervisor decides", "权责争议由督办人员裁定")


class SelfMerge(Problem):
    kind, title_en, title_zh = Kind.INVALID, "A ticket cannot be merged into itself", "工单不能并入自身"


class MainNotOpen(Problem):
    """Into a ticket that is answered, ended or itself merged nothing can be merged."""

    kind, title_en, title_zh = Kind.CONFLICT, "The main ticket is no longer open", "主单已办结或已并单"


class ReviewTooFar(Problem):
    kind, title_en, title_zh = (Kind.INVALID, "The day of review lies in the past or too far ahead", "复核时间无效")


class OverrideWithoutReason(Problem):
    """A dispatch rule decided otherwise."""

    kind, title_en, title_zh = (Kind.INVALID, "A rule gives another unit: say why not that one", "与派单规则不符，须说明理由")


class NoUnitFound(Problem):
    kind, title_en, title_zh = (Kind.INVALID, "No rule, category or territory names a unit: choose one", "未找到承办单位，请指定")
