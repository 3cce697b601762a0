"""What comes in and goes out about territories."""

from typing import Any

from pydantic import Field

from chassis.schema import Input, View
from contracts.grid import TerritoryLevel
from svc_grid.codes import Code, Name, TerritoryCode
from svc_grid.territories.boundaries import Boundary

_LEVEL_CODE = ["659007/84/03"]
_UNIT_CODE = ["84-03"]


class TerritoryEntry(Input):
    """A territory; all but the city name their parent."""

    code: TerritoryCode = Field(description="Path from the city down.", examples=_LEVEL_CODE)
    parent_code: TerritoryCode | None = Field(None, description="The territory it lies in.", examples=["659007/84"])
    level: TerritoryLevel = Field(description="Its level.", examples=["community"])
    name: Name = Field(description="Its name.", examples=["八十四团三连"])
    unit_code: Code | None = Field(None, description="The unit that answers for it.", examples=_UNIT_CODE)
    boundary: Boundary | None = Field(
        None, description="Its bounds. Left out: they stay as they are. Null: they are taken off.", examples=[None]
    )


class TerritoryView(View):
    """A territory as it stands."""

    code: str = Field(description="Path from the city down.", examples=_LEVEL_CODE)
    parent_code: str | None = Field(description="The territory it lies in.", examples=["659007/84"])
    level: str = Field(description="Its level.", examples=["community"])
    name: str = Field(description="Its name.", examples=["八十四团三连"])
    unit_code: str | None = Field(description="The unit that answers for it.", examples=_UNIT_CODE)
    boundary: dict[str, Any] | None = Field(description="Its bounds, GeoJSON, WGS-84.", examples=[None])
    version: int = Field(description="Rises with each change.", examples=[1])


class TerritoryItem(TerritoryView):
    """A territory in a list, which carries bounds only to whoever asks for them."""

    is_surveyed: bool = Field(description="Whether it has bounds.", examples=[True])
    boundary: dict[str, Any] | None = Field(
        description="Its bounds, GeoJSON, WGS-84; null without with_boundary=true.", examples=[None]
    )
