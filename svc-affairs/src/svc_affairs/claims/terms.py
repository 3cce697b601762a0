"""The words of claims, in both languages."""

from chassis.terms import Term


class ClaimStatus(Term):
    """Where a claim stands."""

    ACTIVE = "active", "有效", "Active"
    SUSPENDED = "suspended", "暂停", "Suspended"
    WITHDRAWN = "withdrawn", "已退回", "Withdrawn"


class GroupBy(Term):
    """What claims are counted by."""

    CENTRE = "centre", "按便民服务中心", "By centre"
    ITEM = "item", "按事项", "By item"
    DEPARTMENT = "department", "按部门", "By department"


class RowResult(Term):
    """What became of a row of an import."""

    CLAIMED = "claimed", "已认领", "Claimed"
    ALREADY = "already", "此前已认领", "Claimed before"
    REFUSED = "refused", "未采纳", "Refused"


class RowFault(Term):
    """Why a row of an import is refused."""

    ITEM_UNKNOWN = "item_unknown", "事项不存在", "No such item"
    ITEM_NOT_IN_FORCE = "item_not_in_force", "事项未生效或已停办", "The item is not in force"
    ITEM_NOT_OPEN = "item_not_open", "事项未向便民服务中心开放", "The item is not open to centres"
    CENTRE_UNKNOWN = "centre_unknown", "便民服务中心不存在", "No such centre"
    CENTRE_NOT_YOURS = "centre_not_yours", "不是本中心", "The centre is not yours"
    CENTRE_TAKES_NO_CASES = "centre_takes_no_cases", "便民服务中心已停止受理", "The centre takes no new cases"
    WINDOW_UNKNOWN = "window_unknown", "窗口不存在", "The centre has no such window"
