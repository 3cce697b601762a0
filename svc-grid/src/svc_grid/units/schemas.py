"""What comes in and goes out about units."""

from pydantic import Field

from chassis.schema import Input, View
from contracts.grid import UnitKind
from svc_grid.codes import Code, Name, TerritoryCode

_LEVEL_CODE = ["659007/84/03"]
_UNIT_CODE = ["84-03"]


class UnitEntry(Input):
    """A unit."""

    code: Code = Field(description="Its code.", examples=_UNIT_CODE)
    kind: UnitKind = Field(description="What it is.", examples=["community"])
    name: Name = Field(description="Its name.", examples=["八十四团三连"])
    parent_code: Code | None = Field(None, description="The unit above it.", examples=["84"])
    territory_code: TerritoryCode | None = Field(None, description="Its territory.", examples=_LEVEL_CODE)


class UnitView(View):
    """A unit as it stands."""

    code: str = Field(description="Its code.", examples=_UNIT_CODE)
    kind: str = Field(description="What it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["八十四团三连"])
    parent_code: str | None = Field(description="The unit above it.", examples=["84"])
    territory_code: str | None = Field(description="Its territory.", examples=_LEVEL_CODE)
    version: int = Field(description="Rises with each change.", examples=[1])
