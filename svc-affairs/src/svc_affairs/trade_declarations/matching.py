"""The match 三单对碰: one pass takes up what has changed since the last, and judges all of it by a handful of statements."""

import asyncio
from contextlib import suppress

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.app import Chassis
from chassis.error_handlers import is_database_away
from svc_affairs.trade_declarations import events
from svc_affairs.trade_declarations.finding import judge
from svc_affairs.trade_declarations.limiting import limit
from svc_affairs.trade_declarations.pass_tables import prepare
from svc_affairs.trade_declarations.policies import Policies
from svc_affairs.trade_declarations.refunding import refund
from svc_affairs.trade_declarations.settling import settle
from svc_affairs.trade_declarations.taking import take
from svc_affairs.trade_policies import service as trade_policies

# Keys taken up by one pass: at most some five thousand declarations, well within a statement's time.
BATCH, _LEAST = 5_000, 100
_LOCK = func.hashtextextended("affairs.trade match", 0)
_EVERY_S = 1.0
# After documents have come, others of the same orders are likely to: they are judged together.
_GATHER_S = 0.05


async def pass_once(db: AsyncSession, most: int = BATCH) -> int:
    """Judge what has changed; how much was taken up. Passes exclude each other: while one is under way it is 0."""
    if not (await db.execute(select(func.pg_try_advisory_xact_lock(_LOCK)))).scalar_one():
        return 0
    now = clock.now()
    await prepare(db)
    taken = await take(db, most, now)
    if taken:
        policies = Policies(await trade_policies.all_rules(db), now)
        refunded = await refund(db)
        await judge(db, policies)
        await limit(db, policies)
        changed = await settle(db, policies)
        await outbox.publish_many(db, [*events.of_refunds(refunded, now), *events.of_verdicts(changed, now)])
    return taken


async def hold_passes(db: AsyncSession) -> None:
    """Let no pass begin until the transaction ends, once the one under way is done."""
    await db.execute(select(func.pg_advisory_xact_lock(_LOCK)))


class Matcher:
    """The worker: it passes until nothing is left, on start and whenever it is woken; a slow poll is the net."""

    def __init__(self) -> None:
        self._awake = asyncio.Event()
        self.most = BATCH

    def wake(self) -> None:
        self._awake.set()

    async def run(self, chassis: Chassis) -> None:
        """For as long as the service does."""
        while True:
            self._awake.clear()
            if not await self.attempt(chassis):
                with suppress(TimeoutError):
                    async with asyncio.timeout(_EVERY_S):
                        await self._awake.wait()
                        await asyncio.sleep(_GATHER_S)

    async def attempt(self, chassis: Chassis) -> int:
        """One pass; how much was taken up. 0 as well while the database is away or too slow."""
        try:
            async with chassis.database.unit_of_work() as db:
                taken = await pass_once(db, self.most)
        except Exception as error:
            if not is_database_away(error):
                raise
            # On a busy machine a statement may have been ended for its time: half as much is more likely to be done in it.
            self.most = max(self.most // 2, _LEAST)
            return 0
        self.most = min(self.most * 2, BATCH)
        return taken
