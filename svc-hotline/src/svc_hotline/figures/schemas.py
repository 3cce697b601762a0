"""What goes out about the figures."""

from datetime import datetime
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
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
