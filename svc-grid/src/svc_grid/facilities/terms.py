"""Where a facility stands, in both languages."""

from chassis.terms import Term


class FacilityStatus(Term):
    """Whether a facility serves people."""

    IN_SERVICE = "in_service", "正常开放", "In service"
    CLOSED_FOR_NOW = "closed_for_now", "暂停开放", "Closed for the time being"
    CLOSED_FOR_GOOD = "closed_for_good", "永久关闭", "Closed for good"
