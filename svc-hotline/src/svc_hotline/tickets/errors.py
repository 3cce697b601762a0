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
