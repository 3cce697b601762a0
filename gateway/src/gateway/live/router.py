"""Path of the live feed."""

from collections.abc import AsyncIterable
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from chassis.app import Chassis
from chassis.routing import EVERYWHERE, Principal, require
from contracts.roles import Role
from gateway.live.feed import listen
from gateway.live.position import read_position

# Not a transactional route: it stays open, and must hold no database connection.
router = APIRouter(tags=["live"], responses=EVERYWHERE)

Listener = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.ANALYST, Role.GRID_DESK)]


@router.get("/v1/events/stream", response_class=EventSourceResponse, summary="Follow events as they happen")
async def follow_events(
    request: Request,
    actor: Listener,
    prefixes: Annotated[
        list[str] | None,
        Query(alias="type", max_length=20, description="Only types that begin so.", examples=[["gov171.hotline."]]),
    ] = None,
    last_event_id: Annotated[
        str | None, Header(max_length=300, description="The last event's id; the feed goes on after it.")
    ] = None,
) -> AsyncIterable[ServerSentEvent]:
    """Server-sent events, each a CloudEvent; a listener that comes back with Last-Event-ID misses nothing."""
    chassis: Chassis = request.app.state.chassis
    position = read_position(last_event_id) if last_event_id else {}
    wanted = tuple(prefixes or [""])
    async for live in listen(chassis.bus, position):
        if live.type.startswith(wanted):
            yield ServerSentEvent(raw_data=live.body, event=live.type, id=live.position)
