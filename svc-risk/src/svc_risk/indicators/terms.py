"""What is counted."""

from chassis.terms import Term


class Indicator(Term):
    """What an indicator counts, in both languages."""

    TICKETS_ACCEPTED = "tickets_accepted", "工单受理", "Tickets accepted"
    TICKETS_CLOSED = "tickets_closed", "工单归档", "Tickets closed"
    TICKETS_OVERDUE = "tickets_overdue", "工单超期", "Tickets closed that had been overdue"
    TICKETS_URGED = "tickets_urged", "工单催办", "Times tickets were urged"
    TICKETS_REOPENED = "tickets_reopened", "工单重办", "Times tickets were reopened"
    LOW_RATINGS = "low_ratings", "不满意评价", "Ratings that were not satisfied"
    CASES_REPORTED = "cases_reported", "案件上报", "Cases reported"
    CASES_CLOSED = "cases_closed", "案件结案", "Cases closed"
    CASES_SENT_BACK = "cases_sent_back", "核查不通过", "Times cases were checked and found not done"
    CASES_RETURNED = "cases_returned", "案件回退", "Times cases were given back"
    CASES_OVERDUE = "cases_overdue", "案件超时", "Stages of cases that ran over their limit"
    CASES_ESCALATED = "cases_escalated", "案件上报上级", "Times cases were referred upwards"
