"""What goes out about the copies."""

from datetime import datetime

from pydantic import Field

from chassis.schema import View


class DirectoryView(View):
    """How much of the organisation government affairs know."""

    units: int = Field(description="Units known.", examples=[180])
    territories: int = Field(description="Territories known.", examples=[150])
    as_of: datetime = Field(description="When this was counted.", examples=["2026-01-05T08:00:00Z"])
