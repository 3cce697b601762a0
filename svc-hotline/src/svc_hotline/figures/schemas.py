"""What goes out about the figures."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer

from chassis.schema import View

Percent = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class FiguresView(View):
    """Figures over the tickets accepted in a span of days; imported tickets stand apart."""

    accepted: int = Field(description="Tickets accepted 受理, without those rejected.", examples=[3651])
    closed: int = Field(description="Of these, closed 办结.", examples=[3625])
    close_rate_pct: Percent | None = Field(description="closed / accepted 办结率.", examples=[99.3])
    rated: int = Field(description="Of these, rated by their callers.", examples=[2400])
    satisfied: int = Field(description="Rated very satisfied, satisfied or neutral.", examples=[2371])
    satisfaction_pct: Percent | None = Field(description="satisfied / rated 满意率.", examples=[98.8])
    open: int = Field(description="Accepted and not closed yet.", examples=[26])
    reopened: int = Field(description="Taken up again at least once 重办.", examples=[40])
    urged: int = Field(description="Urged at least once 催办.", examples=[75])
    returned: int = Field(description="Asked to be returned at least once 退单.", examples=[60])
    overdue: int = Field(description="Past their due time now, or ever before 超期.", examples=[31])
    through_cases: int = Field(description="Handled by a case of the grid.", examples=[2100])
    imported: int = Field(description="Tickets imported from elsewhere; in none of the others.", examples=[46])
    merged_lines: list[str] = Field(description="Earlier lines that callers came by 并入热线.", examples=[["12319"]])
    rejected: int = Field(0, description="Not accepted 不予受理; in none of the others.", examples=[12])
    handed_over: int = Field(0, description="Handed over to an emergency line 移交.", examples=[3])
    merged: int = Field(0, description="Merged into another 并单.", examples=[73])
    extended: int = Field(0, description="Given more time at least once 延期.", examples=[60])
    supervised: int = Field(0, description="Supervised 督办.", examples=[40])
    on_time_rate_pct: Percent | None = Field(
        None, description="In time, of those resolved or overdue 按时办结率.", examples=[98.1]
    )
    sign_on_time_rate_pct: Percent | None = Field(
        None, description="Signed for in time, of those to sign 按时签收率.", examples=[99.2]
    )
    return_rate_pct: Percent | None = Field(None, description="Asked to be returned, of those dispatched 退单率.", examples=[1.4])
    reopen_rate_pct: Percent | None = Field(None, description="Reopened, of those resolved 重办率.", examples=[1.2])
    first_contact_rate_pct: Percent | None = Field(None, description="Settled at the first contact 直接解决率.", examples=[30.0])
    response_rate_pct: Percent | None = Field(None, description="Replied to in time 响应率.", examples=[97.0])
    resolution_rate_pct: Percent | None = Field(None, description="Resolved, and not rated low since 解决率.", examples=[96.0])
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])


class FiguresOfKey(FiguresView):
    """The figures of one day, month, unit, territory, category, channel, line or kind."""

    key: str = Field(description="Which; empty: those that belong to none.", examples=["dept-26"])


class Breakdown(View):
    """Figures told apart by one thing, in the order of the keys, at most 1,000."""

    items: list[FiguresOfKey] = Field(description="One for each that has any.")


class Difference(View):
    """A place and day for which another number is kept than the tickets give."""

    accepted_on: date = Field(description="The day.", examples=["2025-03-14"])
    place: dict[str, str] = Field(description="Territory, unit, category, channel, line and kind.", examples=[{"kind": "help"}])
    measure: str = Field(description="Of what.", examples=["closed"])
    kept: int = Field(description="What is kept.", examples=[4])
    recounted: int = Field(description="What the tickets give.", examples=[5])


class Recount(View):
    """What a recount of the figures came to."""

    compared: int = Field(description="Places and days that were compared.", examples=[3511])
    differing: int = Field(description="Numbers that differ.", examples=[0])
    differences: list[Difference] = Field(description="The first twenty of them.")
