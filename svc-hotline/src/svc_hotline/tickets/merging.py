"""Use cases of merging 并单: one matter told by many callers, each of whom gets the answer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_hotline.tickets import repository
from svc_hotline.tickets.errors import MainNotOpen, SelfMerge
from svc_hotline.tickets.holding import catch_up, hold
from svc_hotline.tickets.lifecycle import PAUSED, RUNNING
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.schemas import Merge, Remark
from svc_hotline.tickets.steps import new_round, next_status, take
from svc_hotline.tickets.terms import Action, Status


async def merge_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Merge) -> Ticket:
    """Put the ticket under its main one, whose answer its caller gets too; raises SelfMerge, MainNotOpen.

    Both rows are locked in the order of their ids, so that two merges never wait for each other.
    """
    if body.main_ticket_id == ticket_id:
        raise SelfMerge()
    await repository.lock(db, actor, sorted((ticket_id, body.main_ticket_id)))
    ticket, main = await hold(db, actor, ticket_id, if_match), await hold(db, actor, body.main_ticket_id, None)
    next_status(ticket, Action.MERGE)
    if main.status is Status.MERGED or main.status not in RUNNING | PAUSED:
        raise MainNotOpen(state=str(main.status), main_number=main.number)
    main.merged_count += 1
    await take(
        db, actor, ticket, Action.MERGE, note=body.note, merged_into=main.id,
        lead_unit_code=None, assisting_unit_codes=[], sign_due_at=None, signed_at=None, case_id=None, **new_round(ticket),
    )  # fmt: skip
    return ticket


async def unmerge_ticket(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None, body: Remark) -> Ticket:
    """Take it out again: it waits for a dispatch of its own."""
    async with member_held(db, actor, ticket_id, if_match) as ticket:
        await take(db, actor, ticket, Action.UNMERGE, note=body.note, merged_into=None)
    return ticket


@asynccontextmanager
async def member_held(db: AsyncSession, actor: Principal, ticket_id: UUID, if_match: int | None) -> AsyncIterator[Ticket]:
    """Hold a ticket that may be merged; if it is so no longer at the end of the block, its main one counts one less.

    The main one is locked first, as where its answer is passed on.
    """
    main_id = (await repository.get(db, actor, ticket_id)).merged_into
    if main_id is not None:
        await repository.lock(db, actor, [main_id])
    ticket = await hold(db, actor, ticket_id, if_match)
    was_merged = ticket.status is Status.MERGED
    yield ticket
    if main_id is not None and was_merged and ticket.status is not Status.MERGED:
        await repository.count_merged_out(db, main_id)


async def pass_on(db: AsyncSession, actor: Principal, main: Ticket, action: Action, **changes: Any) -> None:
    """What came of the main ticket comes of every ticket merged into it: each caller gets the answer."""
    if not main.merged_count:
        return
    for member in await repository.hold_merged(db, main.id):
        await catch_up(db, member)
        await take(db, actor, member, action, note=f"随主单 {main.number}", **changes)
