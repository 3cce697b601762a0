"""Use cases of single territories: as they stand, as they stood, and called or led otherwise."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from contracts.event import Event
from svc_grid.organisation import events as organisation_events
from svc_grid.organisation import service as organisation
from svc_grid.organisation.errors import CodeUnknown, OrganisationUnsound
from svc_grid.territories import events, versions
from svc_grid.territories.errors import TerritoryRetired
from svc_grid.territories.models import Territory, TerritoryVersion
from svc_grid.territories.schemas import TerritoryCorrection
from svc_grid.territories.terms import VersionKind
from svc_grid.territories.versions import Why

Row = dict[str, Any]


async def show(db: AsyncSession, code: str, as_of: date | None) -> Territory | TerritoryVersion:
    """As it stands, or as it stood at the end of a day; raises CodeUnknown."""
    if as_of is None:
        return await organisation.get(db, Territory, code)
    found = await versions.find_as_of(db, code, as_of)
    if found is None:
        raise CodeUnknown(code=code)
    return found


async def correct(db: AsyncSession, actor: Principal, code: str, if_match: int | None, body: TerritoryCorrection) -> Territory:
    """Call or lead it otherwise; raises CodeUnknown, StaleVersion, TerritoryRetired, OrganisationUnsound."""
    await organisation.hold_organisation(db)
    territory = await db.get(Territory, code, with_for_update=True, populate_existing=True)
    if territory is None:
        raise CodeUnknown(code=code)
    check_version(if_match, territory.version)
    if territory.retired_at is not None:
        raise TerritoryRetired(code=code, successor_code=territory.successor_code)
    said = body.model_dump(exclude_unset=True)
    unit_code = said.get("unit_code")
    if unit_code is not None and not await organisation.is_unit(db, unit_code):
        raise OrganisationUnsound(errors=[{"pointer": "/unit_code", "detail": f"no unit {unit_code}"}])
    if any(getattr(territory, name) != value for name, value in said.items()):
        row = row_of(territory) | said | {"version": territory.version + 1}
        await write(db, Why(VersionKind.CORRECTED, actor.subject, clock.now()), changed=[row])
        await db.refresh(territory)
    return territory


def row_of(territory: Territory) -> Row:
    """Its columns."""
    return {column.key: getattr(territory, column.key) for column in Territory.__table__.columns}


async def write(
    db: AsyncSession, why: Why, *, created: Sequence[Row] = (), changed: Sequence[Row] = (), retired: Sequence[Row] = ()
) -> None:
    """Store whole rows, each with its version and its event; those that others go to are told of first."""
    rows = [*created, *changed, *retired]
    if not rows:
        return
    upsert = insert(Territory)
    replaced = {name: upsert.excluded[name] for name in rows[0] if name != "code"}
    await db.execute(upsert.on_conflict_do_update(index_elements=["code"], set_=replaced), rows)
    await versions.keep(db, rows, why)
    await outbox.publish_many(db, list(_announced(why, [*created, *changed], retired)))


def _announced(why: Why, living: Iterable[Row], retired: Iterable[Row]) -> Iterable[tuple[Event, str, int]]:
    for row in living:
        event = organisation_events.of_entry(Territory, row)
        if event is not None:
            yield event, row["code"], row["version"]
    for row in retired:
        if why.change_id is None:
            raise ValueError("a territory is retired by a change alone")
        yield events.of_retired(row, why.change_id), row["code"], row["version"]
