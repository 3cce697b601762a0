"""When an office is open, by weekday; pure."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chassis.schema import Input
from chassis.terms import Term
from svc_affairs.centres.policy import POLICY

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


class Weekday(Term):
    """The days of a week, in their order."""

    MONDAY = "monday", "星期一", "Monday"
    TUESDAY = "tuesday", "星期二", "Tuesday"
    WEDNESDAY = "wednesday", "星期三", "Wednesday"
    THURSDAY = "thursday", "星期四", "Thursday"
    FRIDAY = "friday", "星期五", "Friday"
    SATURDAY = "saturday", "星期六", "Saturday"
    SUNDAY = "sunday", "星期日", "Sunday"


class Span(Input):
    """Open from a time of the day to another."""

    opens: TimeOfDay = Field(description="The first minute, city time.", examples=["10:00"])
    closes: TimeOfDay = Field(description="The minute it ends before; 24:00 is midnight.", examples=["14:00"])


def _one_after_another(spans: Sequence[Span]) -> Sequence[Span]:
    # As text the times sort as they do on a clock.
    if any(span.closes <= span.opens for span in spans):
        raise ValueError("each span must end after it begins")
    if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
        raise ValueError("the spans of a day must follow one another")
    return spans


Spans = Annotated[list[Span], Field(max_length=POLICY.most_spans), AfterValidator(_one_after_another)]
Hours = dict[Weekday, Spans]
