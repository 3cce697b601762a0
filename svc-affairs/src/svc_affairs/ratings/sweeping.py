"""Ends the invitations that nobody has used in time, each at its own instant; they count as no rating."""

from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.app import Chassis
from chassis.repeating import let_pass, repeat
from svc_affairs.rating_figures import service as figures
from svc_affairs.ratings import repository
from svc_affairs.ratings.lifecycle import move
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.service import is_over, tell
from svc_affairs.ratings.terms import RatingAction

BATCH = 200
_SWEEP_EVERY_S = 5.0


async def sweep_invitations(chassis: Chassis) -> None:
    """Run for as long as the service does."""
    await repeat(chassis, [sweep_once], _SWEEP_EVERY_S)


async def sweep_once(db: AsyncSession) -> int:
    """End some that are over; one that fails rests, and keeps no other waiting."""
    held = await repository.hold_lapsed(db, clock.now(), BATCH)
    return sum([await let_pass(db, rating, partial(_lapse, db, rating)) for rating in held])


async def _lapse(db: AsyncSession, rating: Rating) -> None:
    if not await is_over(db, rating):
        return
    with clock.declared(rating.expires_at):
        rating.status, rating.version = move(rating.status, RatingAction.LAPSE), rating.version + 1
        await db.flush()
        await figures.count(db, rating.invited_at, rating.place, "lapsed")
        await tell(db, rating, rating.expires_at)
