"""What comes in and goes out about units."""

from datetime import datetime
from typing import Self

from pydantic import Field, model_validator

from chassis.schema import Input, View
from contracts.grid import UnitKind
from svc_grid.codes import Code, Name, TerritoryCode

_CODE = ["84-03"]
_KIND = ["community"]
_NAME = ["八十四团三连"]
_PARENT = ["84"]
_TERRITORY = ["659007/84/03"]


class UnitEntry(Input):
    """A unit."""

    code: Code = Field(description="Its code.", examples=_CODE)
    kind: UnitKind = Field(description="What it is.", examples=_KIND)
    name: Name = Field(description="Its name.", examples=_NAME)
    parent_code: Code | None = Field(None, description="The unit above it.", examples=_PARENT)
    territory_code: TerritoryCode | None = Field(None, description="Its territory.", examples=_TERRITORY)


class UnitPatch(Input):
    """What of a unit changes; what is not named stays."""

    kind: UnitKind | None = Field(None, description="What it is.", examples=_KIND)
    name: Name | None = Field(None, description="Its name.", examples=_NAME)
    parent_code: Code | None = Field(None, description="The unit above it; null: none.", examples=_PARENT)
    territory_code: TerritoryCode | None = Field(None, description="Its territory; null: none.", examples=_TERRITORY)

    @model_validator(mode="after")
    def _null_only_where_it_empties(self) -> Self:
        wrong = sorted(name for name in self.model_fields_set & {"kind", "name"} if getattr(self, name) is None)
        if wrong:
            raise ValueError(f"cannot be null: {', '.join(wrong)}")
        return self


class UnitRetirement(Input):
    """That a unit is no more; nothing else is to say."""


class UnitView(View):
    """A unit as it stands."""

    code: str = Field(description="Its code.", examples=_CODE)
    kind: str = Field(description="What it is.", examples=_KIND)
    name: str = Field(description="Its name.", examples=_NAME)
    parent_code: str | None = Field(description="The unit above it.", examples=_PARENT)
    territory_code: str | None = Field(description="Its territory.", examples=_TERRITORY)
    version: int = Field(description="Rises with each change.", examples=[1])
    retired_at: datetime | None = Field(description="Since when it is no more; none: it is there.", examples=[None])
