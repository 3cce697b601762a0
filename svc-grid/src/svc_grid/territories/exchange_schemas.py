"""What goes out about an import of territories."""

from pydantic import Field

from chassis.schema import View
from svc_grid.territories.survey_schemas import BoundaryFaultView


class TerritoryImportReport(View):
    """What an import came to. Faults are no part of it: with a single one nothing is taken in, and a problem names them."""

    created: int = Field(description="New.", examples=[150])
    changed: int = Field(description="Read differently now.", examples=[0])
    unchanged: int = Field(description="Were there as given.", examples=[0])
    is_dry_run: bool = Field(description="True: nothing was stored.", examples=[False])
    gaps: list[BoundaryFaultView] = Field(
        description="What the territories touched leave uncovered; told and not refused, at most 200."
    )
