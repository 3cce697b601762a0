"""Use cases of noting in which tickets an entry was used."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.page import PageRequest, fetch_page
from svc_hotline.knowledge import repository
from svc_hotline.knowledge.holding import check_possible, hold
from svc_hotline.knowledge.models import KnowledgeUse
from svc_hotline.knowledge.terms import Action
from svc_hotline.tickets import repository as tickets
from svc_hotline.tickets import service as ticket_service
from svc_hotline.tickets.models import Ticket


async def note_use(db: AsyncSession, actor: Principal, entry_id: UUID, ticket_id: UUID) -> tuple[KnowledgeUse, bool]:
    """Note it once; the same again gives what was noted, and False.

    It leaves the entry's version as it is. Raises EntryUnknown, TicketUnknown, EntryActionNotPossible.
    """
    entry = await hold(db, actor, entry_id, None)
    await ticket_service.get_ticket(db, actor, ticket_id)
    present = await db.get(KnowledgeUse, (entry_id, ticket_id))
    if present is not None:
        return present, False
    face = await repository.find_version(db, entry_id, entry.face_no)
    assert face is not None
    check_possible(entry, face, Action.USE)
    use = KnowledgeUse(entry_id=entry_id, ticket_id=ticket_id, version_no=face.version_no, used_at=clock.now())
    db.add(use)
    entry.used_count += 1
    await db.flush()
    return use, True


async def list_uses(
    db: AsyncSession, actor: Principal, entry_id: UUID, params: PageRequest
) -> tuple[Sequence[Row[UUID, UUID, int, datetime]], str | None]:
    """A page of the tickets it was used in that the principal may see, the newest use first; raises EntryUnknown."""
    await repository.list_versions(db, actor, entry_id)
    shown = select(KnowledgeUse.entry_id, KnowledgeUse.ticket_id, KnowledgeUse.version_no, KnowledgeUse.used_at)
    seen = shown.join(Ticket, Ticket.id == KnowledgeUse.ticket_id).where(tickets.visible_to(actor))
    return await fetch_page(
        db, seen.where(KnowledgeUse.entry_id == entry_id), (KnowledgeUse.used_at, KnowledgeUse.ticket_id), params
    )
