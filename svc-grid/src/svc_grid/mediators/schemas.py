"""What goes in and out about mediators."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chassis.schema import Input, View
from svc_grid.codes import Code, TerritoryCode
from svc_grid.disputes.terms import Kind
from svc_grid.mediators.models import MediatorKind

Account = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]


def _once(kinds: list[Kind]) -> list[Kind]:
    return sorted(set(kinds))


Specialities = Annotated[list[Kind], Field(max_length=20), AfterValidator(_once)]
_SPECIALITIES = [["neighbour", "labour"]]


class MediatorEntry(Input):
    """A new mediator."""

    account: Account = Field(description="The staff or volunteer account.", examples=["mediator-84-03"])
    kind: MediatorKind = Field(description="How the person mediates.", examples=["staff"])
    unit_code: Code = Field(description="The unit.", examples=["84-03"])
    territory_code: TerritoryCode = Field(description="Where.", examples=["659007/84/03"])
    specialities: Specialities = Field([], description="Kinds of disputes it knows best.", examples=_SPECIALITIES)


class MediatorPatch(Input):
    """What changes; what is left out stays."""

    kind: MediatorKind | None = Field(None, description="How the person mediates.", examples=["volunteer"])
    specialities: Specialities | None = Field(None, description="Kinds of disputes it knows best.", examples=_SPECIALITIES)
    is_active: bool | None = Field(None, description="Whether it may be given disputes.", examples=[False])


class MediatorView(View):
    """A mediator."""

    account: str = Field(description="The account.", examples=["mediator-84-03"])
    version: int = Field(description="Rises with each change; the ETag.", examples=[1])
    kind: MediatorKind = Field(description="How the person mediates.", examples=["staff"])
    unit_code: str = Field(description="The unit.", examples=["84-03"])
    territory_code: str = Field(description="Where.", examples=["659007/84/03"])
    specialities: list[str] = Field(description="Kinds of disputes it knows best.", examples=_SPECIALITIES)
    is_active: bool = Field(description="Whether it may be given disputes.", examples=[True])
