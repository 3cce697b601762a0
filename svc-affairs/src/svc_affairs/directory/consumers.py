"""Keeps the copies of units and territories as the grid's events tell of them."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.consumers import Consumer
from chassis.envelope import Envelope
from contracts.grid import (
    TerritoryChangedV1,
    TerritoryRegisteredV1,
    TerritoryRetiredV1,
    UnitChangedV1,
    UnitRegisteredV1,
    UnitRetiredV1,
)  # fmt: skip
from svc_affairs.directory import service
from svc_affairs.directory.models import TerritoryCopy, UnitCopy


async def on_unit(db: AsyncSession, event: UnitRegisteredV1 | UnitChangedV1, envelope: Envelope) -> None:
    row = event.model_dump(mode="json", include={"kind", "name", "parent_code", "territory_code"})
    await service.keep(db, UnitCopy, row | {"code": event.unit_code, "version": envelope.sequence})


async def on_unit_retired(db: AsyncSession, event: UnitRetiredV1, envelope: Envelope) -> None:
    """It takes no new cases; its name is kept for those that it had."""
    row = event.model_dump(mode="json", include={"kind", "name", "parent_code", "territory_code"})
    row |= {"code": event.unit_code, "version": envelope.sequence, "retired_at": event.occurred_at}
    await service.keep(db, UnitCopy, row)


async def on_territory(db: AsyncSession, event: TerritoryRegisteredV1 | TerritoryChangedV1, envelope: Envelope) -> None:
    row = event.model_dump(mode="json", include={"parent_code", "level", "name", "unit_code"})
    await service.keep(db, TerritoryCopy, row | {"code": event.territory_code, "version": envelope.sequence})


async def on_territory_retired(db: AsyncSession, event: TerritoryRetiredV1, envelope: Envelope) -> None:
    """It is offered no more; it says enough for a copy that has not come yet."""
    row = event.model_dump(mode="json", include={"parent_code", "level", "name", "unit_code", "successor_code"})
    row |= {"code": event.territory_code, "version": envelope.sequence, "retired_at": event.occurred_at}
    await service.keep(db, TerritoryCopy, row)


copy_organisation = Consumer(
    name="affairs-copy-organisation",
    handlers={
        UnitRegisteredV1: on_unit,
        UnitChangedV1: on_unit,
        UnitRetiredV1: on_unit_retired,
        TerritoryRegisteredV1: on_territory,
        TerritoryChangedV1: on_territory,
        TerritoryRetiredV1: on_territory_retired,
    },
)
