"""Paths to look the archive through. `/v1/events/stream`, the live feed, is the gateway's."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime, Field

from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, domain_router, problems, require
from contracts.roles import Role
from svc_datahub.archive import service
from svc_datahub.archive.errors import EventUnknown
from svc_datahub.archive.repository import Filter
from svc_datahub.archive.schemas import EventView, FiguresView

router = domain_router("/v1/events", "events")
figures_router = domain_router("/v1/datahub/figures", "figures")

# What PostgreSQL can compare with, whatever the time zone.
Instant = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))]
Reader = Annotated[Principal, require(Role.ANALYST)]
_NO_STAFF = {Role.PUBLIC, Role.DEVICE_PLATFORM}
Staff = Annotated[Principal, require(*(role for role in Role if role not in _NO_STAFF))]


async def _filter(
    type: Annotated[
        str | None,
        Query(
            pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*(\.\*)?$",
            max_length=128,
            description="Only of this type, or of all types that begin so where it ends in `.*`.",
            examples=["gov171.hotline.ticket.*"],
        ),
    ] = None,
    stream: Annotated[
        str | None, Query(pattern="^[A-Z]+$", max_length=32, description="Only of this stream.", examples=["HOTLINE"])
    ] = None,
    subject: Annotated[
        str | None, Query(pattern=r"^[^\x00]+$", max_length=200, description="Only of this subject.", examples=["2025Q1"])
    ] = None,
    since: Annotated[Instant | None, Query(description="Only recorded at or after this instant.")] = None,
    until: Annotated[Instant | None, Query(description="Only recorded before this instant.")] = None,
) -> Filter:
    return Filter(type, stream, subject, since, until)


@router.get("", summary="List archived events")
async def list_events(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[EventView]:
    """Events by ascending position, so that who keeps the last cursor can go on from there."""
    events, following = await service.list_events(db, wanted, params)
    link_next(response, request, following)
    return Page(items=[EventView.model_validate(event) for event in events], next=following)


@router.get("/{event_id}", summary="Show an archived event", responses=problems(EventUnknown))
async def get_event(event_id: UUID, actor: Reader, db: Db) -> EventView:
    """One event with its data."""
    return EventView.model_validate(await service.get_event(db, event_id))


@figures_router.get("", summary="Show how much is archived")
async def show_figures(actor: Staff, db: Db) -> FiguresView:
    """Counted in the transaction that archives, so it costs no look at the archive."""
    return await service.count_events(db)
