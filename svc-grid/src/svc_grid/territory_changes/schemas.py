"""What comes in about changes of territories: one form for each kind."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from chassis.schema import Input
from svc_grid.codes import Code, Name, TerritoryCode
from svc_grid.territories.boundaries import Boundary

_SQUARE = {"type": "Polygon", "coordinates": [[[82.0, 44.8], [82.2, 44.8], [82.2, 45.0], [82.0, 44.8]]]}
_CODE, _OTHER = ["659007/84/03"], ["659007/84/04"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Children = dict[TerritoryCode, TerritoryCode]


class NewBoundary(Input):
    """What a territory bounds from then on."""

    code: TerritoryCode = Field(description="The territory.", examples=_CODE)
    boundary: Boundary = Field(description="Its new bounds.", examples=[_SQUARE])


class _Change(Input):
    basis: Text = Field(description="The document it rests on.", examples=["师市发〔2026〕3号"])
    effective_on: date | None = Field(
        None, description="The day to come from whose beginning it holds; none: at once.", examples=["2026-03-01"]
    )
    is_dry_run: bool = Field(False, description="Only say what would be done.", examples=[False])
    boundaries: list[NewBoundary] = Field(
        [], max_length=100, description="New bounds of others that it needs: of neighbours, of parents.", examples=[[]]
    )
    versions: dict[TerritoryCode, Annotated[int, Field(ge=1)]] = Field(
        {}, max_length=500, examples=[{"659007/84/03": 1}],
        description="The versions of territories that you read, as their ETags have them; another one by now refuses the change.",
    )  # fmt: skip


class NewTerritory(Input):
    """A territory that begins; it lies where its path says, at the level of those it follows."""

    code: TerritoryCode = Field(description="Its path.", examples=_OTHER)
    name: Name = Field(description="Its name.", examples=["八十四团四连"])
    unit_code: Code | None = Field(None, description="The unit that answers for it.", examples=["84-04"])
    boundary: Boundary | None = Field(None, description="Its bounds.", examples=[_SQUARE])


class Redraw(_Change):
    """New bounds of several neighbours at once 重划; open cases with a point go to whose bounds now hold it."""

    kind: Literal["redraw"] = Field(description="What is done.", examples=["redraw"])
    boundaries: list[NewBoundary] = Field(
        min_length=1,
        max_length=100,
        description="Each with its new bounds.",
        examples=[[{"code": _CODE[0], "boundary": _SQUARE}]],
    )


class _Leaving(_Change):
    children: Children = Field(
        {}, max_length=500, examples=[{"659007/84/03/g01": "659007/84/04/g01"}],
        description="Each territory directly below what goes, with its code from then on; all below it follow.",
    )  # fmt: skip


class Merge(_Leaving):
    """Several become one 合并, which is there or new."""

    kind: Literal["merge"] = Field(description="What is done.", examples=["merge"])
    codes: list[TerritoryCode] = Field(min_length=1, max_length=100, description="Those that go.", examples=[_CODE])
    into_code: TerritoryCode = Field(description="What they become: one that stays, or a new one.", examples=_OTHER)
    name: Name | None = Field(None, description="Its name, where it is new.", examples=[None])
    unit_code: Code | None = Field(None, description="The unit that answers for it, where it is new.", examples=[None])
    boundary: Boundary | None = Field(
        None, description="Its bounds. None: those of all of them together, where all have some.", examples=[None]
    )


class Split(_Leaving):
    """One becomes several new ones 拆分; open cases with a point go to whose bounds hold it, the others to the main one."""

    kind: Literal["split"] = Field(description="What is done.", examples=["split"])
    code: TerritoryCode = Field(description="What goes.", examples=_CODE)
    into: list[NewTerritory] = Field(
        min_length=2, max_length=100, description="The new ones.", examples=[[{"code": _OTHER[0], "name": "八十四团四连"}]]
    )
    main_successor: TerritoryCode = Field(description="The one of them that goes on for it.", examples=_OTHER)


class Move(_Change):
    """To another parent 改隶: its code changes, and that of all below it."""

    kind: Literal["move"] = Field(description="What is done.", examples=["move"])
    code: TerritoryCode = Field(description="What moves.", examples=_CODE)
    to_code: TerritoryCode = Field(description="Its code from then on, whose path says where it lies.", examples=["659007/85/03"])


class Retire(_Leaving):
    """No more 撤销; what was its business is another's."""

    kind: Literal["retire"] = Field(description="What is done.", examples=["retire"])
    code: TerritoryCode = Field(description="What goes.", examples=_CODE)
    successor_code: TerritoryCode = Field(description="What goes on for it.", examples=_OTHER)


Change = Redraw | Merge | Split | Move | Retire
ChangeRequest = Annotated[Change, Field(discriminator="kind")]
CHANGE: TypeAdapter[Change] = TypeAdapter(ChangeRequest)


class Cancellation(Input):
    """Why a planned change is not made."""

    reason: Text = Field(description="Why not.", examples=["方案另行研究"])
