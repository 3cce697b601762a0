"""What goes out about changes of territories."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_grid.territory_changes.terms import Kind, Status


class MoveView(View):
    """One territory that goes, and the one that follows it."""

    from_code: str = Field(description="The code that is retired.", examples=["659007/84/03"])
    to_code: str = Field(description="What follows it.", examples=["659007/85/03"])


class EffectsView(View):
    """What a change does: foreseen while it is planned or tried, found once it holds."""

    created: list[str] = Field(description="Territories that begin; not those below them.", examples=[["659007/85/03"]])
    changed: list[str] = Field(description="Those that stay and change.", examples=[[]])
    moves: list[MoveView] = Field(
        description="Those that go, with what follows them; not those below that keep their place below."
    )
    begun: int = Field(description="How many begin, those below among them.", examples=[12])
    gone: int = Field(description="How many go, those below among them.", examples=[12])
    cases: int = Field(description="Open cases that move.", examples=[12])
    units: int = Field(description="Units that move.", examples=[1])
    facilities: int = Field(description="Facilities that move.", examples=[2])


class FaultView(View):
    """Why a change could not be made on its day."""

    pointer: str = Field(description="The place in what was ordered.", examples=["/to_code"])
    detail: str = Field(description="What is wrong there.", examples=["659007/85/03 is taken"])


class TerritoryChangeView(View):
    """A change of territories as it stands."""

    id: UUID | None = Field(description="The change; none: it was only tried.", examples=["01959c2e-8a00-7000-8000-000000000061"])
    version: int = Field(description="Rises with each step.", examples=[1])
    kind: Kind = Field(description="What it does.", examples=["move"])
    status: Status | None = Field(description="Where it stands; none: it was only tried.", examples=["applied"])
    basis: str = Field(description="The document it rests on.", examples=["师市发〔2026〕3号"])
    effective_on: date | None = Field(description="The day from which it holds; none: it held at once.", examples=["2026-03-01"])
    effective_at: datetime = Field(description="The instant from which it holds.", examples=["2026-02-28T16:00:00Z"])
    effects: EffectsView = Field(description="What it does.")
    faults: list[FaultView] | None = Field(description="Why it could not be made on its day.", examples=[None])
    requested_by: str = Field(description="Who ordered it.", examples=["desk-01"])
    requested_at: datetime = Field(description="When it was ordered.", examples=["2026-01-05T08:00:00Z"])
    settled_at: datetime | None = Field(description="When it was applied, cancelled or failed.", examples=[None])
    settled_by: str | None = Field(description="By whom.", examples=[None])
    reason: str | None = Field(description="Why it was cancelled.", examples=[None])
    is_dry_run: bool = Field(False, description="True: nothing was stored.", examples=[False])


class TerritoryChangeDetail(TerritoryChangeView):
    """A change with all that was ordered."""

    request: dict[str, Any] = Field(description="As it was ordered.", examples=[{"kind": "move", "to_code": "659007/85/03"}])
