"""Finds the tickets that are likely about the same matter."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from svc_hotline.categories.service import UNCLASSIFIED
from svc_hotline.duplicates import repository, rules
from svc_hotline.duplicates.rules import Likeness, Sketch
from svc_hotline.duplicates.terms import Reason
from svc_hotline.duplicates.wording import normal
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.terms import Status

# More texts than this are compared in a thread, so that other requests go on meanwhile.
_AT_ONCE = 20


@dataclass(frozen=True)
class LikelyDuplicate:
    """A ticket that is likely about the same matter, where it stands, and what speaks for it."""

    ticket_id: UUID
    number: str
    status: Status
    title: str
    accepted_at: datetime
    score: float
    metres: float | None
    reasons: tuple[Reason, ...]


async def likely_duplicates(db: AsyncSession, actor: Principal, ticket: Ticket, most: int = 5) -> list[LikelyDuplicate]:
    """At most `most` tickets that `actor` may see, the likeliest first; one statement."""
    found = {row.id: row for row in await repository.list_candidates(db, actor, ticket)}
    args = (sketch(ticket), [sketch(row) for row in found.values()], most)
    is_many = len(found) > _AT_ONCE
    likely = await asyncio.to_thread(rules.likely_duplicates, *args) if is_many else rules.likely_duplicates(*args)
    return [_shown(found[each.ticket_id], each) for each in likely]


async def likeliest_of_each(db: AsyncSession, tickets: Sequence[Ticket]) -> list[Likeness | None]:
    """For each of many new tickets the likeliest among those stored and those before it; one statement."""
    near = await repository.list_near_each(db, tickets)
    stored = [[sketch(ticket) for ticket in each] for each in near]
    # Some hundred thousand comparisons may be due.
    return await asyncio.to_thread(rules.likeliest_of_each, [sketch(ticket) for ticket in tickets], stored)


def sketch(ticket: Ticket | Row[Any]) -> Sketch:
    """What of a ticket is compared."""
    return Sketch(
        ticket_id=ticket.id,
        at=ticket.accepted_at,
        category=None if ticket.category_code == UNCLASSIFIED else ticket.category_code,
        title=normal(ticket.title),
        words=normal(ticket.description),
        lon=ticket.lon,
        lat=ticket.lat,
        address=normal(ticket.address) if ticket.address else None,
        territory=ticket.territory_code,
    )


def _shown(row: Row[Any], likeness: Likeness) -> LikelyDuplicate:
    return LikelyDuplicate(
        ticket_id=row.id, number=row.number, status=row.status, title=row.title, accepted_at=row.accepted_at,
        score=likeness.score, metres=likeness.metres, reasons=likeness.reasons,
    )  # fmt: skip
