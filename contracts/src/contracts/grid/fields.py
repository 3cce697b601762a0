"""Fields that several of the grid's events have."""

from typing import Annotated

from pydantic import Field

TerritoryCode = Annotated[str, Field(description="Path from the city down.", examples=["659007/84/03/g02"])]
OptionalTerritory = Annotated[str | None, Field(description="Its territory.", examples=["659007/84/03"])]
Reason = Annotated[str | None, Field(description="The reason's code.", examples=["not_our_remit"])]
