"""What comes in and goes out about territories."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from chassis.schema import Input, View
from contracts.grid import TerritoryLevel
from svc_grid.codes import Code, Name, TerritoryCode
from svc_grid.territories.boundaries import Boundary
from svc_grid.territories.terms import VersionKind

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
    retired_at: datetime | None = Field(description="Since when it is no more.", examples=[None])
    successor_code: str | None = Field(description="What followed it, where it is retired.", examples=[None])


class TerritoryItem(TerritoryView):
    """A territory in a list, which carries bounds only to whoever asks for them."""

    is_surveyed: bool = Field(description="Whether it has bounds.", examples=[True])
    boundary: dict[str, Any] | None = Field(
        description="Its bounds, GeoJSON, WGS-84; null without with_boundary=true.", examples=[None]
    )


class TerritoryVersionView(TerritoryView):
    """A territory as it was from one instant to another."""

    valid_from: datetime = Field(description="Since when.", examples=["2026-01-04T16:00:00Z"])
    valid_to: datetime | None = Field(description="Until when; none: still.", examples=[None])
    change_kind: VersionKind = Field(description="What made it so.", examples=["corrected"])
    change_id: UUID | None = Field(description="The change of the territories behind it.", examples=[None])
    basis: str | None = Field(description="The document behind it.", examples=["师市发〔2026〕3号"])


class TerritoryCorrection(Input):
    """What of a territory reads otherwise; what is left out stays."""

    name: Name = Field("", validate_default=False, description="Its name.", examples=["八十四团三连"])
    unit_code: Code | None = Field(None, description="The unit that answers for it; null: none.", examples=_UNIT_CODE)
