"""Use case: the figures of government affairs as a whole."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.claims import service as claims
from svc_affairs.departments import service as departments
from svc_affairs.figures import repository
from svc_affairs.figures.errors import SpanBackwards
from svc_affairs.figures.schemas import AffairsFigures
from svc_affairs.items import service as items
from svc_affairs.online_cases.terms import Channel

_ONLINE = (Channel.WEB, Channel.APP, Channel.WECHAT, Channel.TERMINAL)


async def count(db: AsyncSession, start_on: date | None, end_on: date | None) -> AffairsFigures:
    """What is on offer now, and what came in on the days [start_on, end_on) of the city; raises SpanBackwards."""
    if start_on is not None and end_on is not None and end_on <= start_on:
        raise SpanBackwards(f"{start_on} to {end_on}")
    start, end = (None if day is None else clock.day_start(day) for day in (start_on, end_on))
    of_items, of_claims = await items.count_in_force(db), await claims.count_claims(db)
    received = await repository.count_received(db, start, end)
    return AffairsFigures(
        departments=await departments.count_departments(db), items_published=of_items.in_force,
        items_in_halls=of_items.in_halls, city_online_receipts=sum(received.get(each, 0) for each in _ONLINE),
        town_items_available=of_items.open_to_centres, town_claims=of_claims.total, town_claims_active=of_claims.active,
        town_online_cases=received.get(Channel.CENTRE, 0),
    )  # fmt: skip
