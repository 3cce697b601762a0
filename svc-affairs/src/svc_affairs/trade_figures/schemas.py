"""What comes in and goes out about the figures of trade."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from chassis.schema import Input, View


class By(StrEnum):
    """What the figures are told apart by."""

    DAY = "day"
    PLATFORM = "platform"
    COUNTRY = "country"
    HEADING = "heading"


class StatusCount(View):
    """How many declarations have a status, and what they are worth."""

    status: str = Field(description="The status.", examples=["matched"])
    count: int = Field(description="How many.", examples=[412])
    amount: Decimal = Field(description="Their worth, CNY; by heading that of its lines.", examples=["53148.00"])


class MismatchCount(View):
    """How many declarations have documents that do not agree in a field."""

    field: str = Field(description="The field.", examples=["amount_paid"])
    count: int = Field(description="How many.", examples=[7])


class FiguresPart(View):
    """The figures of one day, platform, country or heading, or of all."""

    key: str = Field(description="Which; of all together it is empty.", examples=["6599660001"])
    declarations: int = Field(description="How many declarations.", examples=[438])
    released: int = Field(description="Those of them that are released 放行.", examples=[400])
    statuses: list[StatusCount] = Field(description="The same by status.")
    mismatches: list[MismatchCount] = Field(description="By the fields in which documents do not agree.")


class TradeFigures(View):
    """The figures of cross-border trade."""

    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
    start_on: date = Field(description="The first day.", examples=["2025-03-01"])
    end_on: date = Field(description="The day after the last.", examples=["2025-04-01"])
    total: FiguresPart = Field(description="Everything, or what the filter chose.")
    groups: list[FiguresPart] = Field(description="Told apart by what was asked for.")


class TradeRecount(Input):
    """Which days are counted anew."""

    start_on: date = Field(description="The first day.", examples=["2025-03-01"])
    end_on: date = Field(description="The day after the last.", examples=["2025-04-01"])


class TradeRecountView(View):
    """What is kept beside what the declarations come to."""

    cells: int = Field(description="So many figures were compared.", examples=[96])
    differing: int = Field(description="So many are not what a recount gives.", examples=[0])
    is_equal: bool = Field(description="Whether none differs.", examples=[True])
