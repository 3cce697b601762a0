"""What figures are told apart by."""

from chassis.terms import Term


class By(Term):
    """By what the figures are told apart; there is no way to tell persons apart."""

    ITEM = "item", "事项", "Item"
    WINDOW = "window", "窗口", "Window"
    DEPARTMENT = "department", "部门", "Department"
    CENTRE = "centre", "便民服务中心", "Town centre"
    DAY = "day", "日", "Day"
    MONTH = "month", "月", "Month"
