"""Routes for operators, the same at every service: what is parked, and sending events once more."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, Field
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import tables
from chassis.error_handlers import is_database_away
from chassis.errors import Kind, NotFound, Problem, problems
from chassis.page import Page, PageParams, fetch_page
from chassis.routing import Db, Principal, domain_router, require
from chassis.schema import Input, View


class AlreadyReplayed(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This dead letter was replayed before", "该死信已重放"


class ReplayFailed(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The event failed again", "事件重放仍然失败"


class DeadLetterView(View):
    """An event that a consumer could not handle, with why."""

    id: UUID = Field(description="The dead letter.", examples=["0197b5c0-0000-7000-8000-000000000001"])
    consumer: str = Field(description="The consumer that could not handle it.", examples=["grid-open-case"])
    event_id: UUID | None = Field(description="The event, where it could be read.", examples=[None])
    type: str = Field(description="The event's type.", examples=["gov171.hotline.ticket.dispatched.v1"])
    error: str = Field(description="What went wrong.", examples=["UnitUnknown('dept-99')"])
    deliveries: int = Field(description="How often it had been delivered.", examples=[5])
    parked_at: datetime = Field(description="When it was set aside.", examples=["2026-01-05T08:00:00Z"])
    replayed_at: datetime | None = Field(description="When it was handled after all.", examples=[None])


class EventReplay(Input):
    """Which events to send once more."""

    since: AwareDatetime = Field(
        description="Events recorded from this instant on are sent again.", examples=["2026-01-05T08:00:00Z"]
    )


class EventReplayView(View):
    """How many events will be sent once more; consumers that had them pass over them."""

    events: int = Field(description="Number of events put back into the queue.", examples=[120])


def operations_router(service: str) -> APIRouter:
    """`/v1/<service>/dead-letters` and `/v1/<service>/event-replays`, for administrators."""
    router = domain_router(f"/v1/{service}", "operations")
    Administrator = Annotated[Principal, require()]

    @router.get("/dead-letters", summary="List parked events")
    async def list_dead_letters(
        request: Request, actor: Administrator, db: Db, params: PageParams,
        is_replayed: Annotated[bool, Query(description="Those handled since, instead of those waiting.")] = False,
    ) -> Page[DeadLetterView]:  # fmt: skip
        """Events that a consumer could not handle, newest first."""
        table = tables.dead_letters
        chosen = select(table).where(table.c.replayed_at.is_not(None) if is_replayed else table.c.replayed_at.is_(None))
        rows, following = await fetch_page(db, chosen, (table.c.parked_at, table.c.id), params)
        return Page(items=[DeadLetterView.model_validate(row) for row in rows], next=following)

    @router.post("/dead-letters/{letter_id}/replays", status_code=201, summary="Handle a parked event after all",
                 responses=problems(AlreadyReplayed, ReplayFailed))  # fmt: skip
    async def replay_dead_letter(letter_id: UUID, request: Request, actor: Administrator, db: Db) -> DeadLetterView:
        """Apply the event as its consumer would now; if it fails again it stays parked."""
        letter = await _dead_letter(db, letter_id)
        if letter.replayed_at is not None:
            raise AlreadyReplayed()
        try:
            await request.app.state.chassis.consumers.replay_dead_letter(db, letter)
        except Exception as error:
            if is_database_away(error):
                raise
            raise ReplayFailed(str(error)[:2000] or type(error).__name__) from error
        return DeadLetterView.model_validate(await _dead_letter(db, letter_id))

    @router.post("/event-replays", status_code=201, summary="Send recorded events once more")
    async def replay_events(body: EventReplay, actor: Administrator, db: Db) -> EventReplayView:
        """Rebuild what consumers need after JetStream was lost: the outbox is the truth."""
        again = update(tables.outbox).where(tables.outbox.c.created_at >= body.since, tables.outbox.c.published_at.is_not(None))
        result: Any = await db.execute(again.values(published_at=None))
        return EventReplayView(events=result.rowcount)

    return router


async def _dead_letter(db: AsyncSession, letter_id: UUID) -> Any:
    found = select(tables.dead_letters).where(tables.dead_letters.c.id == letter_id).with_for_update()
    letter = (await db.execute(found)).one_or_none()
    if letter is None:
        raise NotFound("no dead letter with this id")
    return letter


async def waiting(db: AsyncSession) -> tuple[int, int]:
    """Unsent events and parked events, for the metrics."""
    unsent = select(func.count()).select_from(tables.outbox).where(tables.outbox.c.published_at.is_(None))
    parked = select(func.count()).select_from(tables.dead_letters).where(tables.dead_letters.c.replayed_at.is_(None))
    row = (await db.execute(select(unsent.scalar_subquery(), parked.scalar_subquery()))).one()
    return row[0], row[1]
