"""What is in each queue, and in which order."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import ColumnElement, Select, and_, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import QueryableAttribute

from chassis.auth import Principal
from svc_hotline.queues.terms import Queue
from svc_hotline.tickets.models import Ticket
from svc_hotline.tickets.repository import visible_to
from svc_hotline.tickets.terms import Status

# More than so many are not counted one by one.
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Line:
    """What belongs into a queue and by which instant it is ordered; a partial index serves both."""

    belongs: ColumnElement[bool]
    due: QueryableAttribute[object]


def _waiting(*statuses: Status) -> ColumnElement[bool]:
    return and_(Ticket.wait_until.is_not(None), Ticket.status.in_(statuses))


LINES: Mapping[Queue, Line] = MappingProxyType(
    {
        Queue.UNASSIGNED: Line(_waiting(Status.ACCEPTED, Status.REOPENED), Ticket.wait_until),
        Queue.UNSIGNED: Line(_waiting(Status.DISPATCHED), Ticket.wait_until),
        Queue.RETURNS: Line(and_(_waiting(Status.RETURNED), ~Ticket.is_disputed), Ticket.wait_until),
        Queue.DISPUTES: Line(and_(_waiting(Status.RETURNED), Ticket.is_disputed), Ticket.wait_until),
        Queue.EXTENSIONS: Line(Ticket.extension_due_at.is_not(None), Ticket.extension_due_at),
        Queue.REPLIES: Line(_waiting(Status.HANDLING), Ticket.wait_until),
        Queue.CALLBACKS: Line(
            and_(_waiting(Status.RESOLVED, Status.ANSWERED), ~Ticket.is_rating_unanswered), Ticket.wait_until
        ),
        Queue.LOW_RATINGS: Line(and_(Ticket.is_rating_unanswered), Ticket.rated_at),
        Queue.AWAITING_CALLER: Line(_waiting(Status.AWAITING_CALLER), Ticket.wait_until),
        Queue.SUSPENDED: Line(_waiting(Status.SUSPENDED), Ticket.wait_until),
    }
)  # fmt: skip


def in_queue(actor: Principal, queue: Queue) -> Select[Ticket]:
    """The statement of a queue's tickets; the caller pages it by the queue's `due` and the id."""
    return select(Ticket).where(LINES[queue].belongs, visible_to(actor))


async def count_all(db: AsyncSession, actor: Principal) -> dict[str, int]:
    """How many are in each queue, counted up to MOST_COUNTED, in one statement."""
    counts = []
    for queue, line in LINES.items():
        some = select(Ticket.id).where(line.belongs, visible_to(actor)).limit(MOST_COUNTED).subquery()
        counts.append(select(literal(queue.value).label("queue"), func.count().label("waiting")).select_from(some))
    return {row.queue: row.waiting for row in await db.execute(union_all(*counts))}
