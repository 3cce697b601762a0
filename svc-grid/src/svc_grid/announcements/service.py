"""Use case of stating the whole organisation."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock, outbox
from chassis.auth import Principal
from chassis.ids import uuid7
from contracts.event import Event
from svc_grid.announcements import statements
from svc_grid.announcements.schemas import AnnouncementView
from svc_grid.facilities.models import Facility
from svc_grid.leads import repository as leads
from svc_grid.leads.models import Lead, LeadAbsence
from svc_grid.territories.models import Territory
from svc_grid.units.models import Unit

_BATCH = 500


class _Outlet:
    """Numbers the events of one announcement and writes them in batches."""

    def __init__(self, db: AsyncSession, subject: UUID) -> None:
        self._db, self._subject, self._sequence = db, str(subject), 0

    async def tell(self, events: Iterable[Event]) -> int:
        numbered = [(event, self._subject, number) for number, event in enumerate(events, self._sequence + 1)]
        await outbox.publish_many(self._db, numbered)
        self._sequence += len(numbered)
        return len(numbered)


async def announce(db: AsyncSession, actor: Principal) -> AnnouncementView:
    """State every territory, unit, facility and lead as it stands, all in one transaction.

    Meanwhile nothing of it changes: else a change could be announced before the first statement and be missed by who
    follows from there, though what is stated is from before it.
    """
    await leads.lock(db)
    snapshot_id = uuid7()
    outlet, counts = _Outlet(db, snapshot_id), {"territories": 0, "units": 0, "facilities": 0, "leads": 0}
    await outlet.tell([statements.started(snapshot_id, clock.now())])
    tables: dict[str, Any] = {"territories": Territory, "units": Unit, "facilities": Facility}
    for name, table in tables.items():
        async for rows in _entries(db, table):
            counts[name] += await outlet.tell(statements.of_entry(snapshot_id, table, row) for row in rows)
    async for pairs in _leads(db):
        counts["leads"] += await outlet.tell(statements.of_lead(snapshot_id, lead, absences) for lead, absences in pairs)
    await outlet.tell([statements.finished(snapshot_id, clock.now(), counts)])
    await audit.record(db, actor, "organisation-announced", str(snapshot_id), **counts)
    return AnnouncementView(id=snapshot_id, **counts)


async def _entries(db: AsyncSession, table: Any) -> AsyncIterator[list[Any]]:
    """The rows of a table in batches, by code."""
    last = ""
    while True:
        chosen = select(*table.__table__.columns).where(table.code > last).order_by(table.code).limit(_BATCH)
        rows = [row._mapping for row in await db.execute(chosen)]
        if not rows:
            return
        yield rows
        last = rows[-1]["code"]


async def _leads(db: AsyncSession) -> AsyncIterator[list[tuple[Lead, list[LeadAbsence]]]]:
    """The tenures in batches, each with its absences."""
    last = UUID(int=0)
    while True:
        chosen = select(Lead).where(Lead.id > last).order_by(Lead.id).limit(_BATCH)
        found = (await db.execute(chosen)).scalars().all()
        if not found:
            return
        by_lead: dict[UUID, list[LeadAbsence]] = {lead.id: [] for lead in found}
        for absence in await leads.absences_of(db, by_lead):
            by_lead[absence.lead_id].append(absence)
        yield [(lead, by_lead[lead.id]) for lead in found]
        last = found[-1].id
