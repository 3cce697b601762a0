"""What comes in and goes out about facilities."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input, View
from contracts.grid import FacilityKind
from svc_grid.codes import Code, Name, TerritoryCode

_LEVEL_CODE = ["659007/84/03"]


class FacilityEntry(Input):
    """A facility."""

    code: Code = Field(description="Its code.", examples=["library-84-03"])
    kind: FacilityKind = Field(description="What it is.", examples=["rural_library"])
    level: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,20}$")] | None = Field(
        None, description="Whose it is: city, regiment, community, showcase.", examples=["community"]
    )
    name: Name = Field(description="Its name.", examples=["三连农家书屋"])
    territory_code: TerritoryCode | None = Field(None, description="Where it is.", examples=_LEVEL_CODE)


class FacilityView(View):
    """A facility as it stands."""

    code: str = Field(description="Its code.", examples=["library-84-03"])
    kind: str = Field(description="What it is.", examples=["rural_library"])
    level: str | None = Field(description="Whose it is.", examples=["community"])
    name: str = Field(description="Its name.", examples=["三连农家书屋"])
    territory_code: str | None = Field(description="Where it is.", examples=_LEVEL_CODE)
    version: int = Field(description="Rises with each change.", examples=[1])
