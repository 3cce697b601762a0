"""The words of centres, in both languages."""

from chassis.terms import Term


class CentreLevel(Term):
    """Whose centre it is."""

    CITY = "city", "师市政务大厅", "Hall of the city"
    REGIMENT = "regiment", "团场（镇）便民服务中心", "Service centre of a regiment (town)"
    COMMUNITY = "community", "社区（连队）便民服务站", "Service station of a community (company)"


class CentreStatus(Term):
    """Whether it takes new cases in; those in it go on either way."""

    OPEN = "open", "受理", "Open"
    CLOSED = "closed", "停止受理", "Closed"


class RowResult(Term):
    """What became of a row of an import."""

    REGISTERED = "registered", "已登记", "Entered"
    CHANGED = "changed", "已更新", "Changed"
    UNCHANGED = "unchanged", "无变化", "As it was"
    REFUSED = "refused", "未采纳", "Refused"


class RowFault(Term):
    """Why a row of an import is refused."""

    NAMED_TWICE = "named_twice", "编码在本批中重复", "The code stands in an earlier row"
    UNIT_UNKNOWN = "unit_unknown", "单位不存在、已撤销或不在本辖区", "The unit is unknown, retired or beyond the territory"
    UNIT_TAKEN = "unit_taken", "该单位已有便民服务中心", "The unit has another centre"
    UNIT_DIFFERS = "unit_differs", "中心已归其他单位，请单独修改", "The centre belongs to another unit; change it by itself"
