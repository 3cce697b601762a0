"""When a facility is open: by weekday, with days on which it is otherwise; pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from chassis.clock import SHANGHAI
from chassis.schema import Input
from chassis.terms import Term

_MOST_SPANS, _MOST_EXCEPTIONS = 4, 100
_LONGEST_EXCEPTION = timedelta(days=366)
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


_DAYS = tuple(Weekday)


class Span(Input):
    """Open from a time of the day to another; past midnight goes on as a span of the next day."""

    opens: TimeOfDay = Field(description="The first minute, city time.", examples=["10:00"])
    closes: TimeOfDay = Field(description="The minute it ends before; 24:00 is midnight.", examples=["14:00"])


def _check_order(days: Iterable[list[Span]]) -> None:
    """Raise ValueError where the spans of a day do not follow one another, each ending after it begins."""
    for spans in days:
        times = [time for span in spans for time in (span.opens, span.closes)]
        # As text the times sort as they do on a clock.
        if any(later <= earlier for earlier, later in zip(times[::2], times[1::2], strict=True)):
            raise ValueError("each span must end after it begins")
        if any(later < earlier for earlier, later in zip(times[1::2], times[2::2], strict=False)):
            raise ValueError("the spans of a day must follow one another")


Spans = Annotated[list[Span], Field(max_length=_MOST_SPANS)]


class ExceptionalDays(Input):
    """Days, a holiday say, on which the weekday does not count."""

    from_on: date = Field(description="The first day.", examples=["2026-02-15"])
    to_on: date = Field(description="The last day.", examples=["2026-02-21"])
    spans: Spans = Field([], description="When it is open on each of them; none: closed.", examples=[[]])

    @model_validator(mode="after")
    def _some_days_in_order(self) -> Self:
        _check_order([self.spans])
        if not self.from_on <= self.to_on <= self.from_on + _LONGEST_EXCEPTION:
            raise ValueError("its last day comes after its first, within a year")
        return self


class Hours(Input):
    """When a facility is open, in city time."""

    weekly: dict[Weekday, Spans] = Field(
        description="The spans of each weekday; a day that is left out is closed.",
        examples=[{"monday": [{"opens": "10:00", "closes": "14:00"}, {"opens": "16:00", "closes": "20:00"}]}],
    )
    exceptions: list[ExceptionalDays] = Field(
        [], max_length=_MOST_EXCEPTIONS, description="Days on which it is otherwise; of two that meet, the later one counts."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        _check_order(self.weekly.values())
        return self

    def is_open(self, at: datetime) -> bool:
        """Whether it is open at an instant."""
        local = at.astimezone(SHANGHAI)
        time = f"{local:%H:%M}"
        return any(span.opens <= time < span.closes for span in self._spans_on(local.date()))

    def _spans_on(self, day: date) -> list[Span]:
        otherwise = (each.spans for each in reversed(self.exceptions) if each.from_on <= day <= each.to_on)
        return next(otherwise, self.weekly.get(_DAYS[day.weekday()], []))
